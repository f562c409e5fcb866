"""The coach's words: every rule and signal in both languages, within Slack's limits, each figure with its sample."""

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import ids
from bot.language.examples import COACH_EXAMPLES
from bot.texts import Texts
from bot.values.commitment import Answer, Commitment, SharedWork, State, TeamLine
from bot.values.own_text import OwnText
from bot.views import check_ins, coach, coach_follow_up, coach_standing, gain_lines
from bot.views.coach_words import change, rule_text, trigger
from bot.views.message import Message
from coaching.advice import Advice
from coaching.catalogue import RULES, rule
from coaching.facts import Facts, Overrides, OwnAction, PastAction, PillarFact, Silence
from coaching.focus import Focus
from coaching.learning import Effect
from coaching.plan import plan
from coaching.review import Verdict
from pillars import PILLARS
from pillars.levers import Lever
from tests.coaching.cases import ALIKE, CASES, Case, losses, pillars, showable_facts
from tests.effort import tries
from tests.texts.test_catalogues import catalogue
from tests.views import examples
from tests.views.examples import BOTH, GB, SV, spaced
from tests.views.slack_rules import check_message

SOME = tries(20)
PRICE = replace(losses(price=12, timing=5, unknown=3), decided=60, won=40, lost=20, pillars=ALIKE)
EFFECT = Effect("qualification", 0.08, -0.04, 0.21, tried=3, measured=3, moved=1, helps=0.9)


def buttons(message: Message) -> list[dict[str, Any]]:
    return [e for block in message.blocks if block["type"] == "actions" for e in block["elements"]]


def said(message: Message) -> str:
    return spaced(message.text)


@pytest.mark.parametrize("texts", BOTH)
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.signal}")
def test_each_signal_has_its_line_with_figures(texts: Texts, case: Case) -> None:
    asked = rule(case.rule)
    advice = asked(case.facts(case.fires)) if asked else None
    assert advice is not None
    line = trigger(texts, advice, "SEK")
    assert "{" not in line
    assert "None" not in line
    assert re.search(r"\d", line) or case.signal == "due"
    assert len(line) <= 250


@pytest.mark.parametrize("texts", BOTH)
def test_each_rule_has_a_title_a_question_an_action_and_a_habit(texts: Texts) -> None:
    for asked in RULES:
        text = rule_text(texts, asked.key)
        assert len(text.title) <= 60
        assert text.question.endswith("?")
        assert text.question.count("?") == 1
        assert text.action.endswith((".", "?"))
        assert not text.habit.endswith(".")
        assert text.habit[0].islower()


def test_every_signal_that_has_a_text_is_one_that_a_rule_gives() -> None:
    elsewhere = {"below_before", "habit", "upside", "none_decided", "season_better"}
    given_by_rules = {case.signal for case in CASES} | elsewhere
    named = {key.removeprefix("coach.trigger.") for key in catalogue("en") if key.startswith("coach.trigger.")}
    assert named == given_by_rules
    keys = {key.split(".")[2] for key in catalogue("en") if key.startswith("coach.rule.")}
    assert keys == {asked.key for asked in RULES}


def test_a_card_shows_trigger_question_action_and_habit_in_this_order() -> None:
    message = coach.plan(GB, plan(PRICE), "SEK")
    card = next(block["text"]["text"] for block in message.blocks if "Value before price" in str(block.get("text")))
    lines = spaced(card).split("\n")
    assert lines[0] == "*Value before price*"
    assert lines[1] == "Price is named most often: in 12 of 17 losses with a stated reason (71%)."
    assert lines[2].startswith("_Think about: ")
    assert lines[3].startswith("Do: ")
    assert lines[4] == "Count each week: offers with the value stated in money. We look at it together after 4 weeks."


def test_the_same_in_swedish() -> None:
    text = said(coach.plan(SV, plan(PRICE), "SEK"))
    assert "Pris nämns oftast: i 12 av 17 förluster med angiven orsak (71 %)." in text


