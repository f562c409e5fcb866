// The bar at the top: the server or the app is gone, or Slackbot has something to say.
import { el, replace } from "./dom.js";
import { icon } from "./icons.js";
import { slackbotSays } from "./slackbot.js";
import { app, currentChannel, messagesIn, state } from "./store.js";
import { speak, t } from "./words.js";

let seenNotice = null; // closed, or read in the conversation

export function drawNotice(box) {
  if (!state.snapshot) speak(navigator.language);
  const { notice } = state.snapshot || {};
  const said = notice && notice.text;
  const here = said && currentChannel();
  const lately = here ? messagesIn(here.id).slice(-3) : [];
  const inSight = lately.some((message) => message.text === said);
  if (inSight || !said) seenNotice = said;
  const text = !state.online
    ? t("gone")
    : state.snapshot && !app().connected
      ? t("appGone", { name: app().name })
      : said && said !== seenNotice
        ? said
        : "";
  const drawn = `${document.documentElement.lang} ${text}`;
  if (box.dataset.drawn === drawn) return;
  box.dataset.drawn = drawn;
  box.hidden = !text;
  box.classList.toggle("notice-quiet", state.online);
  replace(
    box,
    text ? [icon("warning", 16), el("span", {}, text === said ? slackbotSays(text) : text)] : [],
    text && text === said
      ? el(
          "button",
          {
            type: "button",
            class: "icon-button",
            "aria-label": t("close"),
            on: {
              click: () => {
                seenNotice = said;
                drawNotice(box);
              },
            },
          },
          icon("close", 16),
        )
      : null,
  );
}
