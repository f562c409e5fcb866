"""The card, read as its reader reads it."""

import math
import re

import pytest

from bot.language import PILLARS_EXAMPLES
from bot.texts import Texts
from bot.values import Card, LeftOut, PillarScore, RepLine, StartingPoint, TrendPoint
from bot.views import pillars
from bot.views.message import BLOCKS_TOTAL, Json, Message, size
from pillars import PILLARS
from tests.views.examples import BOTH, EMPTY_CARD, GB, NO_SCORES, SCORES, SV, TREND, WINDOW, card, spaced


def fields(message: Message) -> list[list[str]]:
    section = next(block for block in message.blocks if "fields" in block)
    return [spaced(field["text"]).split("\n") for field in section["fields"]]


def chart(message: Message) -> Json | None:
    return next((block for block in message.charts if block["type"] == "data_visualization"), None)


def table(message: Message) -> list[list[str]] | None:
    block = next((block for block in message.charts if block["type"] == "table"), None)
    return None if block is None else [[spaced(cell["text"]) for cell in row] for row in block["rows"]]


def test_four_fields_each_with_its_sample_and_what_was_before() -> None:
    assert fields(pillars.card(GB, card())) == [
        ["Win rate", "*42%* · 45 decided", "before: 39% · 41 · ○ too early to tell"],
        ["Average order value", "*SEK 31,235* · 18 orders", "before: SEK 29,000 · 16 · ○ too early to tell"],
        ["Time to close", "*38 days* · 17 won deals", "before: not enough yet · 0"],
        ["Opportunities", "*23 new*", "before: 19 · ○ too early to tell"],
    ]
    assert fields(pillars.card(SV, card()))[1:3] == [
        ["Snittordervärde", "*31 235 kr* · 18 ordrar", "tidigare: 29 000 kr · 16 · ○ för tidigt att säga"],
        ["Tid till avslut", "*38 dagar* · 17 vunna affärer", "tidigare: inget underlag än · 0"],
    ]


def test_no_data_is_not_zero() -> None:
    message = pillars.card(GB, EMPTY_CARD)
    assert [field[1] for field in fields(message)] == [
        "Not enough yet · 0 decided",
        "Not enough yet · 0 orders",
        "Not enough yet · 0 won deals",
        "Not enough yet · 0 new",
    ]
    assert "Sales velocity: not enough yet" in message.text
    assert not re.search(r"\b0%|SEK\s?0\b|\b0 days", message.text)
    assert message.charts == ()


def test_none_opened_is_a_count() -> None:
    none_opened = {**SCORES, "opportunities": PillarScore(0.0, 0, previous=0.0, previous_sample=0)}
    assert fields(pillars.card(GB, card(scores=none_opened)))[3] == [
        "Opportunities",
        "*0 new*",
        "before: 0 · ○ too early to tell",
    ]


def test_the_velocity_can_be_redone_from_what_is_shown() -> None:
    line = next(line for line in spaced(pillars.card(GB, card()).text).split("\n") if line.startswith("Sales velocity"))
    assert line == "Sales velocity: 12 open × 42% (19/45) × SEK 31,235 ÷ 40 days ≈ SEK 3,960 a day"
    redone = 12 * 0.422 * 31_235 / 40
    assert math.isclose(redone, 3_960, rel_tol=0.005)


def test_the_pipeline_names_what_is_not_counted() -> None:
    text = spaced(pillars.card(SV, card()).text)
    assert "Pipeline: 12 öppna affärer, värda 400 000 kr (10 med belopp)" in text
    assert "Inte medräknade: 3 öppna i mer än 81 dagar. Nio av tio vunna affärer gick fortare" in text
    unpriced = spaced(pillars.card(SV, card(open_value=0, open_value_sample=0, stale=0)).text)
    assert "Pipeline: 12 öppna affärer\n" in unpriced
    assert "medräknad" not in unpriced