@pytest.mark.parametrize("texts", BOTH)
def test_each_card_has_three_buttons_about_its_rule(texts: Texts) -> None:
    made = plan(PRICE)
    message = coach.plan(texts, made, "SEK")
    check_message(message)
    shown = [(button["action_id"], button["value"]) for button in buttons(message)]
    actions = (ids.ACTION_COACH_COMMIT, ids.ACTION_COACH_NOT_FOR_ME, ids.ACTION_COACH_WHY)
    assert shown == [(action, s.advice.rule) for s in made.suggestions for action in actions]


def test_two_under_way_leave_no_button_to_begin_a_third() -> None:
    both = (PastAction("next_step", running=True), PastAction("qualification", running=True))
    message = coach.plan(GB, plan(replace(PRICE, actions=both)), "SEK")
    assert ids.ACTION_COACH_COMMIT not in [button["action_id"] for button in buttons(message)]
    assert "two under way" in str(message.blocks[-1])


def test_a_clear_weakness_is_named_and_an_unclear_one_is_not() -> None:
    slow = replace(ALIKE["time_to_close"], value=70.0, vs_team="worse")
    clear = said(coach.plan(GB, plan(Facts(pillars=pillars(time_to_close=slow), decided=100, won=30, lost=70)), "SEK"))
    assert clear.startswith("*Time to close* is where you are clearly behind your colleagues")
    assert "Time to close: 70 days (30 won deals). Your colleagues: 40 days (240 won deals)." in clear
    assert said(coach.plan(GB, plan(PRICE), "SEK")).startswith("No clear weakness")


def test_opportunities_are_compared_per_colleague() -> None:
    few = PillarFact(12.0, 12, team=20.5, team_sample=164, vs_team="worse")
    text = said(coach.plan(GB, plan(Facts(pillars=pillars(opportunities=few), decided=100, won=30, lost=70)), "SEK"))
    assert "Opportunities: 12 new. Your colleagues: 20.5 each (164 new)." in text


@pytest.mark.parametrize("texts", BOTH)
def test_no_data_is_met_kindly(texts: Texts) -> None:
    message = coach.plan(texts, plan(Facts()), "SEK")
    check_message(message)
    assert message.text.startswith(texts.t("coach.no_data"))
    assert [b["action_id"] for b in buttons(message)][-1] == ids.ACTION_NEW_DEAL
    few = coach.plan(texts, plan(Facts(decided=5, won=2, lost=3)), "SEK")
    assert texts.t("coach.thin") in few.text
    assert texts.t("coach.rule.start_measuring.title") in few.text


@pytest.mark.parametrize("texts", BOTH)
def test_the_season_is_told(texts: Texts) -> None:
    fact = PillarFact(0.2, 80, previous=0.3, previous_sample=80, vs_previous="worse", season="worse")
    message = coach.plan(texts, plan(Facts(pillars={"win_rate": fact}, decided=80, won=16, lost=64)), "SEK")
    assert texts.t("coach.rule.season.title") in message.text


def test_a_review_that_is_due_has_its_button() -> None:
    message = coach.plan(GB, plan(replace(PRICE, actions=(PastAction("qualification", review_due=True),))), "SEK")
    first = buttons(message)[0]
    assert (first["action_id"], first["value"]) == (ids.ACTION_COACH_REVIEW, "qualification")


def test_why_says_what_it_rests_on_and_why_not_the_others() -> None:
    lever = replace(ALIKE["win_rate"], lever=50_000_00.0, evidence=0.5)
    silent = (Silence("next_step", "rest", date(2026, 12, 1)), Silence("comfort_zone", "not_for_me"))
    known = replace(PRICE, pillars=pillars(win_rate=lever), silences=silent, as_of=date(2026, 11, 1))
    made = plan(replace(known, effects={"value_before_price": EFFECT}))
    message = coach.why(GB, made, "SEK")
    check_message(message)
    blocks = spaced(json.dumps(message.blocks, ensure_ascii=False))
    assert "about SEK 25,000 a quarter" in blocks
    assert "In this team: +8% (−4% to +21%, 3 people tried)." in blocks
    assert "Leave with a date (until 1 Dec 2026)" in blocks
    assert "*You said that it is not for you*: Step outside the usual" in blocks
    assert "All alike:" in blocks
    one = coach.why(GB, made, "SEK", rule="value_before_price")
    assert said(one).startswith("Why: Value before price")


