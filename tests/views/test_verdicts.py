"""What a card says of its figures: verdicts, season, lever, change, and the reasons behind them."""

from dataclasses import replace
from datetime import date

import pytest

from bot.texts import Texts
from bot.values import Drift, PillarScore, TrendPoint
from bot.views import gain_lines, pillar_chart, pillars, verdict_lines, verdict_words
from bot.views.rounding import about
from coaching.focus import Focus
from pillars import PILLARS, VERDICTS, Verdict
from pillars.attribution import Attribution, Contribution
from pillars.levers import Lever
from tests.views.examples import BOTH, GB, NO_SCORES, SCORES, SV, TREND, card, spaced
from tests.views.slack_rules import check_message

RATE = PillarScore(
    19 / 45, 45, low=0.29, high=0.57, previous=0.39, previous_sample=41, team=0.36, team_sample=310, level=0.39
)


def rate(**changes: object) -> PillarScore:
    fields = {name: getattr(RATE, name) for name in RATE.__dataclass_fields__}
    return PillarScore(**{**fields, **changes})


def said(texts: Texts, **changes: object) -> str:
    return spaced("\n".join(verdict_lines.pillar_lines(texts, card(scores={"win_rate": rate(**changes)}))[0][2]))


def test_each_comparison_has_its_verdict() -> None:
    assert said(GB, vs_previous="better", vs_team="worse") == (
        "before: 39% · 41 · ▲ better\ncolleagues: 36% · 310 · ▼ worse"
    )
    assert said(SV, vs_previous="steady", vs_team="better") == (
        "tidigare: 39 % · 41 · ● oförändrat\nkollegorna: 36 % · 310 · ▲ bättre"
    )


def test_too_early_says_how_many_more_where_that_is_in_sight() -> None:
    assert "○ too early, about 60 more decided deals" in said(GB, previous_more=60.0)
    assert "○ för tidigt, ungefär 130 avgjorda affärer till" in said(SV, team_more=127.4)
    assert "about" not in said(GB, previous_more=9_999.0, team_more=float("nan"))


def test_how_many_more_is_a_year_of_deals_at_most() -> None:
    """45 decided in 91 days make 180 in a year."""
    assert "about 180 more" in said(GB, previous_more=179.0)
    assert "about" not in said(GB, previous_more=182.0)
    far = card(scores={"win_rate": rate(previous_more=182.0, team=None)})
    assert "a year of deals would not tell either" in verdict_lines.why(GB, far).text
    month = {"sample": 45, "more": 300.0}
    assert "about 300 more orders" in verdict_words.verdict(GB, "order_value", "too_early", days=30, **month)
    assert "about" not in verdict_words.verdict(GB, "order_value", "too_early", days=91, **month)


@pytest.mark.parametrize(("more", "told"), [(1.0, 5), (5.0, 5), (6.0, 10), (10.0, 10), (11.0, 11), (127.4, 130)])
def test_a_handful_more_is_no_exact_number(more: float, told: int) -> None:
    assert about(more) == told


SLOWER = PillarScore(24.0, 112, previous=35.0, previous_sample=141, vs_previous="worse")


def test_an_arrow_against_its_figures_says_what_it_rests_on() -> None:
    slower = card(name=None, scores=SCORES | {"time_to_close": SLOWER})
    assert "24 days · 112 won deals, before: 35 days · 141 · ▼ worse, counting those still open" in spaced(
        pillars.card(GB, slower).text
    )
    assert "▼ sämre, räknat med dem som är öppna" in spaced(pillars.card(SV, slower).text)
    assert "still open or were lost, and it is by them that it goes the other way" in verdict_lines.why(GB, slower).text
    usual = card(name=None, scores=SCORES | {"time_to_close": replace(SLOWER, value=40.0)})
    assert "counting those still open" not in pillars.card(GB, usual).text
    assert "the other way" not in verdict_lines.why(GB, usual).text
    one_giant = replace(SCORES["order_value"], value=5_000_000.0, previous=4_000_000.0, vs_previous="worse")
    assert "▼ worse in the typical order" in spaced(
        pillars.card(GB, card(scores=SCORES | {"order_value": one_giant})).text
    )


