// Finding by what is typed, the same way in every list: what begins so comes first, then what has a word that begins
// so, then what contains it anywhere. Capitals do not matter; accents only to those who type them: "asa" finds Åsa, but
// "å" does not find Ann.

const lower = (text) =>
  String(text ?? "")
    .normalize("NFC")
    .toLocaleLowerCase();
const fold = (text) => lower(text).normalize("NFD").replace(/\p{M}/gu, "");
const IN_WORD = /[\p{L}\p{N}]/u;
const NOWHERE = 3;

/** Where `wanted` stands in `text`: 0 at its beginning, 1 at the beginning of a word, 2 inside one. */
function place(text, wanted) {
  let at = text.indexOf(wanted);
  if (at < 0) return NOWHERE;
  if (at === 0) return 0;
  for (; at >= 0; at = text.indexOf(wanted, at + 1)) if (!IN_WORD.test(text[at - 1])) return 1;
  return 2;
}

/**
 * The items that `query` finds, the best first; those that fit as well as each other keep their order. `textsOf(item)`:
 * its texts, the most telling first; what stands in a later one counts after all that stands in an earlier one.
 */
export function matching(items, query, textsOf) {
  const accented = lower(query) !== fold(query);
  const exact = accented ? ranked(items, query, textsOf, lower) : [];
  return exact.length ? exact : ranked(items, query, textsOf, fold);
}

function ranked(items, query, textsOf, read) {
  const wanted = read(query);
  if (!wanted) return [...items];
  return items
    .map((item) => {
      const places = textsOf(item).map((text) => place(read(text), wanted));
      const first = places.findIndex((found) => found < NOWHERE);
      return { item, rank: first < 0 ? Infinity : first * NOWHERE + places[first] };
    })
    .filter((found) => found.rank < Infinity)
    .sort((one, other) => one.rank - other.rank)
    .map((found) => found.item);
}

/** The best first need not stand group by group: bring each group together again, the one with the best first. */
export function byGroup(items) {
  const groups = new Map();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) || []), item]);
  return [...groups.values()].flat();
}

/** Whether this text begins so. */
export const beginsWith = (text, query) => fold(text).startsWith(fold(query));
