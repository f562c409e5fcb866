"""What a catalogue has to keep to, whichever its language: the same keys as English, and the same places in them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from gettext import c2py
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel import Locale
from babel.messages.pofile import read_po

import bot

FOLDER = Path(bot.__file__).parent / "texts"

# Slack's limits for what the views do not cut, by key, or by how the key begins; a place takes as much as it can.
LONGEST: Mapping[str, int] = {
    "form.title.": 24,
    "form.save": 24,
    "form.cancel": 24,
    "button.": 75,
    "coach.button.": 75,
    "chart.title": 50,
    "chart.you": 20,
    "chart.team": 20,
    "card.rep": 20,
}
WIDEST: Mapping[str, object] = {"number": 999_999_999, "amount": "x" * 40, "days": 91, "count": 999, "name": "x" * 30}

_PLACE = re.compile(r"\{[^{}]*\}")
_CODE = re.compile(r"`[^`]*`")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A catalogue as its file has it. `texts`: key → its text, or its plural forms."""

    name: str
    locale: Locale | None
    charset: str
    plural: Callable[[int], int]
    texts: Mapping[str, tuple[str, ...]]
    with_plural: frozenset[str]
    fuzzy: tuple[str, ...]
    keys_as_written: tuple[str, ...]


def sheet(name: str, source: bytes) -> Sheet:
    """`name`: the file's, without its ending. Raises babel's error for what is no catalogue: a form too many."""
    messages = read_po(BytesIO(source), abort_invalid=True)
    texts: dict[str, tuple[str, ...]] = {}
    with_plural = set()
    fuzzy = []
    for message in messages:
        if not message.id:
            continue
        key = str(message.id[0] if message.pluralizable else message.id)
        forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
        texts[key] = tuple(form or "" for form in forms)
        with_plural |= {key} if message.pluralizable else set()
        fuzzy += [key] if message.fuzzy else []
    return Sheet(
        name=name,
        locale=messages.locale,
        charset=messages.charset or "",
        plural=c2py(messages.plural_expr),
        texts=texts,
        with_plural=frozenset(with_plural),
        fuzzy=tuple(fuzzy),
        keys_as_written=tuple(re.findall(r'^msgid "(.+)"$', source.decode(), re.MULTILINE)),
    )


def faults(one: Sheet, english: Sheet) -> list[str]:
    """Everything that is wrong with a catalogue, a line each; none where it can be used."""
    return [
        *_header(one),
        *_keys(one, english),
        *(fault for key, forms in one.texts.items() if key in english.texts for fault in _text(one, english, key)),
        *(f"{key} is marked fuzzy" for key in one.fuzzy),
        *_own_words(one),
    ]


def _header(one: Sheet) -> Iterator[str]:
    language = one.name.replace("-", "_").split("_")[0]
    if one.locale is None or one.locale.language != language:
        yield f"the header's Language is {one.locale}, the file is called {one.name}"
    if one.locale is not None and one.locale.territory is None:
        yield "the header's Language says no country, as in sv_SE: numbers and dates are written as there"
    if one.charset.lower() != "utf-8":
        yield f"the charset is {one.charset}, not UTF-8"


def _keys(one: Sheet, english: Sheet) -> Iterator[str]:
    yield from (f"{key} is missing" for key in english.texts if key not in one.texts)
    yield from (f"{key} is a key that English has not" for key in one.texts if key not in english.texts)
    twice = {key for key in one.keys_as_written if one.keys_as_written.count(key) > 1}
    yield from (f"{key} stands there twice" for key in sorted(twice))
    both = [key for key in english.texts if key in one.texts]
    for here, there in zip([key for key in one.texts if key in english.texts], both, strict=True):
        if here != there:
            yield f"{here} stands where English has {there}"
            break


def _text(one: Sheet, english: Sheet, key: str) -> Iterator[str]:
    forms = one.texts[key]
    if (key in one.with_plural) != (key in english.with_plural):
        yield f"{key} has a plural in one language and none in the other"
        return
    wanted = places(english.texts[key][-1])
    for number, form in enumerate(forms):
        if not form.strip():
            yield f"{key} is empty"
            continue
        try:
            found = places(form)
        except ValueError:
            yield f"{key} has a brace without its partner: {form}"
            continue
        # Only where one number alone takes this form may the words say it: "within the last minute".
        spared = {"count"} if key in one.with_plural and _numbers(one, number) == 1 else set()
        if not wanted - spared <= found <= wanted:
            yield f"{key} has the places {sorted(found)}, English has {sorted(wanted)}"
            continue
        yield from _looks(key, form)


def _numbers(one: Sheet, form: int) -> int:
    """How many of the first few hundred numbers take this plural form."""
    return sum(one.plural(number) == form for number in range(300))


def _looks(key: str, text: str) -> Iterator[str]:
    if "!" in text:
        yield f"{key} shouts"
    if text != text.strip() or "  " in text:
        yield f"{key} has spaces too many"
    if "'" in text:
        yield f"{key} has a straight apostrophe"
    if '"' in text and "/deal" not in text:
        yield f"{key} has straight quotation marks, which are only for what is to be typed"
    for line in text.split("\n"):
        for mark in unpaired(line):
            yield f"{key} has a {mark} without its partner: {line}"
    limit = longest(key)
    if limit is not None and len(text.format_map(WIDEST)) > limit:
        yield f"{key} is longer than the {limit} characters that Slack shows"


def unpaired(line: str) -> list[str]:
    """The signs for bold, italic, struck out and code that open on a line and do not close, or the other way round.

    Slack would show them, and with another one further on put in bold what nobody meant to.
    """
    line = _PLACE.sub("x", line)
    if line.count("`") % 2:
        return ["`"]
    line = _CODE.sub("x", line)  # inside code they are themselves
    return [mark for mark in "*_~" if not _paired(line, re.escape(mark))]


def _paired(line: str, mark: str) -> bool:
    """Whether of the signs at a word's edge every other one can open and the next one close."""
    opens = {found.start() for found in re.finditer(rf"(?<!\w){mark}(?=\S)", line)}
    closes = {found.start() for found in re.finditer(rf"(?<=\S){mark}(?!\w)", line)}
    both = sorted(opens | closes)
    return len(both) % 2 == 0 and {*both[::2]} <= opens and {*both[1::2]} <= closes


def longest(key: str) -> int | None:
    """How many characters of this text Slack shows; None where that is no concern."""
    for named, most in LONGEST.items():
        if key == named or (named.endswith(".") and key.startswith(named)):
            return most
    return None


def _own_words(one: Sheet) -> Iterator[str]:
    letters = "".join(one.texts.get("language.alphabet", ()))
    if len(set(letters)) != len(letters) or letters != letters.casefold() or not letters.isalpha():
        yield "language.alphabet is each letter once, in lower case, without spaces"


def places(text: str) -> set[str]:
    """The {named} places of a text. Raises `ValueError` for a brace without its partner."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