def test_what_was_left_out_is_said_only_if_something_was() -> None:
    out = LeftOut(amount=3, started=1, opened=2, currency=1)
    assert "Left out" not in pillars.card(GB, card()).text
    assert (
        "Left out: 3 orders without an amount, 1 won deal without a first meeting, "
        "2 deals without a known opening date, 1 amount in another currency than SEK\n"
    ) in pillars.card(GB, card(left_out=out)).text
    assert "Left out: 1 order without an amount\n" in pillars.card(GB, card(left_out=LeftOut(amount=1))).text


def test_medians_means_and_totals_stand_beside() -> None:
    text = spaced(pillars.card(GB, card(call_offs=4)).text)
    assert (
        "19 won, 26 lost · Median order SEK 28,000, SEK 562,222 in all (18 orders) · "
        "4 call-offs · Mean time to close 40 days (17 won deals)"
    ) in text


@pytest.mark.parametrize("start", StartingPoint)
@pytest.mark.parametrize("texts", BOTH)
def test_the_starting_point_and_the_horizon_are_stated(texts: Texts, start: StartingPoint) -> None:
    text = pillars.card(texts, card(starting_point=start, horizon_months=24)).text
    assert texts.t(f"card.starts.{start.value}") in text
    assert "24 m" in text


def test_header_and_period() -> None:
    def title(shown: Card) -> str:
        return spaced(pillars.card(SV, shown).blocks[0]["text"]["text"])

    assert title(card()) == "Dina fyra pelare · 3 juli–1 okt. 2026"
    assert title(card(name=None, mine=False)) == "Teamets fyra pelare · 3 juli–1 okt. 2026"
    assert title(card(name="Bo", mine=False)) == "De fyra pelarna: Bo · 3 juli–1 okt. 2026"
    last = pillars.card(SV, card()).blocks[-1]["elements"][-1]["text"]
    assert last == "3 juli–1 okt. 2026, tidigare: 3 apr.–2 juli 2026 · `/pillars laget` visar teamet"


def test_the_next_command_fits_the_card() -> None:
    assert "/pillars team` " in pillars.card(GB, card()).text
    assert "/pillars team q3" in pillars.card(GB, card(name=None, mine=False)).text
    assert "/deal won 25,000" in pillars.card(GB, EMPTY_CARD).text


def test_the_chart_takes_the_place_of_its_words() -> None:
    message = pillars.card(GB, card())
    drawn = chart(message)
    assert drawn is not None
    assert drawn["title"] == "Win rate over the last 91 days, %"
    assert [series["name"] for series in drawn["chart"]["series"]] == ["You", "Team"]
    assert drawn["chart"]["series"][0]["data"][-1] == {"label": "1 Oct", "value": 40.0}
    assert drawn["chart"]["axis_config"]["x_label"] == "Decided deals per point: 40 to 52"
    (place,) = message.chart_places
    assert message.with_charts[place] is drawn
    assert message.blocks[place]["elements"][0]["text"].startswith("Win rate over the last 91 days, by date: ")
    assert "1 Oct 40% (40)" in message.blocks[place]["elements"][0]["text"]
    assert len(message.with_charts) == len(message.blocks)


def test_the_team_s_chart_has_one_line() -> None:
    drawn = chart(pillars.card(SV, card(name=None, mine=False)))
    assert drawn is not None
    assert [series["name"] for series in drawn["chart"]["series"]] == ["Teamet"]


def test_a_line_needs_two_points() -> None:
    def known(*values: float | None) -> tuple[TrendPoint, ...]:
        return tuple(TrendPoint(point.end, value, 5) for point, value in zip(TREND, values, strict=False))

    assert chart(pillars.card(GB, card(trend=known(0.5, None, math.nan)))) is None
    assert "by date" not in pillars.card(GB, card(trend=known(0.5, None))).text
    drawn = chart(pillars.card(GB, card(trend=known(0.5, None, 0.25))))
    assert drawn is not None
    # The team's win rate is known nowhere here, so its line is left out.
    assert [[point["value"] for point in series["data"]] for series in drawn["chart"]["series"]] == [[50.0, 25.0]]


