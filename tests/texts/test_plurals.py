"""A number decides the form of the words around it, in every language: 1 deal, 2 deals."""

import re

import pytest

from tests.texts.test_catalogues import CODES, catalogue, sheet_of

NUMBERS = ("count", "won", "lost", "decided", "found", "rows", "limit", "longest", "days", "times", "known", "high")
"""Places that are filled with a bare number. All others with a number in them bring their noun: "3 deals"."""

# Words that are the same after one and after many.
_UNBENT = ("of", "av", "to", "till", "is", "are", "är", "läses", "MB")
_BEFORE_A_WORD = re.compile(r"\{(" + "|".join(NUMBERS) + r")\} (?!(?:" + "|".join(_UNBENT) + r")\b)[^\W\d_]")

SPARED = {
    "card.decided": "English bends nothing, and in Swedish the numbers stand behind a colon",
    "chart.pillar.note": "the days are those of the window, some ninety",
    "chart.title": "the days are those of the window, some ninety",
    "chart.words": "the days are those of the window, some ninety",
    "coach.team.running": "a number behind a colon",
    "coach.trigger.few_decided": "the number comes with its noun",
    "coach.trigger.price_leads": "the rule needs several losses before it says anything",
    "coach.trigger.reason_leads": "the rule needs several losses before it says anything",
    "coach.trigger.undecided": "the rule needs several losses before it says anything",
    "error.file_too_long": "more rows than a limit of thousands",
    "error.playbook.too_large": "a limit of ours, of thousands",
    "error.playbook.too_long": "a limit of ours, of a hundred and more",
    "error.playbook.too_many": "a limit of ours, of many",
    "error.reason_too_long": "a limit of ours, of dozens",
    "error.too_many_reasons": "more than a limit of dozens",
    "error.too_many_to_export": "more than a limit of thousands",
    "file.form.hint": "a limit of ours, of thousands",
    "pillars.help.whose": "the days are those of the window, some ninety",
    "playbook.hint.action": "a limit of ours, of a hundred and more",
    "playbook.hint.habit": "a limit of ours, of dozens",
    "playbook.hint.question": "a limit of ours, of a hundred and more",
    "playbook.hint.title": "a limit of ours, of dozens",
    "reasons.hint.own": "a limit of ours, of dozens",
    "standing": "the days are those of the window, some ninety",
    "wins.hint.wins_from": "a number of ours, more than one",
    "wins.took": "the number comes with its noun",
}
"""Texts that need no plural, and why."""


def bends(text: str) -> bool:
    """Whether a number stands in a text in such a way that the words may have to follow it."""
    return "{count}" in text or _BEFORE_A_WORD.search(text) is not None


@pytest.mark.parametrize("language", CODES)
def test_what_a_number_decides_has_its_plural(language: str) -> None:
    texts, with_plural = catalogue(language), sheet_of(language).with_plural
    forgotten = {key for key, forms in texts.items() if key not in with_plural and any(map(bends, forms))}
    assert forgotten - SPARED.keys() == set()


def test_what_is_spared_is_there_and_has_no_plural() -> None:
    bending = {key for code in ("en", "sv") for key, forms in catalogue(code).items() if any(map(bends, forms))}
    assert SPARED.keys() - bending == set()
    assert SPARED.keys() & sheet_of("en").with_plural == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{count} deals", True),
        ("Under way: {count}", True),
        ("{rows} rader", True),
        ("at most {limit} Åsar", True),
        ("{won} of 3", False),
        ("{won} often", True),
        ("Won: {won}. Lost: {lost}", False),
        ("{limit} MB", False),
        ("{names} deals", False),
    ],
)
def test_what_bends(text: str, found: bool) -> None:
    assert bends(text) is found