@pytest.mark.parametrize("texts", BOTH)
def test_commands_are_those_there_are(texts: Texts) -> None:
    message = coach.help(texts)
    check_message(message)
    assert "/coach team" in message.text
    known = {command.removeprefix("/coach").strip() for command in COACH_EXAMPLES[texts.language]}
    for key, forms in catalogue(texts.language).items():
        for form in forms:
            for named in re.findall(r"/coach (why|done|skip|varför|klar|hoppa över)", form):
                assert named in known, key


@pytest.mark.parametrize("texts", BOTH)
def test_agreement_sharing_and_declining(texts: Texts) -> None:
    words = coach_follow_up.baseline_words(texts, "win_rate", 0.31, 240, "SEK")
    agreed = coach_follow_up.committed(
        texts, 7, "qualification", date(2026, 12, 1), level=words[0], sample=words[1], shared=False
    )
    check_message(agreed)
    assert "240" in agreed.text
    assert [b["value"] for b in buttons(agreed)] == ["7", "7:2", "7:4", "7:8", "7:13"]
    for message in (
        coach_follow_up.declined(texts, "qualification"),
        coach_follow_up.declined(texts, "qualification", until=date(2026, 12, 1)),
        coach_follow_up.at_most_two(texts),
        coach_follow_up.none_running(texts),
        coach_follow_up.review_moved(texts, "qualification", date(2026, 12, 1)),
    ):
        check_message(message)
    shown = [coach_follow_up.sharing(texts, 7, "next_step", shared=flag) for flag in (True, False)]
    assert [buttons(m)[0]["action_id"] for m in shown] == [ids.ACTION_COACH_UNSHARE, ids.ACTION_COACH_SHARE]


@pytest.mark.parametrize("word", ["moved", "probably", "too_early", "no_change"])
@pytest.mark.parametrize("pillar", PILLARS)
def test_a_verdict_shows_interval_sample_and_what_is_next(word: Any, pillar: str) -> None:
    found = Verdict(word, sample=42, baseline_sample=200, expected=0.5, effect=1.4, low=1.05, high=1.9)
    for texts in BOTH:
        message = coach_follow_up.verdict(texts, 7, "qualification", pillar, found, "celebrate", "SEK", kept=3, asked=4)
        check_message(message)
        assert texts.t(f"coach.verdict.{word}") in message.text
        for figure in ("42", "+40", "+5", "+90"):
            assert figure in message.text
        assert [b["action_id"] for b in buttons(message) if b.get("style")] == [ids.ACTION_COACH_FINISH]


def test_a_verdict_without_figures_says_so() -> None:
    message = coach_follow_up.verdict(
        GB, 7, "qualification", "win_rate", Verdict("too_early", 3, 10), "continue", "SEK"
    )
    assert "3 decided since you began, too little to compare" in said(message)


def test_a_range_that_says_nothing_is_not_shown() -> None:
    found = Verdict("too_early", 5, 40, expected=30.5, effect=17.7, low=2.6, high=1e13)
    message = coach_follow_up.verdict(GB, 7, "close_dead", "time_to_close", found, "continue", "SEK")
    text = "Typical time to close: 5 decided deals since you began. The change is too uncertain to put a figure on."
    assert text in said(message)
    assert "Typical is what lies in the middle" not in said(message)
    told = coach_standing.verdict_words(GB, replace(REVIEWED, verdict=found))
    assert told == "Too early to tell"


