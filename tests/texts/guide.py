"""The guide as its pages have it: commands, sentences, lines for a terminal, pictures."""

import re
from pathlib import Path

from bot.language import parse_coach, parse_deal, parse_pillars
from bot.language.commands import CoachCommand, DealCommand, PillarsCommand
from tests.texts.test_commands_in_texts import TODAY

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
PICTURES = GUIDE / "pictures"
PAGES = sorted(GUIDE.glob("??/*.md"))
WRITTEN = ("rep", "commands")
"""The pages whose blocks without a slash are sentences to the app; on the others they are for a terminal or a file."""

_SLASH = re.compile(r"/(deal|pillars|coach)(?![\w/.-])")

Command = DealCommand | PillarsCommand | CoachCommand


def lines_in_blocks(page: Path) -> list[str]:
    """What stands in code blocks, line by line."""
    blocks = re.findall(r"^ *```\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def code_in_lines(page: Path) -> list[str]:
    """Code within lines of text."""
    return re.findall(r"(?<!`)`([^`\n]+)`(?!`)", page.read_text(encoding="utf-8"))


def commands_of(page: Path) -> list[str]:
    """What begins with a slash command, in blocks and in lines."""
    return [line for line in (*lines_in_blocks(page), *code_in_lines(page)) if _SLASH.match(line)]


def sentences_of(page: Path) -> list[str]:
    """What is said to the app in its direct message."""
    if page.stem not in WRITTEN:
        return []
    return [line for line in lines_in_blocks(page) if not _SLASH.match(line)]


def terminal_lines_of(page: Path) -> list[str]:
    """What is typed in a terminal and begins with our own command."""
    found = [*lines_in_blocks(page), *code_in_lines(page)]
    return [line for line in found if re.match(r"sales-coach\s", line)]


def pictures_of(page: Path) -> list[tuple[str, Path]]:
    """(what stands for the picture, its file)"""
    shown = re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    return [(said, (page.parent / address).resolve()) for said, address in shown]


def parsed(command: str) -> Command:
    """The command as the app understands it; raises CoachError where it does not."""
    name, _, rest = command.partition(" ")
    if name == "/deal":
        return parse_deal(rest, today=TODAY, currency="SEK", day_first=True)
    if name == "/coach":
        return parse_coach(rest)
    return parse_pillars(rest, today=TODAY)
