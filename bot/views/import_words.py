"""What an import warns of, leaves out and asks, in words: in Slack and on the command line alike.

Parameters come ready to be read, but for the number that a sentence bends to; a text that has one is called `counted`.
"""

from collections.abc import Mapping

from bot.importing import Notice, Question, Rejected
from bot.texts import Texts

# What Slack's users are told otherwise than who runs commands on the server.
_WARNINGS_HERE = frozenset({"no_reps", "disqualified"})
_REASONS_HERE = frozenset({"disqualified", "skipped_stage", "other_owner", "others_deal"})
_RAGGED = frozenset({"too_many_cells", "too_few_cells"})


def warning(texts: Texts, notice: Notice, shown: Mapping[str, str], *, in_slack: bool) -> str:
    """What one should know before a file is read in."""
    here = in_slack and notice.key in _WARNINGS_HERE
    if "count" in notice.params:
        count = int(notice.params["count"])
        if here:
            return texts.n(f"file.warning.counted.{notice.key}", count, **shown)
        return texts.n(f"import.warning.counted.{notice.key}", count, **shown)
    if here:
        return texts.t(f"file.warning.{notice.key}", **shown)
    return texts.t(f"import.warning.{notice.key}", **shown)


def rejection(texts: Texts, row: Rejected, shown: Mapping[str, str], *, in_slack: bool) -> str:
    """Why a row is left out."""
    params = {"column": "", "text": "", **shown}
    if row.key in _RAGGED:
        return texts.n(f"import.rejected.counted.{row.key}", int(row.params["found"]), **params)
    if in_slack and row.key in _REASONS_HERE:
        return texts.t(f"file.rejected.{row.key}", **params)
    return texts.t(f"import.rejected.{row.key}", **params)


def note(texts: Texts, key: str, count: int) -> str:
    """What was changed on the way in, and how often: one of `Chunk.notes`."""
    return texts.n(f"import.note.{key}", count)


def question(texts: Texts, asked: Question, shown: Mapping[str, str]) -> str:
    """What a file leaves open, for the command line."""
    if "count" in asked.params:
        return texts.n(f"import.question.counted.{asked.key}", int(asked.params["count"]), **shown)
    return texts.t(f"import.question.{asked.key}", **shown)