def test_what_one_person_tried_has_no_figure() -> None:
    one = Effect("qualification", 0.0, -0.5, 1.0, tried=1, measured=0, moved=0, helps=0.5)
    assert coach.effect(GB, one) == "In this team 1 person tried it: too few to put a figure on what it does."
    team = said(coach_follow_up.team(GB, [TeamLine("qualification", 0, one)]))
    assert "1 person tried, moved for 0. Too few to put a figure on the effect." in team
    assert "%" not in team


def test_the_opening_says_in_the_cards_words_where_a_step_is_likeliest_to_pay() -> None:
    aim = Lever("time_to_close", 25.0, 23.2, "own_best", 4_000_000.0)
    known = replace(PRICE, pillars={})
    made = replace(plan(known), focus=Focus("time_to_close", False, "unclear", "team"), aim=aim, decided=49)
    line = gain_lines.step(GB, aim, 49, "SEK")
    assert line is not None
    assert f"to say so.\n{spaced(line)}" in said(coach.plan(GB, made, "SEK"))
    bare = said(coach.plan(GB, replace(made, aim=None), "SEK"))
    assert "A step would most likely pay on *Time to close*." in bare
    behind = replace(made, focus=replace(made.focus, reason="cheaper", behind="opportunities"))
    assert (
        "You are clearly behind your colleagues on *opportunities*, but a step on *time to close* is worth more."
        in said(coach.plan(GB, behind, "SEK"))
    )
    assert gain_lines.step(GB, replace(aim, target=24.8), 49, "SEK") is None  # it would read as the present level


def test_figures_that_look_better_are_explained() -> None:
    params = {"pillar": "time_to_close", "value": 20.0, "sample": 15, "team": 26.0, "team_sample": 134}
    advice = Advice("design_meeting", "time_to_close", "below_team", params)
    assert trigger(GB, advice, "SEK").endswith("Counting those still open or lost, it takes longer.")
    usual = replace(advice, params=params | {"value": 30.0})
    assert "Counting" not in trigger(GB, usual, "SEK")


def test_why_does_not_name_what_nothing_speaks_for() -> None:
    made = plan(PRICE)
    silent = [each.rule for each in made.others if each.state == "silent"]
    assert len(silent) > 5
    text = said(coach.why(GB, made, "SEK"))
    assert f"Nothing in your figures asks for {len(silent)} more actions." in text
    assert rule_text(GB, silent[0]).title not in text
    asked = said(coach.why(GB, made, "SEK", rule=silent[0]))
    assert rule_text(GB, silent[0]).title in asked
    assert f"Nothing in your figures asks for {len(silent) - 1} more actions." in asked


def taken_on(name: str, **more: Any) -> SharedWork:
    given = {"state": State.RUNNING, "shared": True} | more
    return SharedWork(
        name, Commitment(7, 1, "qualification", "win_rate", date(2026, 11, 2), date(2026, 11, 30), **given)
    )


def test_the_team_sees_names_only_of_those_who_share() -> None:
    answers = {date(2026, 11, 2): Answer.YES, date(2026, 11, 9): Answer.PARTLY, date(2026, 11, 16): Answer.NO}
    moved = Verdict("moved", 42, 200, expected=0.3, effect=1.4, low=1.1, high=1.8)
    shared = (
        taken_on("Anna *A*", answers=answers),
        taken_on("<!here>"),
        taken_on("Bo", state=State.REVIEWED, verdict=moved),
    )
    message = coach_follow_up.team(GB, [TeamLine("qualification", 3, EFFECT, shared), TeamLine("next_step", 0)])
    check_message(message)
    assert "Effect so far: +8% (−4% to +21%), 3 people tried, moved for 1" in said(message)
    assert "(kept in 2 of 3 weeks, review on 30 Nov 2026)" in said(message)
    assert "Bo (Moved)" in said(message)
    assert "<!here>" not in str(message.blocks)
    assert said(message).count("Shared by") == 1
    many = coach_follow_up.team(
        SV, [TeamLine("qualification", 3, EFFECT, (taken_on("x" * 40, answers=answers),) * 30)] * 40
    )
    check_message(many)
    assert "och 20 till" in spaced(str(many.blocks))
    assert "åtgärder till" in str(many.blocks[-2])
    check_message(coach_follow_up.team(SV, []))