@pytest.mark.parametrize("texts", BOTH)
def test_a_mark_and_a_word_never_one_alone(texts: Texts) -> None:
    words = {verdict_words.verdict(texts, "win_rate", word) for word in VERDICTS}
    assert len(words) == len(VERDICTS)
    pairs = [word.split("\xa0", 1) for word in words]  # no line ends between the two
    assert all(len(mark) == 1 and said.strip() for mark, said in pairs)


def test_without_a_team_there_is_no_line_for_it() -> None:
    assert said(GB, team=None) == "before: 39% · 41 · ○ too early to tell"


def test_no_data_gets_no_verdict() -> None:
    assert said(GB, value=None, sample=0) == "before: 39% · 41\ncolleagues: 36% · 310"
    assert said(GB, previous=None, previous_sample=0, team=None) == "before: not enough yet · 0"


def test_the_season_is_named() -> None:
    season: Verdict = "worse"
    moved = card(scores=SCORES | {"win_rate": rate(season=season)})
    assert "(win rate ▼\xa0worse)" in pillars.card(GB, moved).text
    assert "(avslutsfrekvens ▼\xa0sämre)" in pillars.card(SV, moved).text
    assert verdict_lines.season(GB, card()) is None


def test_the_lever_that_is_worth_most() -> None:
    levers = (
        Lever("win_rate", 0.42, 0.45, "own_best", 9_000_000.0),
        Lever("order_value", 3_100_000.0, 3_500_000.0, "team_quartile", 21_234_567.0),
        Lever("time_to_close", 38.0, None, "none", 0.0),
        Lever("opportunities", 23.0, None, "none", None),
    )
    line = gain_lines.lever(GB, card(levers=levers))
    assert line is not None
    assert "average order value at SEK 35,000" in spaced(line)
    assert "SEK 210,000 a quarter, going by 45 decided deals" in spaced(line)
    assert gain_lines.lever(GB, card(levers=levers[2:])) is None
    assert gain_lines.lever(GB, card(levers=levers, won=4, lost=5)) is None  # the coach begins with measuring


def test_the_lever_is_that_of_the_pillar_that_the_coach_names() -> None:
    levers = (
        Lever("opportunities", 57.0, 65.0, "team_quartile", 7_500_000.0),
        Lever("time_to_close", 25.0, 23.2, "team_quartile", 4_000_000.0),
        Lever("win_rate", 0.42, None, "none", 0.0),
    )
    named = card(levers=levers, focus=Focus("time_to_close", False, "unclear", "team"))
    assert spaced(gain_lines.lever(GB, named) or "").startswith("Most likely to pay: time to close at 23 days, which")
    reached = card(levers=levers, focus=Focus("win_rate", True, "verdict", "team"))
    assert gain_lines.lever(GB, reached) is None


def test_a_slow_change_says_since_when() -> None:
    drift = Drift("win_rate", "worse", date(2026, 9, 7))
    assert (
        "Win rate has most likely been ▼ worse since the week of 7 Sept" in pillars.card(GB, card(drifts=(drift,))).text
    )
    assert "sedan veckan som började 7 sep" in pillars.card(SV, card(drifts=(drift,))).text


def test_what_of_the_change_each_factor_brought() -> None:
    parts = (
        Contribution("pipeline", 0.1, 40_000.0),
        Contribution("win_rate", -0.2, -70_000.0),
        Contribution("order_value", 0.0, 0.0),
        Contribution("time_to_close", -0.05, -20_000.0),
    )
    moved = Attribution(400_000.0, 350_000.0, -50_000.0, -0.13, parts, ())
    sure = SCORES | {"win_rate": rate(vs_previous="worse")}
    line = spaced(gain_lines.change(GB, card(change=moved, scores=sure)) or "")
    assert line.startswith("Velocity went from SEK 4,000 to SEK 3,500 a day: open deals +SEK 400, win rate −SEK 700")
    unknown = Attribution(None, 350_000.0, None, None, (), ("win_rate",))
    assert gain_lines.change(GB, card(change=unknown)) is None
    # What no pillar's evidence carries is told as two figures, and nothing is divided up.
    line = spaced(gain_lines.change(GB, card(change=moved)) or "")
    assert line.startswith("Velocity is SEK 3,500 a day, against SEK 4,000 in the period before. No pillar has changed")


