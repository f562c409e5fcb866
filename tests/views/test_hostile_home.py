"""The home tab, its forms and what lies on top of it, whatever people type and however much there is."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.listeners.home_state import HomeState
from bot.texts import Texts
from bot.values import Card, Changed, Goal, Goals, Role, RoleChanged
from bot.values.commitment import Answer, Commitment, SharedWork, State, TeamLine
from bot.values.home import MyTab, OpenDeal, OpenDeals, RoleHolder
from bot.values.letters import WeeklyChoice
from bot.views import (
    deals,
    goal_form,
    home_mine,
    home_team,
    home_workspace,
    pillars,
    roles,
    sheet,
    verdict_lines,
)
from bot.views.home import Said
from bot.views.message import Json
from coaching.catalogue import RULES
from tests.views import examples, home_tabs
from tests.views.slack_rules import check_message, check_view
from tests.views.test_hostile import SOME, check_harmless, json_texts

open_deals = st.builds(OpenDeal, examples.deals, st.integers(0, 40_000), st.booleans())
open_pages = st.builds(
    OpenDeals,
    st.lists(open_deals, max_size=5).map(tuple),
    page=st.integers(1, 100),
    pages=st.integers(1, 100),
    total=st.integers(0, 500),
    stale=st.integers(0, 500),
    limit=st.none() | st.floats(0, 40_000),
)
running = st.builds(
    Commitment,
    id=st.integers(1, 2**62),
    member_id=st.just(1),
    rule=st.sampled_from([rule.key for rule in RULES]),
    pillar=st.just("win_rate"),
    started_on=examples.days,
    review_on=examples.days,
    state=st.just(State.RUNNING),
    shared=st.booleans(),
    answers=st.dictionaries(st.just(home_tabs.WEEK), st.sampled_from(Answer)),
)
saids = st.none() | st.builds(Said, st.builds(deals.changed, st.just(examples.GB), examples.changes), st.booleans())
roles_of_people = st.sampled_from(Role)


def check_home(view: Json) -> None:
    """One that Slack takes, and in which nothing that was typed is markup."""
    check_view(view)
    assert view["type"] == "home"
    for block in view["blocks"]:
        for text in json_texts(block):
            assert text["type"] == "plain_text" or "<" not in text["text"]


@SOME
@given(
    examples.texts,
    examples.names,
    roles_of_people,
    st.builds(
        MyTab,
        examples.cards,
        open_pages,
        st.lists(running, max_size=2).map(tuple),
        st.just({}),
        week=st.just(home_tabs.WEEK),
        today=st.just(home_tabs.TODAY),
        weekly=st.builds(WeeklyChoice, st.booleans(), st.integers(0, 6), st.integers(0, 23), asked=st.booleans()),
        boards=st.none() | st.booleans(),
    ),
    saids,
    st.booleans(),
)
def test_home_mine(texts: Texts, name: str, role: Role, tab: MyTab, said: Said | None, draws: bool) -> None:
    whose = home_tabs.person(role, name)
    check_home(home_mine.mine(texts, whose, tab, HomeState(page=tab.open_deals.page).pack(), said, draws=draws))


@SOME
@given(
    examples.texts,
    examples.names,
    roles_of_people,
    st.none() | examples.cards,
    st.lists(st.builds(SharedWork, examples.names, running), max_size=30),
    st.integers(0, 50),
    saids,
    st.booleans(),
)
def test_home_team(
    texts: Texts,
    name: str,
    role: Role,
    card: Card | None,
    shared: list[SharedWork],
    actions: int,
    said: Said | None,
    draws: bool,
) -> None:
    lines = [TeamLine(RULES[n].key, n, None, tuple(shared) if n < 3 else ()) for n in range(min(actions, len(RULES)))]
    tab = home_tabs.team(card, works_on=tuple(lines))
    check_home(home_team.team(texts, home_tabs.person(role, name), tab, "{}", said, draws=draws))


@SOME
@given(
    examples.texts,
    examples.names,
    st.lists(examples.names.filter(str.strip).map(lambda name: name[:75]), max_size=30),
    st.lists(st.builds(RoleHolder, examples.names, st.booleans(), st.booleans()), max_size=20),
    examples.counts,
    saids,
)
def test_home_workspace(
    texts: Texts, name: str, reasons: list[str], leaders: list[RoleHolder], count: int, said: Said | None
) -> None:
    tab = home_tabs.workspace(
        reasons=("price", *reasons), leaders=tuple(leaders), more_leaders=count, members=count, weekly_wanted=count
    )
    check_home(home_workspace.workspace(texts, home_tabs.person(Role.ADMIN, name), tab, "{}", said))


@SOME
@given(examples.texts, examples.goals, examples.goals, st.booleans())
def test_goal_form(texts: Texts, mine: Goal, other: Goal, team: bool) -> None:
    both = tuple(replace(goal, team=team) for goal in (mine, other))
    view = goal_form.modal(texts, Goals(both, both), "{}", team=team)
    check_view(view)
    assert len(view["title"]["text"]) <= 24


@SOME
@given(examples.texts, examples.names, st.sampled_from(Role))
def test_roles(texts: Texts, name: str, role: Role) -> None:
    changes = [RoleChanged(home_tabs.TODAY, actor, name, Role.REP, role, by_slack=True) for actor in (name, None)]
    view = roles.modal(texts, "{}", changes * 5)
    check_view(view)
    assert len(view["title"]["text"]) <= 24
    for message in (roles.named(texts, name, role), roles.told(texts, name, Role.REP, role)):
        check_message(message)
        check_harmless(message)


@SOME
@given(examples.texts, examples.changes, examples.cards)
def test_sheets(texts: Texts, change: Changed, card: Card) -> None:
    """Whatever is answered on top of the home tab in words, a window holds it."""
    for message in (deals.changed(texts, change), pillars.card(texts, card), verdict_lines.why(texts, card)):
        assert sheet.fits(message.blocks)
        view = sheet.sheet(texts, message, "{}")
        check_view(view)
        assert len(view["title"]["text"]) <= 24
        assert len(view["close"]["text"]) <= 24
