// What Slack checks in a form before it sends it: required, lengths, numbers, addresses.
import { isDate, isTime } from "./dates.js";
import { t } from "./words.js";

const EMPTY = {
  plain_text_input: (s) => !s?.value,
  number_input: (s) => !s?.value,
  email_text_input: (s) => !s?.value,
  url_text_input: (s) => !s?.value,
  rich_text_input: (s) => !s?.rich_text_value,
  datepicker: (s) => !s?.selected_date,
  timepicker: (s) => !s?.selected_time,
  datetimepicker: (s) => !s?.selected_date_time,
  checkboxes: (s) => !s?.selected_options?.length,
  radio_buttons: (s) => !s?.selected_option,
  static_select: (s) => !s?.selected_option,
  external_select: (s) => !s?.selected_option,
  users_select: (s) => !s?.selected_user,
  channels_select: (s) => !s?.selected_channel,
  conversations_select: (s) => !s?.selected_conversation,
  multi_static_select: (s) => !s?.selected_options?.length,
  multi_external_select: (s) => !s?.selected_options?.length,
  multi_users_select: (s) => !s?.selected_users?.length,
  multi_channels_select: (s) => !s?.selected_channels?.length,
  file_input: (s) => !s?.files?.length,
  multi_conversations_select: (s) => !s?.selected_conversations?.length,
};

/** Why this field cannot be sent as it is, in words; null when it can. */
export function problem(element, value, optional) {
  const empty = EMPTY[element.type];
  if (!empty) return null;
  if (empty(value)) return optional ? null : t("required");
  const text = value.value;
  switch (element.type) {
    case "plain_text_input":
      if (element.min_length && text.length < element.min_length) return t("tooShort", { n: element.min_length });
      if (element.max_length && text.length > element.max_length) return t("tooLong", { n: element.max_length });
      return null;
    case "number_input":
      return numberProblem(element, text);
    case "email_text_input":
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? null : t("notEmail");
    case "url_text_input":
      return /^https?:\/\/[^\s/]+/i.test(text) ? null : t("notUrl");
    case "datepicker":
      return isDate(value.selected_date) ? null : t("notDate");
    case "timepicker":
      return isTime(value.selected_time) ? null : t("notTime");
    default:
      return null;
  }
}

function numberProblem(element, text) {
  const value = Number(text);
  if (!/^-?\d+([.]\d+)?$/.test(text) || !Number.isFinite(value)) return t("notNumber");
  if (!element.is_decimal_allowed && !Number.isInteger(value)) return t("notWhole");
  if (element.min_value !== undefined && value < Number(element.min_value))
    return t("tooSmall", { n: element.min_value });
  if (element.max_value !== undefined && value > Number(element.max_value))
    return t("tooLarge", { n: element.max_value });
  return null;
}
