"""Each rep's pillars on the team's card, in alphabetical order: a table where Slack draws one, else a line a rep.

Never sorted by a figure: whoever is last is nobody's business here.
"""

from collections.abc import Sequence

import slackblocks as sb

from bot.texts import Texts
from bot.values import RepLine
from bot.views.card_lines import NO_SCORE, known, value_of
from bot.views.message import typed
from pillars import PILLARS

NAME = 30
TABLE_ROWS = 99  # Slack's hundred, with ours for the headings


def by_name(texts: Texts, reps: Sequence[RepLine]) -> list[RepLine]:
    return sorted(reps, key=lambda rep: (texts.alphabetical(rep.name), rep.name))


def table(texts: Texts, reps: Sequence[RepLine], currency: str) -> sb.TableBlock | None:
    """A row a rep, a column a pillar, each value with its sample; None where there are too many for a table."""
    if not reps or len(reps) > TABLE_ROWS:
        return None
    headings = [texts.t("card.rep"), *(texts.t(f"pillar.{pillar}.short") for pillar in PILLARS)]
    rows = [headings] + [[_name(rep), *_cells(texts, rep, currency)] for rep in by_name(texts, reps)]
    alignment = [sb.ColumnSettings(align="left"), *(sb.ColumnSettings(align="right") for _ in PILLARS)]
    return sb.TableBlock([[sb.RawText(cell) for cell in row] for row in rows], column_settings=alignment)


def lines(texts: Texts, reps: Sequence[RepLine], currency: str, room: int) -> tuple[list[str], int]:
    """`Anna: 42% (45) · …`, as many as fit into `room` characters, and how many did not. Plain text."""
    said: list[str] = []
    for rep in by_name(texts, reps):
        said.append(f"{_name(rep)}: " + " · ".join(_cells(texts, rep, currency)))
        room -= len(said[-1]) + 1
        if room < 0:
            said.pop()
            break
    return said, len(reps) - len(said)


def _name(rep: RepLine) -> str:
    return typed(rep.name, NAME) or "–"


def _cells(texts: Texts, rep: RepLine, currency: str) -> list[str]:
    cells = []
    for pillar in PILLARS:
        score = rep.scores.get(pillar, NO_SCORE)
        value = value_of(texts, pillar, score.value, currency)
        own_sample = pillar == "opportunities" and known(score.value)
        cells.append(value if own_sample else texts.t("card.cell", value=value, sample=texts.number(score.sample)))
    return cells