def test_labels_that_repeat_get_the_year() -> None:
    trend = tuple(TrendPoint(WINDOW.end.replace(year=year), 0.5, 5) for year in (2024, 2025, 2026))
    drawn = chart(pillars.card(GB, card(trend=trend)))
    assert drawn is not None
    assert drawn["chart"]["axis_config"]["categories"] == ["1 Oct 2024", "1 Oct 2025", "1 Oct 2026"]


def test_a_colleague_named_like_the_team_has_a_line_of_their_own() -> None:
    drawn = chart(pillars.card(GB, card(name="Team", mine=False)))
    assert drawn is not None
    assert [series["name"] for series in drawn["chart"]["series"]] == ["Rep", "Team"]


def test_a_team_of_fifteen_has_a_table() -> None:
    rows = table(pillars.card(SV, card(name=None, mine=False, reps=reps(*(f"Rep {i:02}" for i in range(15))))))
    assert rows is not None
    assert len(rows) == 16


def reps(*names: str) -> tuple[RepLine, ...]:
    return tuple(RepLine(name, SCORES) for name in names)


def test_each_rep_is_shown_by_name_and_never_by_rank() -> None:
    worst_first = (RepLine("Zoë", NO_SCORES), *reps("Örjan", "Bo", "Åsa"))
    message = pillars.card(SV, card(name=None, mine=False, reps=worst_first))
    rows = table(message)
    assert rows is not None
    assert [row[0] for row in rows] == ["Säljare", "Bo", "Zoë", "Åsa", "Örjan"]
    assert rows[1] == ["Bo", "42 % (45)", "31 235 kr (18)", "38 dagar (17)", "23"]
    assert rows[2][1] == "inget underlag än (0)"
    assert "Bo: 42 % (45) · 31 235 kr (18) · 38 dagar (17) · 23\nZoë:" in spaced(message.text)


@pytest.mark.parametrize("members", [40, 99, 120])
def test_a_large_team_has_lines_instead_of_a_table(members: int) -> None:
    team = reps(*(f"Rep {i:03} {'x' * 30}" for i in range(members)))
    message = pillars.card(GB, card(name=None, mine=False, reps=team))
    assert table(message) is None
    assert size(message.with_charts) <= BLOCKS_TOTAL
    shown = next(block["text"]["text"] for block in message.blocks if "Rep 000" in str(block.get("text")))
    listed = shown.count("\n")
    more = re.search(r"and (\d+) more", str(message.blocks))
    assert listed + (int(more[1]) if more else 0) == members
    assert chart(message) is not None, "the trend is small and stays"


def test_a_team_card_without_reps_says_whose_figures_are_whose() -> None:
    quiet = "Each rep’s own figures are shown only to the rep and to managers."
    assert quiet in pillars.card(GB, card(name=None, mine=False, hidden_reps=True)).text
    assert quiet not in pillars.card(GB, card(name=None, mine=False)).text
    assert table(pillars.card(GB, card(name=None, mine=False, hidden_reps=True))) is None


@pytest.mark.parametrize("texts", BOTH)
def test_no_change_is_claimed(texts: Texts) -> None:
    said = str(pillars.card(texts, card()).with_charts).lower()
    for claim in ("▲", "▼", "↑", "↓", "→", "better", "worse", "improved", "bättre", "sämre", "ökat", "minskat"):
        assert claim not in said


@pytest.mark.parametrize("texts", BOTH)
def test_the_help_names_the_pillars_and_the_commands(texts: Texts) -> None:
    message = pillars.help(texts)
    for pillar in PILLARS:
        assert f"*{texts.t(f'pillar.{pillar}')}*" in message.text
    for example in PILLARS_EXAMPLES[texts.language]:
        assert example in message.blocks[2]["text"]["text"]
    assert "91" in message.text
