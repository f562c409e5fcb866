"""The weekly messages, wins and boards: short, complete, within Slack's limits, and harmless whatever people typed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import ids
from bot.texts import Texts
from bot.values import Deal, PillarScore, Status
from bot.values.commitment import Commitment, SharedWork, State, TeamLine
from bot.values.letters import Agenda, Digest, Hint, LastWeek, Letter, OldDeal, Risen, WeeklyChoice
from bot.values.own_text import OwnText
from bot.values.sharing import Board, BoardLine, Place, Sharing, Win
from bot.views import boards, pillar_chart, sharing_form, weekly, weekly_digest, weekly_settings, wins
from bot.views.message import Message, rendered
from coaching.learning import Effect
from coaching.review import Verdict
from pillars import PILLARS
from pillars.attribution import Attribution, Contribution
from tests.views import examples
from tests.views.examples import BOTH, GB, SCORES, SV, TREND, deal, spaced
from tests.views.slack_rules import check_message, check_view
from tests.views.test_hostile import SOME, check_harmless

SUNDAY = date(2026, 10, 4)
WEEK = date(2026, 9, 28)
PARAMS = {"small": 18, "orders": 24, "share": 0.75, "below": 1_500_000}
HINT = Hint("account_selection", "order_value", "small_orders", PARAMS, 4)
NO_CHANGE = Attribution(None, None, None, None, (), ())
MOVED = Attribution(
    4_000_000.0,
    5_000_000.0,
    1_000_000.0,
    0.22,
    tuple(
        Contribution(name, 0.1, money)
        for name, money in zip(
            ("pipeline", "win_rate", "order_value", "time_to_close"),
            (900_000.0, 400_000.0, -500_000.0, 200_000.0),
            strict=True,
        )
    ),
    (),
)


def a_letter(**changes: Any) -> Letter:
    values: dict[str, Any] = {
        "sunday": SUNDAY,
        "currency": "SEK",
        "last_week": LastWeek(3, 2, 4, 0, 10_850_000, 3),
        "scores": SCORES,
        "focus": "order_value",
        "hint": HINT,
        "charted": "win_rate",
        "trend": TREND,
    }
    return Letter(**values | changes)


def commitment(number: int = 7, rule: str = "open_questions", **more: Any) -> Commitment:
    return Commitment(number, 1, rule, "win_rate", WEEK, SUNDAY, State.RUNNING, **more)


def a_digest(**changes: Any) -> Digest:
    values: dict[str, Any] = {
        "sunday": SUNDAY,
        "currency": "SEK",
        "last_week": LastWeek(13, 28, 47, 2, 31_830_000, 14),
        "scores": SCORES,
        "change": MOVED,
        "reps": 11,
        "risen": (
            Risen(1, "Elin", "win_rate", PillarScore(0.44, 52, previous=0.31, previous_sample=45), 0.3, True),
            Risen(2, "Bo", "order_value", PillarScore(3e6, 12, previous=2e6, previous_sample=10), 0.2, False),
        ),
    }
    return Digest(**values | changes)


def actions(message: Message) -> list[str]:
    return [e["action_id"] for block in message.blocks if block["type"] == "actions" for e in block["elements"]]


class TestLetter:
    def test_the_week_in_a_line_and_four_pillars(self) -> None:
        said = spaced(weekly.letter(GB, a_letter(), Agenda(WEEK)).text).splitlines()
        assert said[0] == "Your week, 28 Sept – 4 Oct 2026"
        assert said[1] == "*3 won, 2 lost, 4 new.* Sold for SEK 108,500."
        assert said[3] == "Win rate: *42% · 45 decided* · ○ too early to tell"
        assert [line.partition(":")[0] for line in said[3:7]] == [GB.t(f"pillar.{pillar}") for pillar in PILLARS]

    def test_verdicts_where_there_are_any(self) -> None:
        judged = PillarScore(
            0.42, 45, previous=0.3, previous_sample=40, team=0.5, team_sample=300, vs_previous="better", vs_team="worse"
        )
        said = spaced(weekly.letter(SV, a_letter(scores=SCORES | {"win_rate": judged}), Agenda(WEEK)).text)
        assert "Avslutsfrekvens: *42 % · 45 avgjorda* · mot tidigare: ▲ bättre, mot kollegorna: ▼ sämre" in said

    @pytest.mark.parametrize("texts", BOTH)
    def test_a_week_without_deals_is_a_line(self, texts: Texts) -> None:
        quiet = a_letter(last_week=LastWeek())
        message = weekly.letter(texts, quiet, Agenda(WEEK, stale=(OldDeal(deal(1, Status.OPEN), 90),), stale_in_all=1))
        assert message.text.splitlines()[1:] == [texts.t("weekly.quiet")]
        assert not any(character.isdigit() for character in message.text.splitlines()[1])
        assert message.charts == ()
        asked = weekly.letter(texts, quiet, Agenda(WEEK, check_ins=(commitment(),)))
        assert ids.ACTION_COACH_CHECK_YES in actions(asked)

    @pytest.mark.parametrize("texts", BOTH)
    def test_nothing_ever(self, texts: Texts) -> None:
        scores = {pillar: PillarScore(None, 0) for pillar in PILLARS}
        message = weekly.letter(
            texts, a_letter(ever=False, last_week=LastWeek(), scores=scores, hint=None), Agenda(WEEK)
        )
        assert "/deal" in message.text
        assert len(message.text.splitlines()) == 2

    @pytest.mark.parametrize("texts", BOTH)
    def test_each_can_be_stopped_and_moved(self, texts: Texts) -> None:
        for letter in (a_letter(), a_letter(last_week=LastWeek()), a_letter(ever=False)):
            for message in (weekly.letter(texts, letter, Agenda(WEEK)), weekly_digest.digest(texts, a_digest())):
                assert actions(message)[-2:] == [ids.ACTION_WEEKLY_CHOOSE, ids.ACTION_WEEKLY_STOP]

    def test_one_suggestion_with_its_button(self) -> None:
        message = weekly.letter(GB, a_letter(), Agenda(WEEK))
        buttons = [e for block in message.blocks if block["type"] == "actions" for e in block["elements"]]
        commit = [e for e in buttons if e["action_id"] == ids.ACTION_COACH_COMMIT]
        assert [e["value"] for e in commit] == ["account_selection"]
        assert "18 of 24 orders (75%)" in spaced(message.text)

    def test_what_is_asked_has_its_buttons(self) -> None:
        stale = tuple(OldDeal(deal(number, Status.OPEN), 90) for number in (1, 2, 3, 4))
        verdict = Verdict("moved", 40, 60, expected=0.3, effect=1.3, low=1.1, high=1.5, gain=0.26, error=0.08)
        agenda = Agenda(WEEK, (commitment(7),), ((commitment(8, "design_meeting"), verdict),), stale, 6)
        message = weekly.letter(GB, a_letter(), agenda)
        shown = actions(message)
        assert shown.count(ids.ACTION_STALE_WON) == shown.count(ids.ACTION_STALE_OPEN) == 3
        assert shown.count(ids.ACTION_COACH_CHECK_PARTLY) == 1
        assert shown.count(ids.ACTION_COACH_REVIEW) == 1
        values = {e["value"] for b in message.blocks if b["type"] == "actions" for e in b["elements"] if "value" in e}
        assert {"7:2026-09-28", "design_meeting", "1", "2", "3"} <= values
        assert "Moved" in message.text
        rows = [block["block_id"] for block in message.blocks if block["type"] == "actions"]
        assert len(set(rows)) == len(rows)
        assert all(row.startswith(weekly.MARK) for row in rows)
        check_message(message)

    def test_at_most_one_chart_and_the_same_in_words(self) -> None:
        message = weekly.letter(GB, a_letter(), Agenda(WEEK))
        assert [block["type"] for block in message.charts] == ["data_visualization"]
        assert "Win rate: 52% on" in spaced(message.text)
        assert weekly.letter(GB, a_letter(trend=TREND[:1]), Agenda(WEEK)).charts == ()

    @pytest.mark.parametrize("pillar", PILLARS)
    def test_the_chart_is_what_slackblocks_would_make(self, pillar: str) -> None:
        (checked,) = rendered([pillar_chart.chart(GB, pillar, list(TREND), "SEK", band=False)])
        assert pillar_chart.line(GB, pillar, list(TREND), "SEK") == checked

    @SOME
    @given(
        examples.texts,
        st.lists(examples.deals, max_size=3),
        st.integers(0, 10**15),
        examples.names,
        st.integers(0, 10**6),
    )
    def test_whatever_was_typed(self, texts: Texts, deals: list[Deal], value: int, name: str, count: int) -> None:
        own = {"own": OwnText(name, name, name, name)}
        letter = a_letter(
            last_week=LastWeek(count, count, count, count, value, 1),
            hint=Hint(
                "own",
                "win_rate",
                "reason_leads",
                {"reason": name, "count": 5, "known": 9, "losses": 9, "share": 0.5},
                4,
            ),
        )
        old = tuple(OldDeal(each, count) for each in deals)
        due = ((commitment(8, "own"), None), (commitment(9, name[:60] or "x"), None))
        agenda = Agenda(WEEK, (commitment(7, "own"), commitment(6, "own")), due, old, count + 3)
        message = weekly.letter(texts, letter, agenda, own)
        check_message(message)
        check_harmless(message)


class TestDigest:
    def test_what_moved_why_and_whom_to_praise(self) -> None:
        said = spaced(weekly_digest.digest(GB, a_digest()).text)
        assert "11 reps, thirteen weeks to 4 Oct:" in said
        assert "What moved" not in said
        assert "Velocity is SEK 50,000 a day, against SEK 40,000 in the period before." in said
        assert "Elin: win rate from 31% (45) to 44% (52). ▲ Deals enough to be sure." in said
        assert "Bo" not in said  # whose rise is too early to be sure of

    def test_what_moved_is_divided_up_where_a_pillar_has_changed(self) -> None:
        scores = dict(a_digest().scores)
        carried = a_digest(scores=scores | {"win_rate": replace(scores["win_rate"], vs_previous="better")})
        said = spaced(weekly_digest.digest(GB, carried).text)
        assert "*What moved, and why*\nVelocity went from SEK 40,000 to SEK 50,000 a day: open deals +SEK 9,000" in said

    def test_without_anybody_sure_one_is_worth_asking(self) -> None:
        only = a_digest(risen=a_digest().risen[1:])
        assert "Bo: average order value" in weekly_digest.digest(GB, only).text

    def test_only_what_is_shared_has_a_name(self) -> None:
        shared = SharedWork("Elin", commitment(shared=True))
        helps = Effect("design_meeting", 0.12, 0.02, 0.23, 5, 5, 3, 0.97)
        useless = Effect("ask_referral", -0.02, -0.2, 0.2, 5, 5, 0, 0.4)
        lines = (
            TeamLine("open_questions", 3, None, (shared,)),
            TeamLine("design_meeting", 2, helps),
            TeamLine("ask_referral", 1, useless),
        )
        said = spaced(weekly_digest.digest(GB, a_digest(), lines).text)
        assert "Ask five open questions: Elin" in said
        assert "+12% (+2% to +23%), 5 people tried it" in said
        assert GB.t("coach.rule.ask_referral.title") not in said

    def test_a_quiet_team(self) -> None:
        nothing = {pillar: PillarScore(None, 0) for pillar in PILLARS}
        quiet = a_digest(last_week=LastWeek(), scores=nothing, change=NO_CHANGE, risen=(), reps=0)
        said = weekly_digest.digest(SV, quiet).text.splitlines()
        assert said[1] == SV.t("digest.quiet")
        assert len(said) == 3

    @SOME
    @given(examples.texts, examples.names, st.integers(0, 10**9))
    def test_whatever_was_typed(self, texts: Texts, name: str, count: int) -> None:
        work = SharedWork(name, commitment(rule=name[:60] or "x", shared=True))
        lines = tuple(
            TeamLine(f"rule {n}", count, Effect("x", 0.1, 0.0, 0.2, 3, 3, 1, 0.9), (work,) * 9) for n in range(30)
        )
        risers = tuple(
            Risen(n, name, "win_rate", PillarScore(0.5, 9, previous=0.4, previous_sample=9), 0.2, True)
            for n in range(9)
        )
        message = weekly_digest.digest(
            texts, a_digest(risen=risers), lines, {"rule 1": OwnText(name, name, name, name)}
        )
        check_message(message)
        check_harmless(message)


class TestSettings:
    @pytest.mark.parametrize("texts", BOTH)
    def test_offered_once_then_shown(self, texts: Texts) -> None:
        offered = weekly_settings.home_blocks(texts, WeeklyChoice(wanted=False), sees_everyone=False)
        labels = [e["text"]["text"] for e in rendered(offered)[1]["elements"]]
        assert len(labels) == 3
        assert "08:00" in labels[0]
        known = weekly_settings.home_blocks(texts, WeeklyChoice(True, 4, 15, asked=True), sees_everyone=False)
        assert "15:00" in rendered(known)[0]["text"]["text"]
        assert texts.t("weekly.offer") not in rendered(known)[0]["text"]["text"]

    def test_when_in_words(self) -> None:
        assert weekly_settings.when(GB, WeeklyChoice(True)) == "Mondays at 08:00"
        assert weekly_settings.when(SV, WeeklyChoice(True, 6, 17)) == "söndagar kl. 17:00"

    @pytest.mark.parametrize("texts", BOTH)
    def test_the_form_holds_what_was_chosen(self, texts: Texts) -> None:
        choice = WeeklyChoice(True, 3, 7, paused=True, paused_until=date(2026, 12, 24), asked=True)
        view = weekly_settings.modal(texts, choice, date(2026, 12, 1), "")
        check_view(view)
        elements = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
        assert set(elements) == set(ids.WEEKLY_FORM_FIELDS)
        assert elements[ids.FIELD_WEEKDAY]["initial_option"]["value"] == "3"
        assert elements[ids.FIELD_PAUSE_UNTIL]["initial_date"] == "2026-12-24"
        over = weekly_settings.modal(texts, choice, date(2026, 12, 25), "")
        assert "initial_date" not in over["blocks"][-1]["element"]

    @pytest.mark.parametrize("texts", BOTH)
    def test_a_stop_says_how_to_begin_again(self, texts: Texts) -> None:
        message = weekly_settings.changed(texts, WeeklyChoice(wanted=False, asked=True))
        assert actions(message) == [ids.ACTION_WEEKLY_YES]
        check_message(message)


class TestChannels:
    def test_a_line_and_a_little_more(self) -> None:
        won = deal(product="Styrsystem", opened_known=True)
        assert spaced(wins.win(SV, Win(won, 1)).text) == "Anna vann Acme: 25 000 kr"
        assert spaced(wins.win(GB, Win(won, 1, name_customer=False)).text) == "Anna won an order: SEK 25,000"
        assert spaced(wins.win(GB, Win(won, 2, 30)).text).endswith("Styrsystem. 30 days from opening to order.")
        assert "rare" in wins.win(GB, Win(won, 3)).text

    def test_several_in_one(self) -> None:
        several = [Win(deal(number, customer=f"Kund{number}"), 1) for number in range(30)]
        said = wins.gathered(GB, several).text
        assert said.startswith("30 orders won:")
        assert "and 10 more" in said
        assert wins.gathered(GB, several[:1]) == wins.win(GB, several[0])

    @SOME
    @given(examples.texts, st.lists(examples.deals, min_size=1, max_size=25), st.sampled_from([1, 2, 3]), st.booleans())
    def test_whatever_was_typed(self, texts: Texts, deals: list[Deal], tier: int, named: bool) -> None:
        several = [Win(each, tier, 12, named) for each in deals]
        for message in (wins.win(texts, several[0]), wins.gathered(texts, several)):
            check_message(message)
            check_harmless(message)

    @pytest.mark.parametrize("texts", BOTH)
    @pytest.mark.parametrize("sharing", [Sharing(), Sharing("C1", 5_050_050, "SEK", 3, True, "C2", True, True)])
    def test_the_form_and_its_answer(self, texts: Texts, sharing: Sharing) -> None:
        view = sharing_form.modal(texts, sharing, "")
        assert len(view["blocks"]) == 8
        inputs = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
        assert set(inputs) == set(ids.CHANNELS_FORM_FIELDS)
        assert inputs[ids.FIELD_WINS_CHANNEL].get("initial_conversation") == sharing.wins_channel
        message = sharing_form.changed(texts, sharing)
        check_message(message)
        assert ("/invite" in message.text) is (sharing.wins_channel is not None)

    def test_a_board(self) -> None:
        lines = tuple(BoardLine(name, None, 0, "win_rate", 0.31, 45, 0.44, 52) for name in ("Elin", "Bo", "Cia"))
        message = boards.board(GB, Board("improved", "2026-10-04:improved", lines, 7, "SEK"))
        assert "1. Elin: win rate from 31% (45) to 44% (52)" in spaced(message.text)
        assert "7 take part" in message.text
        assert actions(message) == [ids.ACTION_BOARD_PLACE]
        check_message(message)

    @pytest.mark.parametrize("texts", BOTH)
    @pytest.mark.parametrize("kind", ["improved", "goals"])
    def test_a_place(self, texts: Texts, kind: str) -> None:
        line = BoardLine("Elin", share=1.12, goals=2)
        for place in (
            Place(kind, True, 2, 7, line, "SEK"),
            Place(kind, True, None, 7, None, "SEK"),
            Place(kind, False, None, 7, None, "SEK"),
        ):
            message = boards.place(texts, place)
            check_message(message)
            wanted = ids.ACTION_BOARD_LEAVE if place.joined else ids.ACTION_BOARD_JOIN
            assert actions(message) == [wanted]

    @SOME
    @given(examples.texts, examples.names, st.floats(0, 1.5), st.integers(1, 4))
    def test_whatever_a_name_is(self, texts: Texts, name: str, share: float, goals: int) -> None:
        lines = (BoardLine(name, share, goals), BoardLine(name, None, 0, "order_value", 1e6, 3, 1e14, 9))
        message = boards.board(texts, Board("goals", "2026-10-04:goals", lines, 5, "SEK"))
        check_message(message)
        check_harmless(message)