def test_a_rep_is_told_what_worked_and_not_what_runs() -> None:
    message = coach_follow_up.team(GB, [TeamLine("qualification", None, EFFECT)], sees_everyone=False)
    assert "Effect so far" in said(message)
    assert "Under way" not in said(message)
    nothing = coach_follow_up.team(GB, [], sees_everyone=False)
    assert said(nothing).startswith("Nothing has been reviewed in the team yet.")


def test_an_action_of_the_teams_own() -> None:
    own = {"lab": OwnText("Call <the> lab", "Who *knows*?", "Call & ask.", "calls", "https://example.com/a?b=1&c=2")}
    slow = replace(ALIKE["time_to_close"], value=70.0, vs_team="worse")
    overrides = Overrides(actions=(OwnAction("lab", "time_to_close"),), off=frozenset({"design_meeting", "next_step"}))
    made = plan(Facts(pillars=pillars(time_to_close=slow), decided=100, won=30, lost=70, overrides=overrides))
    message = coach.plan(GB, made, "SEK", own)
    check_message(message)
    assert "Call &lt;the&gt; lab" in message.text
    assert "<https://example.com/a?b=1&amp;c=2|Read more>" in message.text
    gone = coach.plan(GB, made, "SEK")
    assert "lab" in gone.text


@pytest.mark.parametrize("link", ["http://example.com", "https://x|y", "https://x>y", "https://x y", "javascript:1"])
def test_a_link_that_could_break_out_is_left_out(link: str) -> None:
    own = {"lab": OwnText("A", "B?", "C.", "d", link)}
    slow = replace(ALIKE["time_to_close"], value=70.0, vs_team="worse")
    overrides = Overrides(actions=(OwnAction("lab", "time_to_close"),))
    made = plan(Facts(pillars=pillars(time_to_close=slow), decided=100, won=30, lost=70, overrides=overrides))
    assert link not in coach.plan(GB, made, "SEK", own).text


def test_changes_carry_their_sign() -> None:
    assert (change(GB, 0.4), change(GB, -0.1), change(GB, 0.0)) == ("+40%", "−10%", "0%")


def test_a_typed_reason_stays_text() -> None:
    params = {"reason": "<!here>*", "count": 3, "known": 4, "share": 0.75}
    advice = Advice("lost_for_other_reason", "win_rate", "reason_leads", params)
    assert "<!here>*" in trigger(GB, advice, "SEK")  # plain here; the card escapes it
    told = replace(losses(**{"<!here> *x*": 9}), decided=60, won=40, lost=20, pillars=ALIKE)
    assert "&lt;!here&gt;" in coach.plan(GB, plan(told), "SEK").text


TODAY = date(2026, 11, 18)
RUNNING = Commitment(
    7,
    1,
    "next_step",
    "time_to_close",
    date(2026, 10, 19),
    TODAY,
    State.RUNNING,
    answers={date(2026, 11, 16): Answer.YES},
)
REVIEWED = replace(
    RUNNING, state=State.REVIEWED, verdict=Verdict("probably", 42, 200, expected=40.0, effect=0.9, low=0.8, high=1.0)
)


WEEK = date(2026, 11, 16)
CHECKS = tuple(action for _, action in check_ins.CHECKS)
TOLD = replace(RUNNING, answers={WEEK: Answer.PARTLY})
OPEN = replace(RUNNING, id=8, rule="qualification", review_on=date(2026, 12, 16), answers={}, shared=True)


def pressable(message: Message) -> list[tuple[str, str]]:
    return [(button["action_id"], button["value"]) for button in buttons(message)]


