// Times and numbers as the chosen user reads them: in their time zone and by the customs of their locale.
import { t } from "./words.js";

let locale = "en-US";
let zone = "UTC";
let skew = 0; // seconds that the workspace's clock is ahead of this machine's
let reading = null; // whose locale and zone these are
const made = new Map();
const days = new Map(); // quarter of an hour since 1970 → calendar day: every zone's midnight falls on a quarter

export function readAs(user) {
  const given = `${user && user.locale} ${user && user.tz}`;
  if (given === reading) return;
  reading = given;
  locale = valid(user && user.locale) || "en-US";
  zone = knownZone(user && user.tz);
  made.clear();
  days.clear();
}

/** An unknown zone becomes UTC: better a time with a known meaning than none. */
function knownZone(name) {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name || "UTC" }).resolvedOptions().timeZone && (name || "UTC");
  } catch {
    return "UTC";
  }
}

function valid(tag) {
  try {
    return tag ? Intl.getCanonicalLocales(String(tag).replace("_", "-"))[0] : null;
  } catch {
    return null;
  }
}

const memo = (key, make) => (made.has(key) ? made.get(key) : made.set(key, make()).get(key));
const dates = (key, options, tz = zone) =>
  memo(`d:${key}:${tz}`, () => new Intl.DateTimeFormat(locale, { ...options, timeZone: tz }));

const moment = (ts) => new Date(Number(ts) * 1000);

/** Changes with whoever reads: what was written for another one must be written anew. */
export const reader = () => reading;
export const currentLocale = () => locale;
export const clock = (ts) => dates("clock", { timeStyle: "short" }).format(moment(ts));
export const fullTime = (ts) => dates("full", { dateStyle: "full", timeStyle: "short" }).format(moment(ts));

/** The calendar day in the user's zone, as YYYY-MM-DD. */
export function dayOf(ts) {
  const quarter = Math.floor(Number(ts) / 900);
  if (!days.has(quarter)) days.set(quarter, writtenDay(ts));
  return days.get(quarter);
}

function writtenDay(ts) {
  const parts = memo(
    `day:${zone}`,
    () => new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }),
  );
  return parts.format(moment(ts));
}

/** Now by the workspace's clock, in seconds since 1970. */
export const now = () => Date.now() / 1000 + skew;

/** Take over the workspace's clock: `ts` is what it shows at this moment. */
export function setClock({ ts }) {
  const ahead = ts - Date.now() / 1000;
  skew = Math.abs(ahead) < 5 ? 0 : ahead; // the way here takes a moment, too
}

export const todayIso = () => dayOf(now());

/** Day and time as one reads them off a clock: "Sun 22 Nov, 14:05". */
export function clockFace(ts) {
  const day = capital(dates("face", { weekday: "short", day: "numeric", month: "short" }).format(moment(ts)));
  return `${day}${day.endsWith(".") ? "" : ","} ${clock(ts)}`;
}

/** Day and time with seconds, for a list in which things happen quickly. */
export const clockSeconds = (ts) => dates("seconds", { timeStyle: "medium" }).format(moment(ts));

/** A length of time in its largest whole unit: "7 days", "1 hour". */
export function span(seconds) {
  const [unit, length] = [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
    ["second", 1],
  ].find(([, size]) => Math.round(seconds) >= size) || ["second", 1];
  const style = { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 };
  return memo(`span:${unit}`, () => new Intl.NumberFormat(locale, style)).format(Math.round(seconds / length));
}

/** How large a file is: "12 kB". */
export function fileSize(bytes) {
  if (bytes >= 1e6) return `${number(bytes / 1e6, 1)} MB`;
  return bytes >= 1e3 ? `${number(bytes / 1e3, 0)} kB` : `${number(bytes, 0)} B`;
}

const capital = (text) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);

/** "Today", "Yesterday", otherwise "Monday, 5 October" with the year when it is another one. */
export function dayName(day) {
  const present = now();
  if (day === dayOf(present)) return t("today");
  if (day === dayOf(present - 86400)) return t("yesterday");
  const options = { weekday: "long", day: "numeric", month: "long" };
  if (day.slice(0, 4) !== dayOf(present).slice(0, 4)) options.year = "numeric";
  return capital(dates(`dayname${options.year || ""}`, options, "UTC").format(new Date(`${day}T12:00:00Z`)));
}

