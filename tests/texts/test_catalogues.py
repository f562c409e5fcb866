"""Every language says the same things, in the same places, and the code asks for nothing else."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from bot.texts import languages, texts_for
from bot.texts.catalogue import codes_in
from tests.texts.catalogue_rules import FOLDER, Sheet, faults, sheet, unpaired

ROOT = FOLDER.parent
SOURCES = sorted(path for room in ("texts", "views", "command_line") for path in (ROOT / room).glob("*.py"))
CODES = codes_in(FOLDER)
ENGLISH = (FOLDER / "en.po").read_text(encoding="utf-8")

PLACE = "[a-z0-9_]+"
"""What may stand where a key is put together."""

# The same word or sign in Swedish and English; any other that is the same was forgotten.
JOINED = {
    "card.cell",
    "card.change.part",
    "card.season.move",
    "chart.point",
    "coach.team.reviewed",
    "home.line",
    "home.tab.shown",
    "pillar.compared",
}
ALIKE = JOINED | {
    "chart.pillar.unit.order_value",
    "example.pillars",
    "error.several_deals",
    "reason.timing",
    "goal.example.opportunities",
}
# Of another language more words may happen to be the English ones, but not many.
MAY_BE_ALIKE = 0.1


@cache
def sheet_of(language: str) -> Sheet:
    return sheet(language, (FOLDER / f"{language}.po").read_bytes())


def catalogue(language: str) -> Mapping[str, tuple[str, ...]]:
    """Key → its text, or its singular and plural."""
    return sheet_of(language).texts


def asked_for() -> Iterator[tuple[str, str, str]]:
    """What the source asks for: kind ("t" or "n"), the key as a regular expression, and where."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
                continue
            kind = {"t": "t", "n": "n", "gettext": "t", "ngettext": "n"}.get(node.func.attr)
            if kind is None:
                continue
            alternatives = [node.args[0]]
            if isinstance(node.args[0], ast.IfExp):
                alternatives = [node.args[0].body, node.args[0].orelse]
            for key in alternatives:
                if isinstance(key, ast.Constant):
                    yield kind, re.escape(str(key.value)), path.name
                elif isinstance(key, ast.JoinedStr):
                    yield kind, _pattern(key), path.name


def _pattern(key: ast.JoinedStr) -> str:
    return "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else PLACE for part in key.values)


def keys_in_variables() -> set[str]:
    """Keys that problems.py chooses before it asks: they stand there as they are, or with the error's own key."""
    tree = ast.parse((ROOT / "views" / "problems.py").read_text())
    constants = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    patterns = {_pattern(node) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)}
    return {re.escape(c) for c in constants if isinstance(c, str) and c.startswith("error.")} | {
        p for p in patterns if p.startswith("error")
    }


def test_there_are_the_two_that_the_app_is_made_in() -> None:
    assert {"en", "sv"} <= set(CODES)
    assert [language.code for language in languages()] == list(CODES)
    assert CODES[0] == "en"


@pytest.mark.parametrize("language", CODES)
def test_a_catalogue_is_whole(language: str) -> None:
    assert faults(sheet_of(language), sheet_of("en")) == []


@pytest.mark.parametrize("language", [code for code in CODES if code != "en"])
def test_nothing_is_left_in_english(language: str) -> None:
    english, other = catalogue("en"), catalogue(language)
    same = {key for key, forms in other.items() if english[key] == forms}
    if language == "sv":
        assert same <= ALIKE
    assert len(same - ALIKE) < MAY_BE_ALIKE * len(english)


def spoilt(before: str, after: str) -> str:
    assert ENGLISH.count(before) == 1, before
    return ENGLISH.replace(before, after)


