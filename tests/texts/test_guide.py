"""The guide: what it says to write is understood, what there is to write is in it, and its pictures are there."""

import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup
from typer.main import get_command

from bot.__main__ import cli
from bot.language.examples import COACH_EXAMPLES, HELP_EXAMPLES, PILLARS_EXAMPLES
from bot.language.sentences import NotUnderstood, parse_sentence
from tests.texts.guide import (
    GUIDE,
    PAGES,
    PICTURES,
    code_in_lines,
    commands_of,
    parsed,
    pictures_of,
    sentences_of,
    terminal_lines_of,
)
from tests.texts.test_catalogues import catalogue
from tests.texts.test_commands_in_texts import TODAY

LANGUAGES = ("en", "sv")
LARGEST_PICTURE, LARGEST_IN_ALL = 150_000, 3_000_000  # bytes
SHORTEST_WORDS = 15  # characters that stand for a picture where it is not seen
each_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
each_language = pytest.mark.parametrize("language", LANGUAGES)


@each_page
def test_every_command_is_understood(path: Path) -> None:
    commands = commands_of(path)
    assert commands or path.stem == "translating"
    for command in commands:
        parsed(command)


@each_language
def test_sentences_are_understood(language: str) -> None:
    sentences = [line for page in PAGES if page.parent.name == language for line in sentences_of(page)]
    assert len(sentences) > 4
    for sentence in sentences:
        meant = parse_sentence(sentence, today=TODAY, currency="SEK", day_first=True)
        assert not isinstance(meant, NotUnderstood), sentence


@each_language
def test_every_command_of_the_help_is_in_the_reference(language: str) -> None:
    there = [parsed(command) for command in commands_of(GUIDE / language / "commands.md")]
    for examples in (HELP_EXAMPLES, PILLARS_EXAMPLES, COACH_EXAMPLES):
        for command in examples[language]:
            assert parsed(command) in there, command


@each_language
def test_every_kind_of_command_in_the_texts_is_in_the_reference(language: str) -> None:
    there = {type(parsed(command)) for command in commands_of(GUIDE / language / "commands.md")}
    shown = {
        command.format(number=1042)
        for forms in catalogue(language).values()
        for form in forms
        for command in re.findall(r"`(/[^`]+)`", form)
    }
    for command in sorted(shown):
        assert type(parsed(command)) in there, command


# What is typed in a terminal


@each_page
def test_terminal_lines_are_understood(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("deals.csv", "playbook.toml", "map.toml"):
        (tmp_path / name).touch()
    for line in terminal_lines_of(path):
        assert understood_by_the_command_line(shlex.split(line)[1:]), line


def test_a_terminal_line_that_is_not_understood_would_be_noticed() -> None:
    for line in ("frobnicate", "members promote @maria", "report --buy rep", "weekly --send-now", "undo-import one"):
        assert not understood_by_the_command_line(shlex.split(line))


def understood_by_the_command_line(words: list[str]) -> bool:
    """Whether the command line takes these words; nothing is carried out."""
    command, name, rest = get_command(cli), "sales-coach", words
    refused: type[Exception] = typer.BadParameter.__bases__[0]  # of every wrong use
    try:
        parent = None
        while rest != ["--help"]:
            parent = command.make_context(name, list(rest), parent=parent)
            if not isinstance(command, TyperGroup):
                return True
            found, command_found, rest = command.resolve_command(parent, [*parent._protected_args, *parent.args])
            if found is None or command_found is None:
                return False
            name, command = found, command_found
    except refused:
        return False
    return True


def test_every_command_of_the_command_line_is_in_the_guide() -> None:
    paths = command_paths(cli)
    assert ("members", "role") in paths
    assert ("serve",) in paths
    for language in LANGUAGES:
        pages = [page for page in PAGES if page.parent.name == language]
        there = {tuple(line.split()[1:3]) for page in pages for line in terminal_lines_of(page)}
        for path in paths:
            assert any(words[: len(path)] == path for words in there), (language, path)


def command_paths(app: typer.Typer) -> list[tuple[str, ...]]:
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        below = command.commands if isinstance(command, TyperGroup) else {}
        found += [(name, one) for one in below] or [(name,)]
    return found


# Pages and pictures


def test_both_languages_have_the_same_pages() -> None:
    assert {page.name for page in GUIDE.glob("en/*.md")} == {page.name for page in GUIDE.glob("sv/*.md")}
    assert len(PAGES) >= 10


def test_every_page_is_in_the_contents() -> None:
    contents = (GUIDE / "README.md").read_text(encoding="utf-8")
    for page in PAGES:
        assert f"({page.parent.name}/{page.name})" in contents


def test_pages_point_at_pages_that_exist() -> None:
    for page in [*PAGES, GUIDE / "README.md"]:
        for address in re.findall(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8")):
            assert "://" in address or (page.parent / address).exists(), (page, address)


@each_language
def test_every_picture_that_is_shown_exists_and_every_one_that_exists_is_shown(language: str) -> None:
    shown = {file for page in PAGES if page.parent.name == language for _, file in pictures_of(page)}
    assert shown == set((PICTURES / language).resolve().glob("*.png"))
    assert len(shown) > 10


def test_both_languages_show_the_same_pictures_in_the_same_places() -> None:
    for page in GUIDE.glob("en/*.md"):
        other = GUIDE / "sv" / page.name
        assert [file.name for _, file in pictures_of(page)] == [file.name for _, file in pictures_of(other)]


@each_page
def test_words_stand_for_every_picture(path: Path) -> None:
    said = [words for words, _ in pictures_of(path)]
    assert all(len(words) >= SHORTEST_WORDS for words in said)
    assert len(set(said)) == len(said)


def test_pictures_are_small() -> None:
    sizes = {file: file.stat().st_size for file in PICTURES.glob("*/*.png")}
    assert [file for file, size in sizes.items() if size > LARGEST_PICTURE] == []
    assert sum(sizes.values()) <= LARGEST_IN_ALL


@each_page
def test_the_guide_is_calm(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    without_code = re.sub(r"```.*?```|`[^`\n]*`|!\[", "", text, flags=re.DOTALL)
    assert "!" not in without_code
    assert all(len(line) <= 400 for line in text.splitlines())


def test_settings_in_the_guide_are_settings_that_there_are() -> None:
    from bot.config import Settings

    there = {name.upper() for name in Settings.model_fields}
    for language in LANGUAGES:
        rows = re.findall(r"^\| (`[A-Z_`, ]+) \|", (GUIDE / language / "admin.md").read_text(encoding="utf-8"), re.M)
        named = {name for row in rows for name in re.findall(r"[A-Z_]+", row)}
        assert named == there
    assert code_in_lines(GUIDE / "en" / "admin.md")