@pytest.mark.parametrize("texts", BOTH)
def test_what_is_under_way_has_its_question_and_its_end(texts: Texts) -> None:
    message = coach_standing.under_way(texts, [OPEN], WEEK, TODAY)
    check_message(message)
    assert pressable(message) == [
        *((action, "8:2026-11-16") for action in CHECKS),
        (ids.ACTION_COACH_FINISH, "8"),
        (ids.ACTION_COACH_UNSHARE, "8"),
    ]
    assert coach_standing.under_way(texts, [], TODAY, TODAY) == coach_follow_up.none_running(texts)


@pytest.mark.parametrize("texts", BOTH)
@pytest.mark.parametrize("answer", Answer)
def test_an_answer_stands_where_its_buttons_were(texts: Texts, answer: Answer) -> None:
    told = replace(RUNNING, answers={WEEK: answer})
    message = coach_standing.under_way(texts, [told, OPEN], WEEK, TODAY)
    check_message(message)
    assert pressable(message)[:3] == [
        (ids.ACTION_COACH_CHECK_AGAIN, "7:2026-11-16"),
        (ids.ACTION_COACH_REVIEW, "next_step"),
        (ids.ACTION_COACH_SHARE, "7"),
    ]
    assert pressable(message)[3:6] == [(action, "8:2026-11-16") for action in CHECKS]
    words = texts.t("coach.check.answer", answer=texts.t(f"coach.check.{answer.value}"))
    assert message.text.count(words) == 1
    assert pressable(coach_standing.under_way(texts, [told], WEEK, TODAY, again=7))[:3] == [
        (action, "7:2026-11-16") for action in CHECKS
    ]


@pytest.mark.parametrize("texts", BOTH)
def test_skipping_offers_this_week_now_and_never(texts: Texts) -> None:
    message = coach_standing.skip(texts, [OPEN, RUNNING], ["qualification"], WEEK)
    check_message(message)
    assert pressable(message) == [
        (ids.ACTION_COACH_CHECK_NO, "8:2026-11-16"),
        (ids.ACTION_COACH_DROP, "8"),
        (ids.ACTION_COACH_CHECK_AGAIN, "7:2026-11-16"),
        (ids.ACTION_COACH_DROP, "7"),
        (ids.ACTION_COACH_NOT_NOW, "qualification"),
        (ids.ACTION_COACH_NOT_FOR_ME, "qualification"),
    ]
    assert texts.t("coach.check.yes") in message.text  # what was answered this week
    check_message(coach_standing.skip(texts, [], [], TODAY))


class TestCheckInsOfALetter:
    """The letter is drawn anew with what is known, whatever it said when it was sent."""

    def letter(self, texts: Texts) -> list[dict[str, Any]]:
        rows = [
            {**check_ins.row(texts, each, WEEK), "block_id": f"letter:{each.id}:check:{each.id}"}
            for each in (TOLD, OPEN)
        ]
        return [{"type": "divider"}, rows[0], {"type": "divider", "block_id": "letter:3:hint"}, rows[1]]

    def drawn(
        self, texts: Texts, blocks: list[dict[str, Any]], again: int | None = None, **held: Any
    ) -> list[dict[str, Any]]:
        own = {each.id: each for each in held.get("own", (TOLD, OPEN))}
        return check_ins.in_letter(texts, blocks, own.get, WEEK, again)

    @pytest.mark.parametrize("texts", BOTH)
    def test_the_answer_takes_the_place_of_its_row_and_no_other(self, texts: Texts) -> None:
        before = self.letter(texts)
        after = self.drawn(texts, before)
        check_message(Message("letter", tuple(after)))
        assert (after[0], after[3:]) == (before[0], before[2:])
        assert texts.t("coach.check.partly") in after[1]["text"]["text"]
        assert [e["action_id"] for e in after[2]["elements"]] == [ids.ACTION_COACH_CHECK_AGAIN]
        assert len({block["block_id"] for block in after[1:]}) == len(after) - 1

    @pytest.mark.parametrize("texts", BOTH)
    def test_drawn_twice_it_is_the_same(self, texts: Texts) -> None:
        once = self.drawn(texts, self.letter(texts))
        assert self.drawn(texts, once) == once

    @pytest.mark.parametrize("texts", BOTH)
    def test_changing_brings_the_buttons_back(self, texts: Texts) -> None:
        before = self.letter(texts)
        assert self.drawn(texts, self.drawn(texts, before), TOLD.id) == before

    def test_another_letters_commitments_are_left_alone(self) -> None:
        before = self.letter(GB)
        assert self.drawn(GB, before, own=()) == before
        assert check_ins.has_row(before, TOLD)
        assert not check_ins.has_row(before, replace(TOLD, id=77))
        assert not check_ins.has_row([{"type": "divider"}], TOLD)