UNDO = 'msgid "button.undo"\nmsgstr "Undo"\n'
DAYS = 'msgstr[0] "{number} day"\nmsgstr[1] "{number} days"'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (spoilt(UNDO, ""), "button.undo is missing"),
        (spoilt(UNDO, UNDO + '\nmsgid "button.extra"\nmsgstr "More"\n'), "button.extra is a key that English has not"),
        (spoilt(UNDO, UNDO + "\n" + UNDO), "button.undo stands there twice"),
        (spoilt(UNDO, "") + "\n" + UNDO, "stands where English has button.undo"),
        (spoilt(UNDO, "#, fuzzy\n" + UNDO), "button.undo is marked fuzzy"),
        (spoilt(UNDO, UNDO.replace("Undo", "")), "button.undo is empty"),
        (spoilt(UNDO, UNDO.replace("Undo", "Undo it!")), "button.undo shouts"),
        (spoilt(UNDO, UNDO.replace("Undo", "Undo it  all")), "button.undo has spaces too many"),
        (spoilt(UNDO, UNDO.replace("Undo", "Don't")), "button.undo has a straight apostrophe"),
        (spoilt(UNDO, UNDO.replace("Undo", 'The \\"last\\"')), "button.undo has straight quotation marks"),
        (spoilt(UNDO, UNDO.replace("Undo", "Undo " * 15 + "x")), "button.undo is longer than the 75 characters"),
        (spoilt(UNDO, UNDO.replace("Undo", "Undo {deed}")), "button.undo has the places ['deed'], English has []"),
        (spoilt(UNDO, UNDO.replace("Undo", "Undo {")), "button.undo has a brace without its partner"),
        (spoilt(UNDO, UNDO.replace("Undo", "*Undo")), "button.undo has a * without its partner"),
        (spoilt(UNDO, UNDO.replace("Undo", "*Undo *")), "button.undo has a * without its partner"),
        (spoilt(UNDO, UNDO.replace("Undo", "Undo* it *all")), "button.undo has a * without its partner"),
        (spoilt(UNDO, UNDO.replace("Undo", "_Undo it")), "button.undo has a _ without its partner"),
        (spoilt(UNDO, UNDO.replace("Undo", "Undo~")), "button.undo has a ~ without its partner"),
        (spoilt(UNDO, UNDO.replace("Undo", "`/deal undo")), "button.undo has a ` without its partner"),
        (spoilt(UNDO, UNDO.replace("Undo", "*Undo\\nit*")), "button.undo has a * without its partner"),
        (spoilt(DAYS, DAYS.replace("{number} days", "days")), "days has the places [], English has ['number']"),
        (spoilt(DAYS, DAYS.replace('{number} day"', 'a day"')), "days has the places [], English has ['number']"),
        (spoilt('msgid_plural "days"\n' + DAYS, 'msgstr "{number} d"'), "days has a plural in one language"),
        (spoilt(DAYS, DAYS.split("\n")[0]), "days is empty"),
        (spoilt("nplurals=2; plural=(n != 1)", "nplurals=3; plural=(n != 1)"), "days is empty"),
        (spoilt("Language: en_GB", "Language: sv_SE"), "the header's Language is sv_SE, the file is called en"),
        (spoilt("Language: en_GB", "Language: en"), "says no country"),
        (spoilt("charset=UTF-8", "charset=latin-1"), "the charset is latin-1"),
        (spoilt('"abcdefghijk', '"aBbcdefghijk'), "language.alphabet is each letter once"),
    ],
)
def test_what_is_wrong_is_found(text: str, told: str) -> None:
    found = faults(sheet("en", text.encode()), sheet_of("en"))
    assert any(told in fault for fault in found), found


@pytest.mark.parametrize(
    "line",
    [
        "*Undo* and _redo_ `a*b` or `opened_on`",
        "(*one*, *two*): ~three~.",
        "*{name}*",
        "snake_case, 2*3 and 2 * 3",
        "*_both_*",
        "`*`",
    ],
)
def test_marks_that_have_their_partner(line: str) -> None:
    assert unpaired(line) == []


def test_a_number_may_be_left_to_the_words_only_where_there_is_one() -> None:
    """`within the last minute` is of one minute; where 1, 21 and 31 take the same form, the words would be wrong."""
    russian = "nplurals=2; plural=(n%10==1 ? 0 : 1)"
    counted = [key for key in catalogue("en") if key in sheet_of("en").with_plural]
    spared = [
        key for key in counted if "{count}" not in catalogue("en")[key][0] and "{count}" in catalogue("en")[key][1]
    ]
    assert spared
    text = spoilt("nplurals=2; plural=(n != 1)", russian)
    found = faults(sheet("en", text.encode()), sheet_of("en"))
    assert {fault.split()[0] for fault in found} == set(spared)


def test_every_key_that_the_code_asks_for_exists() -> None:
    asked = list(asked_for())
    assert len(asked) > 80
    for kind, pattern, where in asked:
        matching = [key for key in catalogue("en") if re.fullmatch(pattern, key)]
        assert matching, f"{where} asks for {pattern}"
        for key in matching:
            plural = len(catalogue("en")[key]) > 1
            assert plural == (kind == "n"), f"{where} asks for {key} with {kind}"


@cache
def words_of_the_code() -> frozenset[str]:
    """Every text and every name in our own sources: what can stand in a key that is put together."""
    found = set()
    for package in ("bot", "coaching", "pillars"):
        for path in (ROOT.parent / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.Constant(value=str(word)):
                        found.add(word)
                    case ast.Name(id=word) | ast.Attribute(attr=word) | ast.arg(arg=word) | ast.keyword(arg=str(word)):
                        found.add(word)
    return frozenset(found | {str(number) for number in range(7)})


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """What can be asked for, with a group for each place."""
    found = {pattern for _, pattern, _ in asked_for()} | keys_in_variables()
    return tuple(re.compile(pattern.replace(PLACE, f"({PLACE})")) for pattern in sorted(found))


def test_every_key_is_asked_for() -> None:
    assert [key for key in catalogue("en") if not any(pattern.fullmatch(key) for pattern in patterns())] == []


def put_together_of_nothing(key: str) -> bool:
    """Whether the code can ask for such a key, but has no word that would make it this one."""
    there = words_of_the_code()
    filled = [found.groups() for pattern in patterns() if (found := pattern.fullmatch(key))]
    return key not in there and not any(there.issuperset(places) for places in filled)


def test_every_key_that_is_put_together_is_of_words_that_there_are() -> None:
    # The coach's signals are put together twice over; tests/views/test_coach.py knows them all.
    others = [key for key in catalogue("en") if not key.startswith("coach.trigger.")]
    assert [key for key in others if put_together_of_nothing(key)] == []
    assert put_together_of_nothing("error.no_such_error")
    assert put_together_of_nothing("coach.rule.no_such_rule.title")


def test_swedish_has_its_own_quotation_marks() -> None:
    for key, forms in catalogue("sv").items():
        assert not any("“" in form for form in forms), key


def test_an_unknown_key_is_loud() -> None:
    for locale in ("sv-SE", "en-GB"):
        with pytest.raises(KeyError):
            texts_for(locale).t("no.such.key")
        with pytest.raises(KeyError):
            texts_for(locale).n("no.such.key", 2)