def test_what_time_to_close_brought_is_that_of_won_deals() -> None:
    parts = (Contribution("win_rate", 0.1, 40_000.0), Contribution("time_to_close", 0.1, 40_000.0))
    moved = Attribution(400_000.0, 480_000.0, 80_000.0, 0.2, parts, ())
    line = spaced(gain_lines.change(GB, card(change=moved, scores=SCORES | {"time_to_close": SLOWER})) or "")
    assert line.endswith("win rate +SEK 400, time to close +SEK 400 (of won deals only).")


@pytest.mark.parametrize("texts", BOTH)
@pytest.mark.parametrize("word", VERDICTS)
def test_why_tells_the_arithmetic_with_ones_own_numbers(texts: Texts, word: Verdict) -> None:
    scores = {pillar: SCORES[pillar] for pillar in PILLARS} | {"win_rate": rate(vs_previous=word, vs_team=word)}
    message = verdict_lines.why(texts, card(scores=scores))
    check_message(message)
    text = spaced(message.text)
    for figure in ("42", "45", "29", "57", "39", "41", "36", "310"):
        assert figure in text
    assert texts.t("why.promise") in message.text


def test_why_without_a_team_or_without_anything() -> None:
    assert GB.t("why.no_team") in verdict_lines.why(GB, card()).text
    assert GB.t("why.no_team") not in verdict_lines.why(GB, card(name=None)).text
    nothing = verdict_lines.why(SV, card(scores=NO_SCORES)).text
    assert nothing.count(SV.t("why.none")) == 4


def test_why_says_when_the_team_is_still_added_up() -> None:
    text = verdict_lines.why(GB, card(team_pending=True)).text
    assert GB.t("card.team_pending") in text
    assert GB.t("why.no_team") not in text


def test_the_card_leads_to_its_reasons_and_charts() -> None:
    blocks = pillars.card(GB, card(member_id=7)).blocks
    (actions,) = (block for block in blocks if block["type"] == "actions")
    why, chart = actions["elements"]
    assert why["value"] == "7:2026-07-03:2026-10-01:"
    assert [option["value"].rsplit(":", 1)[1] for option in chart["options"]] == list(PILLARS)
    team = pillars.card(GB, card(name=None)).blocks
    assert any("team:2026-07-03" in str(block) for block in team)


@pytest.mark.parametrize("texts", BOTH)
@pytest.mark.parametrize("pillar", PILLARS)
def test_a_pillars_chart_has_its_band(texts: Texts, pillar: str) -> None:
    points = tuple(TrendPoint(point.end, 30.0 + i, 40, low=25.0, high=None) for i, point in enumerate(TREND))
    message = pillar_chart.message(texts, card(trends={pillar: points}), pillar)
    check_message(message)
    (drawn,) = message.charts
    lines = drawn["chart"]["series"]
    assert len(lines) == 3
    value, low, high = ([point["value"] for point in line["data"]] for line in lines)
    assert low != value
    assert high == value  # without an interval the band lies on the value


def test_a_chart_of_too_few_weeks_says_so() -> None:
    message = pillar_chart.message(GB, card(trends={}), "win_rate")
    assert message.charts == ()
    assert GB.t("chart.pillar.none") in message.text


def test_reasons_and_chart_say_whose_they_are() -> None:
    elin = card(name="Elin <Sandberg>", mine=False)
    said = verdict_lines.why(GB, elin)
    assert "Elin" in said.text
    assert spaced(GB.span(elin.window)) in spaced(said.text)
    assert "<Sandberg>" not in str(said.blocks)  # no mention, no link
    drawn = pillar_chart.message(SV, card(name=None, mine=False, trends={"win_rate": TREND}), "win_rate")
    assert SV.t("card.title.team") in drawn.text
    check_message(drawn)


def test_an_interval_that_says_nothing_is_not_told() -> None:
    two = PillarScore(390_000.0, 2, low=799.0, high=190_298_500.0, previous=770_000.0, previous_sample=4)
    text = spaced(verdict_lines.why(SV, card(scores={"order_value": two})).text)
    assert "1 902 985" not in text
    assert SV.t("why.no_interval") in text
    points = tuple(TrendPoint(point.end, 390_000.0, 2, low=799.0, high=190_298_500.0) for point in TREND)
    message = pillar_chart.message(GB, card(trends={"order_value": points}), "order_value")
    assert "1,902,985" not in message.text
    (drawn,) = message.charts
    assert {point["value"] for line in drawn["chart"]["series"] for point in line["data"]} == {3_900}
