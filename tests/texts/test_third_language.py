"""A file more, and the app answers in a third language: everywhere, with nothing left in English."""

import inspect
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import slackblocks as sb
from babel import Locale
from hypothesis import given, settings

from bot.language.examples import COACH_EXAMPLES, HELP_EXAMPLES, PILLARS_EXAMPLES, SENTENCE_EXAMPLES
from bot.texts import Language, Library, Texts
from bot.texts.catalogue import ENGLISH
from bot.views import coach, deals, home, pillars, understood
from bot.views.message import Message, rendered
from tests.texts.catalogue_rules import FOLDER, faults, sheet
from tests.texts.test_catalogues import CODES
from tests.texts.third_language import CLOSES, CODE, NAME, OPENS, bracketed, library, outside, words
from tests.views.test_problems import EXAMPLES as PROBLEMS
from tests.views.test_worst import FEW
from tests.views.worst import CALLS, values
from tests.views.worst.call import Call

NORWEGIAN = Locale("nb", "NO")
# What is nobody's sentence: names that were typed, commands, codes, what the app is called, months and days.
NOT_SAID = [
    *values.NAMES,
    "hei wort own call gone since price decision Sales Coach channel English Svenska America Argentina ComodRivadavia",
    "SEK USD JPY KWD XTS EUR UTC Jan",
    *(str(value) for problem in PROBLEMS for value in problem.params.values()),
    *(line for lines in (HELP_EXAMPLES, PILLARS_EXAMPLES, COACH_EXAMPLES, SENTENCE_EXAMPLES) for line in lines["en"]),
    *(name for width in ("wide", "abbreviated") for name in NORWEGIAN.months["format"][width].values()),
    *(name for width in ("wide", "abbreviated") for name in NORWEGIAN.days["format"][width].values()),
]


# What is drawn for these is a message of another view, in any language.
AROUND_A_MESSAGE = {"tags.with_question", "understood.which", "sheet.sheet"}
SPEAKING = [
    call for call in CALLS if call.name not in AROUND_A_MESSAGE and "texts" in inspect.signature(call.view).parameters
]


@pytest.fixture(scope="module")
def third(tmp_path_factory: pytest.TempPathFactory) -> Texts:
    return Library(library(tmp_path_factory.mktemp("texts"))).texts_for("nb-NO")


def test_which_files_there_are_decides(tmp_path: Path) -> None:
    library(tmp_path)
    (tmp_path / "notes.txt").write_text("no catalogue")
    assert Library(tmp_path).languages() == (Language("en", "English"), Language(CODE, NAME))
    assert [language.code for language in Library(FOLDER).languages()] == list(CODES)


def test_it_is_chosen_by_slacks_locale_and_writes_as_its_header_says(tmp_path: Path) -> None:
    found = Library(library(tmp_path))
    for locale in ("nb-NO", "nb", "nb_NO", "NB-no"):
        assert found.texts_for(locale).language == CODE
        assert found.texts_for(locale).money(2_500_050, "NOK").replace("\xa0", " ") == "25 000,50 kr"
    assert found.texts_for("nb-NO").language_name == NAME
    for locale in ("sv-SE", "nn-NO", "da-DK", "xx", ""):
        assert found.texts_for(locale).language == ENGLISH
    assert str(found.texts_for("nn-NO").formats.locale) == "en_GB"


def test_a_language_of_one_country_is_another_than_the_language(tmp_path: Path) -> None:
    english = (FOLDER / "en.po").read_text(encoding="utf-8")
    (tmp_path / "en.po").write_text(english, encoding="utf-8")
    (tmp_path / "pt_BR.po").write_text(english.replace("Language: en_GB", "Language: pt_BR"), encoding="utf-8")
    found = Library(tmp_path)
    assert [language.code for language in found.languages()] == ["en", "pt-BR"]
    assert found.texts_for("pt-BR").money(2_500_050, "BRL").replace("\xa0", " ") == "R$ 25.000,50"
    assert found.texts_for("pt-PT").language == ENGLISH


def test_its_letters_have_their_order(tmp_path: Path) -> None:
    texts = Library(library(tmp_path)).texts_for("nb")
    assert sorted(["Åse", "Ærlig", "Zara", "Østen", "Émile", "anna"], key=texts.alphabetical) == [
        "anna",
        "Émile",
        "Zara",
        "Ærlig",
        "Østen",
        "Åse",
    ]


