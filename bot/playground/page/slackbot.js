// What the server says in Slackbot's name, in the reader's language. The server itself speaks English, as the API does.
import { t } from "./words.js";

const KNOWN = [
  [/^(\/\S+) failed with the error "([^"]+)"$/, (command, error) => t("commandFailed", { command, error })],
  [/^The app did not answer \("([^"]+)"\)\.$/, (error) => t("appSilent", { error })],
  [/^We had some trouble connecting\. Try again\?$/, () => t("trouble")],
];

/** The sentence as this reader understands it; what is not known is shown as it came. */
export function slackbotSays(text) {
  for (const [pattern, words] of KNOWN) {
    const found = pattern.exec(text);
    if (found) return words(...found.slice(1));
  }
  return text;
}