@pytest.mark.parametrize("texts", BOTH)
def test_the_history_tells_each_with_its_end(texts: Texts) -> None:
    dropped = replace(RUNNING, state=State.DROPPED)
    message = coach_standing.history(texts, [REVIEWED, dropped, RUNNING])
    check_message(message)
    lines = spaced(message.text).split("\n")
    assert [texts.t("coach.verdict.probably") in line for line in lines] == [False, False, False, True, False]
    assert "−10" in lines[3]
    assert "1" in lines[4]  # the weeks that the habit was kept
    check_message(coach_standing.history(texts, [REVIEWED] * 100))
    check_message(coach_standing.history(texts, []))
    for ending in (dropped, REVIEWED):
        check_message(coach_standing.ended(texts, ending))
    check_message(coach_standing.resumed(texts, RUNNING))
    check_message(coach_standing.heeded(texts, "next_step"))


@pytest.mark.parametrize("texts", BOTH)
def test_a_habit_without_a_pillar_is_looked_back_on(texts: Texts) -> None:
    nothing = Verdict("too_early", 0, 0)
    message = coach_follow_up.verdict(texts, 7, "start_measuring", None, nothing, "continue", "SEK", kept=3, asked=4)
    check_message(message)
    assert texts.t("coach.verdict.looked_back") in message.text
    assert texts.t("coach.verdict.too_early") not in message.text
    assert "3" in message.text


def test_the_plan_shows_what_runs_and_that_the_team_is_awaited() -> None:
    message = coach.plan(GB, plan(PRICE), "SEK", running=[RUNNING], team_pending=True)
    check_message(message)
    assert "*Leave with a date*: kept in 1 of 1 week, review on 18 Nov 2026" in said(message)
    assert buttons(message)[0]["action_id"] == ids.ACTION_COACH_CHECK
    assert "are being added up" in str(message.blocks[-1])


@pytest.mark.parametrize(
    ("words", "rule_key"),
    [
        ("Value before price", "value_before_price"),
        ("value before", "value_before_price"),
        ("BEFORE PRICE", "value_before_price"),
        ("e", None),  # most titles hold one
        ("next_step", "next_step"),
        ("nonsense", None),
    ],
)
def test_a_rule_is_found_by_words_of_its_title(words: str, rule_key: str | None) -> None:
    assert coach.rule_named(GB, plan(PRICE), words) == rule_key


def test_why_not_one_that_is_not_suggested() -> None:
    message = coach.why(GB, plan(PRICE), "SEK", rule="next_step")
    assert said(message).startswith(
        "Why: Leave with a date\n\n*Nothing in your figures asks for it*: Leave with a date"
    )


@SOME
@given(examples.texts, showable_facts, st.sampled_from(["SEK", "JPY"]))
def test_any_plan_is_a_message_that_slack_takes(texts: Texts, anything: Facts, currency: str) -> None:
    made = plan(anything)
    own = {"own_call": OwnText(*("<&>" * 200,) * 4)}
    for message in (coach.plan(texts, made, currency, own), coach.why(texts, made, currency, own)):
        check_message(message)
        assert "<" not in message.text