def test_what_it_lacks_is_said_in_english(tmp_path: Path) -> None:
    library(tmp_path)
    file = tmp_path / f"{CODE}.po"
    undo = f'msgid "button.undo"\nmsgstr "{OPENS}Undo{CLOSES}"\n'
    days = 'msgid "days"\nmsgid_plural "days"\n'
    text = file.read_text(encoding="utf-8")
    assert undo in text
    assert days in text
    file.write_text(text.replace(undo, "").replace(days, "#, fuzzy\n" + days), encoding="utf-8")
    texts = Library(tmp_path).texts_for("nb-NO")
    assert texts.t("button.undo") == "Undo"
    assert texts.days(1) == "1 day"
    assert texts.t("button.details").startswith(OPENS)
    with pytest.raises(KeyError):
        texts.t("no.such.key")


@pytest.mark.parametrize(
    "spoilt",
    [
        'msgid "days"\nmsgid_plural "days"\nmsgstr[0] "a"\nmsgstr[1] "b"\nmsgstr[2] "one too many"\n',
        '"Plural-Forms: nplurals=2; plural=import;\\n"',
        "\udcff not UTF-8",
    ],
)
def test_a_file_that_is_no_catalogue_takes_nothing_from_the_others(
    tmp_path: Path, spoilt: str, caplog: pytest.LogCaptureFixture
) -> None:
    library(tmp_path)
    header = 'msgid ""\nmsgstr ""\n"Language: da_DK\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    (tmp_path / "da.po").write_bytes((header + spoilt).encode("utf-8", "surrogateescape"))
    with caplog.at_level(logging.ERROR):
        found = Library(tmp_path)
        assert [language.code for language in found.languages()] == ["en", CODE]
        assert found.texts_for("da-DK").language == ENGLISH
    assert any("da" in record.getMessage() for record in caplog.records)


def test_such_a_catalogue_is_a_whole_one() -> None:
    """So that what follows is about the app, and not about this catalogue."""
    english = (FOLDER / "en.po").read_bytes()
    assert faults(sheet(CODE, bracketed(english)), sheet(ENGLISH, english)) == []


def test_commands_keep_their_english_words(third: Texts) -> None:
    for made, examples in (
        (deals.help(third), HELP_EXAMPLES),
        (pillars.help(third), PILLARS_EXAMPLES),
        (coach.help(third), COACH_EXAMPLES),
        (understood.help(third), SENTENCE_EXAMPLES),
    ):
        assert all(line in made.text for line in examples["en"])


@pytest.mark.parametrize("call", SPEAKING, ids=lambda call: call.name)
def test_nothing_is_left_in_english(call: Call, third: Texts) -> None:
    allowed = words(" ".join(NOT_SAID))

    @settings(FEW, max_examples=3)
    @given(call.drawn())
    def check(arguments: Any) -> None:
        # An answer on top of a home tab is another view's message, in any language.
        quiet = {name: None if isinstance(value, home.Said) else value for name, value in arguments.items()}
        for piece in pieces(call.view(third, **quiet)):
            english = {word for word in words(piece) if not any(name.startswith(word) for name in allowed)}
            assert not english, piece

    check()


def pieces(made: Any, key: str | None = None) -> Iterator[str]:
    """Every text that is shown, one by one; lists of words under a key are settings, such as kinds of channels."""
    match made:
        case str():
            yield made
        case Message():
            yield made.text
            yield from pieces(list(made.blocks))
            yield from pieces(list(made.charts))
        case sb.InputBlock():
            yield from pieces(sb.ModalView("Sales Coach", [made], submit="⟦Save⟧").to_dict())
        case sb.Block():
            yield from pieces(list(rendered([made])))
        case dict():
            for key, value in made.items():
                if key in ("text", "title", "name", "x_label", "alt_text") or isinstance(value, dict | list):
                    yield from pieces(value, key)
        case list() | tuple():
            for each in made:
                if key is None or not isinstance(each, str):
                    yield from pieces(each)


def test_a_sentence_outside_of_brackets_is_found() -> None:
    assert words("⟦Won ⟦25 kr⟧ today⟧: Acme Two of them") == {"acme", "two", "them"}
    assert outside("⟦cut off…") == ""
    assert words("```\n/deal won\n``` and more") == {"and", "more"}