/** A date from a picker, YYYY-MM-DD, written out: "5 Oct 2026". */
export const dateText = (iso) =>
  dates("datetext", { day: "numeric", month: "short", year: "numeric" }, "UTC").format(new Date(`${iso}T12:00:00Z`));

export const monthText = (year, month) =>
  capital(dates("month", { month: "long", year: "numeric" }, "UTC").format(new Date(Date.UTC(year, month, 15))));

/** 0 = Sunday … 6 = Saturday: the day a week begins with here. */
export function firstWeekday() {
  try {
    const info = new Intl.Locale(locale);
    const week = info.getWeekInfo ? info.getWeekInfo() : info.weekInfo;
    if (week) return week.firstDay % 7;
  } catch {
    // older browsers do not know: fall through
  }
  return /^(en-US|en-CA|ja|pt-BR|he)/.test(locale) ? 0 : 1;
}

export function weekdayNames() {
  const names = dates("weekday", { weekday: "short" }, "UTC");
  // 2023-01-01 was a Sunday
  return Array.from({ length: 7 }, (_, i) => names.format(new Date(Date.UTC(2023, 0, 1 + ((firstWeekday() + i) % 7)))));
}

/** A number with the locale's separators; `digits` at most so many decimals. */
export function number(value, digits = 2) {
  return memo(`n:${digits}`, () => new Intl.NumberFormat(locale, { maximumFractionDigits: digits })).format(value);
}

/** For axes: very large values are shortened ("12 mn", "12M"), others written out. */
export function axisNumber(value, largest, digits) {
  if (largest >= 1e6)
    return memo(
      "compact",
      () => new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 2 }),
    ).format(value);
  return number(value, digits);
}

export const percent = (share) =>
  memo("percent", () => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 })).format(share);

/** Slack's <!date^…^{date_short}…> tokens. */
export function slackDate(seconds, pattern) {
  const at = moment(seconds);
  const words = (day) => {
    const name = day === dayOf(now()) || day === dayOf(now() - 86400);
    return name ? dayName(day).toLocaleLowerCase(locale) : null;
  };
  const long = () => dates("tokenlong", { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(at);
  const short = () => dates("tokenshort", { day: "numeric", month: "short", year: "numeric" }).format(at);
  const plain = () => dates("tokendate", { day: "numeric", month: "long", year: "numeric" }).format(at);
  const day = dayOf(seconds);
  const tokens = {
    date_num: () => day,
    date_slash: () => dates("tokenslash", { day: "2-digit", month: "2-digit", year: "numeric" }).format(at),
    date: plain,
    date_long: long,
    date_long_full: long,
    date_short: short,
    date_pretty: () => words(day) || plain(),
    date_long_pretty: () => words(day) || long(),
    date_short_pretty: () => words(day) || short(),
    day_divider_pretty: () => words(day) || long(),
    time: () => clock(seconds),
    time_secs: () => dates("tokensecs", { hour: "numeric", minute: "2-digit", second: "2-digit" }).format(at),
    ago: () => ago(seconds),
  };
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => (tokens[name] ? tokens[name]() : whole));
}

function ago(seconds) {
  const gone = seconds - now();
  const relative = memo("relative", () => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));
  for (const [unit, length] of [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
  ])
    if (Math.abs(gone) >= length) return relative.format(Math.round(gone / length), unit);
  return relative.format(Math.round(gone), "second");
}

/** Seconds since 1970 for a date and time on the user's clock, and back. */
export function epochAt(date, time) {
  const naive = Date.parse(`${date}T${time}:00Z`) / 1000;
  const offset = (at) => Date.parse(`${isoAt(at).join("T")}:00Z`) / 1000 - at;
  const guess = naive - offset(naive);
  return naive - offset(guess); // once more, for the hours around a change of the clocks
}

export function isoAt(seconds) {
  const time = memo(
    `iso:${zone}`,
    () => new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
  );
  return [dayOf(seconds), time.format(moment(seconds))];
}
