"""The guide: every command in it is understood, and both languages have the same pages."""

import re
from pathlib import Path

import pytest

from tests.texts.test_commands_in_texts import understand

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
PAGES = sorted(GUIDE.glob("??/*.md"))


def commands_of(page: Path) -> list[str]:
    """Lines of code blocks, and code within lines, that begin with a command."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"```\n(.*?)```", text, re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    inline = re.findall(r"(?<!`)`(/[^`\n]+)`(?!`)", text)
    return [line for line in [*lines, *inline] if re.match(r"/(deal|pillars|coach)\b", line)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_command_is_understood(path: Path) -> None:
    commands = commands_of(path)
    assert commands or path.stem == "admin"
    for command in commands:
        understand(command)


def test_both_languages_have_the_same_pages() -> None:
    assert {page.name for page in GUIDE.glob("en/*.md")} == {page.name for page in GUIDE.glob("sv/*.md")}
    assert len(PAGES) >= 6


def test_every_page_is_in_the_contents() -> None:
    contents = (GUIDE / "README.md").read_text(encoding="utf-8")
    for page in PAGES:
        assert f"({page.parent.name}/{page.name})" in contents
