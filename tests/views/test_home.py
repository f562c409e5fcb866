"""The home tab's three tabs: what each shows to whom, what can be done there, and that Slack takes it."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot import ids
from bot.listeners.home_state import HomeState
from bot.texts import Texts, languages
from bot.values import Amount, Changed, Deed, Goal, GoalProgress, Goals, Role, Status, TrendPoint
from bot.values.commitment import Answer, Commitment, State
from bot.values.home import LatestChange, RoleHolder
from bot.values.letters import WeeklyChoice
from bot.values.sharing import Sharing
from bot.views import deals, home_mine, home_team, home_workspace, sheet
from bot.views.home import Place, Said
from bot.views.message import Json
from pillars import PILLARS
from tests.views import home_tabs
from tests.views.examples import BOTH, EMPTY_CARD, GB, STANDING, SV, card, deal
from tests.views.home_tabs import WEEK, actions, elements, kinds, person, still_open, words
from tests.views.slack_rules import check_view

EVERY_ROLE = tuple(Role)
TREND_OF_AMOUNTS = tuple(TrendPoint(date(2026, 9, day), 30000.0 + day, 12) for day in (6, 13, 20))
GOAL = Goal("win_rate", 0.4)
WAY = {"win_rate": GoalProgress(GOAL, 0.4, 0.42, 45, 1.05, True)}
RUNNING = Commitment(7, 1, "account_selection", "order_value", date(2026, 10, 21), date(2026, 12, 16), State.RUNNING)
DONE = Said(deals.changed(GB, Changed(Deed.RECORDED, deal(1099, customer="Nytt"), 5, STANDING)))


def mine(texts: Texts = GB, role: Role = Role.REP, said: Said | None = None, **changes: Any) -> Json:
    return home_mine.mine(texts, person(role), home_tabs.mine(**changes), "{}", said)


def team(texts: Texts = GB, role: Role = Role.REP, **changes: Any) -> Json:
    return home_team.team(texts, person(role), home_tabs.team(**{"shown": card(name=None)} | changes), "{}")


def workspace(texts: Texts = GB, **changes: Any) -> Json:
    return home_workspace.workspace(texts, person(Role.ADMIN), home_tabs.workspace(**changes), "{}")


class TestEverywhere:
    @pytest.mark.parametrize("texts", BOTH)
    def test_one_is_greeted_and_can_begin(self, texts: Texts) -> None:
        for view in (mine(texts), team(texts), workspace(texts)):
            check_view(view)
            assert view["type"] == "home"
            assert words(view).startswith(texts.t("home.greeting", name="Anna"))
            assert actions(view)[ids.ACTION_NEW_DEAL]["style"] == "primary"
            assert {ids.ACTION_COACH_PLAN, ids.ACTION_IMPORT_FILE, ids.ACTION_EXPORT_DEALS} <= set(actions(view))

    @pytest.mark.parametrize("role", EVERY_ROLE)
    def test_the_workspace_is_a_tab_of_admins(self, role: Role) -> None:
        tabs = [e["value"] for e in elements(mine(role=role)) if e["action_id"].startswith(ids.ACTION_HOME_TAB)]
        assert tabs == ["mine", "team"] + ["workspace"] * (role is Role.ADMIN)

    def test_the_tab_that_is_shown_is_marked(self) -> None:
        for view, shown in ((mine(role=Role.ADMIN), "My page"), (team(), "The team"), (workspace(), "Workspace")):
            tabs = [e["text"]["text"] for e in elements(view) if e["action_id"].startswith(ids.ACTION_HOME_TAB)]
            assert [label for label in tabs if label.startswith("●")] == [f"● {shown}"]

    def test_where_one_is_travels_with_it(self) -> None:
        packed = HomeState(tab="team", page=3, said_at="deals").pack()
        view = home_mine.mine(GB, person(), home_tabs.mine(), packed)
        assert HomeState.of({"view": view}) == HomeState(tab="team", page=3, said_at="deals")
        assert len(view["private_metadata"]) < 3_000

    @pytest.mark.parametrize("metadata", [None, "", "nonsense", '{"tab": "elsewhere"}', '{"page": 0}', "[]"])
    def test_what_travelled_badly_is_the_first_tab(self, metadata: str | None) -> None:
        assert HomeState.packed(metadata) == HomeState()

    def test_a_button_elsewhere_is_not_on_it(self) -> None:
        assert HomeState.of({}) is None
        assert HomeState.of({"view": {"type": "modal", "callback_id": ids.CALLBACK_DEAL_FORM}}) is None
        below = sheet.sheet(GB, DONE.message, HomeState(tab="team").pack())
        assert HomeState.of({"view": below}) == HomeState(tab="team")

    @pytest.mark.parametrize(
        ("at", "before", "after"),
        [
            ("top", "What to work on", "3 Jul – 1 Oct 2026"),
            ("goals", "Your goals", "No goal yet"),
            ("deals", "Your 3 open deals", "#1011"),
        ],
    )
    def test_an_answer_stands_where_it_was_asked_for(self, at: Place, before: str, after: str) -> None:
        view = mine(said=replace(DONE, at=at))
        check_view(view)
        told = words(view)
        assert told.count("#1099") == 1
        assert told.index(before) < told.index("#1099") < told.index(after)

    @pytest.mark.parametrize("at", ["top", "goals", "deals"])
    def test_on_the_other_tabs_it_is_at_the_top(self, at: Place) -> None:
        said = replace(DONE, at=at)
        assert "#1099" in words(home_team.team(GB, person(), home_tabs.team(card(name=None)), "{}", said))
        admin = person(Role.ADMIN)
        assert "#1099" in words(home_workspace.workspace(GB, admin, home_tabs.workspace(), "{}", said))

    @pytest.mark.parametrize(
        ("action_id", "block_id", "at"),
        [
            (ids.ACTION_NEW_DEAL, "x", "top"),
            (ids.ACTION_DETAILS, "x", "deals"),
            (ids.ACTION_GOAL, "x", "goals"),
            (ids.ACTION_UNDO, home_mine.LATEST, "deals"),
            (ids.ACTION_UNDO, "x", "goals"),  # of an answer that stands there
        ],
    )
    def test_where_a_button_is_answered(self, action_id: str, block_id: str, at: Place) -> None:
        state = HomeState(page=2, said_at="goals")
        body = {"view": {"type": "home"}, "actions": [{"action_id": action_id, "block_id": block_id}]}
        assert state.answering(body) == HomeState(page=2, said_at=at)
        sheet_body = {**body, "view": {"type": "modal"}}
        assert state.answering(sheet_body) == HomeState(page=2)


class TestMine:
    @pytest.mark.parametrize("deed", [Deed.RECORDED, Deed.CLOSED, Deed.EDITED, Deed.DELETED])
    @pytest.mark.parametrize("texts", BOTH)
    def test_what_one_did_last_can_be_taken_back(self, texts: Texts, deed: Deed) -> None:
        latest = LatestChange(77, deed, deal(1099, Status.WON, Amount(2_500_000, "SEK")))
        for found in (home_tabs.SOME_OPEN, home_tabs.open_deals()):
            tab = replace(home_tabs.mine(), open_deals=replace(found, latest=latest))
            view = home_mine.mine(texts, person(), tab, "{}")
            check_view(view)
            assert actions(view)[ids.ACTION_UNDO]["value"] == "77"
            assert "#1099" in words(view)

    def test_pillars_with_their_samples_and_where_they_come_from(self) -> None:
        shown = words(mine())
        assert "*42%* · 45 decided" in shown
        assert "*SEK 31,235* · 18 orders" in shown
        assert "3 Jul – 1 Oct 2026" in shown
        assert {ids.ACTION_WHY, ids.ACTION_HOME_CHART} <= set(actions(mine()))

    @pytest.mark.parametrize("texts", BOTH)
    def test_a_chart_or_the_same_in_words(self, texts: Texts) -> None:
        tab = home_tabs.mine()
        drawn, told = (home_mine.mine(texts, person(), tab, "{}", draws=draws) for draws in (True, False))
        assert kinds(drawn).count("data_visualization") == 1
        assert "data_visualization" not in kinds(told)
        assert texts.t("chart.words", days=91, points="").strip(" :.")[:12] in words(told)
        assert len(drawn["blocks"]) == len(told["blocks"])
        check_view(drawn)
        check_view(told)

    @pytest.mark.parametrize("texts", BOTH)
    @pytest.mark.parametrize("pillar", PILLARS)
    def test_the_chart_of_the_pillar_that_was_chosen(self, texts: Texts, pillar: str) -> None:
        trends = {"order_value": TREND_OF_AMOUNTS}
        tab = home_tabs.mine(card=card(trends=trends))
        drawn = home_mine.mine(texts, person(), tab, "{}", chart=pillar)
        told = home_mine.mine(texts, person(), tab, "{}", draws=False, chart=pillar)
        check_view(drawn)
        check_view(told)
        assert "data_visualization" not in kinds(told)
        titles = [block["title"] for block in drawn["blocks"] if block["type"] == "data_visualization"]
        none_yet = texts.t("chart.pillar.none")
        if pillar == "win_rate":
            assert titles == [texts.t("chart.title", days=91)]
        elif pillar == "order_value":
            assert titles == [texts.t("chart.pillar.title", pillar=texts.t("pillar.order_value"))]
            assert none_yet not in words(told)
        else:
            assert titles == []
            assert none_yet in words(drawn)
        menu = actions(drawn)[ids.ACTION_HOME_CHART]
        assert menu.get("initial_option", {}).get("value") == (None if pillar == "win_rate" else pillar)

    @pytest.mark.parametrize("texts", BOTH)
    def test_somebody_new_is_told_how_to_begin(self, texts: Texts) -> None:
        new = mine(texts, card=EMPTY_CARD, open_deals=home_tabs.open_deals())
        check_view(new)
        assert texts.t("home.start") in words(new)
        assert texts.t("nothing_yet") not in words(new).lower()
        assert texts.t("home.open.none") in words(new)
        assert texts.t("home.goals.none") in words(new)
        assert texts.t("home.commitments.none") in words(new)
        assert texts.t("home.start") not in words(mine(texts, open_deals=home_tabs.open_deals()))
        assert texts.t("home.start") not in words(mine(texts, card=EMPTY_CARD))

    def test_goals_with_the_way_to_them(self) -> None:
        none, some = mine(), mine(card=card(goals=WAY))
        assert actions(none)[ids.ACTION_GOAL]["text"]["text"] == "Set a goal"
        assert actions(some)[ids.ACTION_GOAL]["text"]["text"] == "Change my goals"
        assert actions(some)[ids.ACTION_GOAL]["value"] == "mine"
        assert "Win rate, goal 40%: reached, 42% now (45 decided)" in words(some)

    def test_what_is_under_way_with_this_week_s_question(self) -> None:
        view = mine(commitments=(RUNNING,))
        check_view(view)
        assert "Choose customers by potential*: just begun, review on 16 Dec 2026" in words(view)
        assert actions(view)[ids.ACTION_COACH_CHECK_PARTLY]["value"] == f"7:{WEEK}"
        answered = mine(commitments=(replace(RUNNING, answers={WEEK: Answer.PARTLY}),))
        assert GB.t("coach.check.answer", answer=GB.t("coach.check.partly")) in words(answered)
        assert ids.ACTION_COACH_CHECK_PARTLY not in actions(answered)
        assert actions(answered)[ids.ACTION_COACH_CHECK_AGAIN]["value"] == f"7:{WEEK}"
        due = mine(commitments=(replace(RUNNING, review_on=home_tabs.TODAY),))
        assert actions(due)[ids.ACTION_COACH_REVIEW]["value"] == "account_selection"

    @pytest.mark.parametrize("texts", BOTH)
    def test_the_language_menu_has_every_language_and_one_s_own_choice(self, texts: Texts) -> None:
        for chosen in (None, "sv", "en"):
            whose = person(language=chosen)
            menu = actions(home_mine.mine(texts, whose, home_tabs.mine(), "{}"))[ids.ACTION_LANGUAGE]
            offered = [option["value"] for option in menu["options"]]
            assert offered == ["slack", *(language.code for language in languages())]
            assert menu["initial_option"]["value"] == (chosen or "slack")
            names = {option["value"]: option["text"]["text"] for option in menu["options"]}
            assert (names["sv"], names["en"]) == ("Svenska", "English")

    def test_a_language_that_is_gone_is_slack_s_again(self) -> None:
        menu = actions(home_mine.mine(GB, person(language="xx"), home_tabs.mine(), "{}"))[ids.ACTION_LANGUAGE]
        assert menu["initial_option"]["value"] == "slack"

    @pytest.mark.parametrize("texts", BOTH)
    def test_the_weekly_message_and_the_boards(self, texts: Texts) -> None:
        assert ids.ACTION_WEEKLY_YES in actions(mine(texts))
        assert ids.ACTION_WEEKLY_STOP in actions(mine(texts, weekly=WeeklyChoice(True, asked=True)))
        running = mine(texts, weekly=WeeklyChoice(True, asked=True))
        change = actions(running)[ids.ACTION_WEEKLY_CHOOSE]["text"]["text"]
        assert change == texts.t("weekly.button.change"), "that it can be paused is not to be guessed"
        none, out, joined = (set(actions(mine(texts, boards=boards))) for boards in (None, False, True))
        ways = {ids.ACTION_BOARD_JOIN, ids.ACTION_BOARD_LEAVE}
        assert (none & ways, out & ways, joined & ways) == (set(), {ids.ACTION_BOARD_JOIN}, {ids.ACTION_BOARD_LEAVE})

    @pytest.mark.parametrize("texts", BOTH)
    @pytest.mark.parametrize("role", EVERY_ROLE)
    def test_who_sees_what_is_stated(self, texts: Texts, role: Role) -> None:
        shown = words(mine(texts, role))
        assert texts.t("home.privacy.title") in shown
        assert texts.t("home.privacy.rep") in shown
        assert (texts.t("home.privacy.manager") in shown) is (role is not Role.REP)


class TestOpenDeals:
    def test_the_stale_ones_are_asked_about(self) -> None:
        view = mine()
        assert "1 open deal is older than 81 days. Nine in ten won deals were quicker." in words(view)
        assert "#1011 · Acme · SEK 25,000 · open for 140 days" in words(view)
        buttons: dict[str, list[str]] = {
            action: [] for action in (ids.ACTION_HOME_WON, ids.ACTION_HOME_OPEN, ids.ACTION_DETAILS)
        }
        for element in elements(view):
            if element["action_id"] in buttons:
                buttons[element["action_id"]].append(element["value"])
        assert buttons == {
            ids.ACTION_HOME_WON: ["1011", "1014", "1013"],
            ids.ACTION_HOME_OPEN: ["1011"],
            ids.ACTION_DETAILS: ["1011", "1014", "1013"],
        }

    def test_nothing_is_said_of_stale_ones_where_the_page_has_none(self) -> None:
        later = home_tabs.open_deals(still_open(1014), page=2, pages=2, total=6)
        assert "Nine in ten" not in words(mine(open_deals=replace(later, stale=5, limit=81.0)))

    @pytest.mark.parametrize(
        ("page", "pages", "ways"),
        [(1, 1, {}), (1, 3, {"Next": "2"}), (2, 3, {"Previous": "1", "Next": "3"}), (3, 3, {"Previous": "2"})],
    )
    def test_pages(self, page: int, pages: int, ways: dict[str, str]) -> None:
        view = mine(open_deals=home_tabs.open_deals(still_open(1014), page=page, pages=pages, total=14))
        check_view(view)
        paging = (ids.ACTION_HOME_PAGE, ids.ACTION_HOME_PAGE_BACK)
        assert {e["text"]["text"]: e["value"] for e in elements(view) if e["action_id"] in paging} == ways
        assert (f"Page {page} of {pages}" in words(view)) is (pages > 1)
        assert "Your 14 open deals" in words(view)


class TestTeam:
    @pytest.mark.parametrize("texts", BOTH)
    @pytest.mark.parametrize("role", EVERY_ROLE)
    def test_the_team_s_goal_is_the_manager_s(self, texts: Texts, role: Role) -> None:
        view = team(texts, role)
        check_view(view)
        found = [e["value"] for e in elements(view) if e["action_id"] == ids.ACTION_GOAL]
        assert found == ["team"] * (role is not Role.REP)
        some = team(texts, Role.MANAGER, goals=Goals((), (replace(GOAL, team=True),)))
        assert actions(some)[ids.ACTION_GOAL]["text"]["text"] == texts.t("home.button.team_goals")

    @pytest.mark.parametrize("texts", BOTH)
    def test_figures_that_are_not_ready_are_waited_for(self, texts: Texts) -> None:
        view = home_team.team(texts, person(), home_tabs.team(None), "{}")
        check_view(view)
        assert texts.t("card.team_pending") in words(view)

    def test_charts_or_words(self) -> None:
        tab = home_tabs.team(card(name=None, mine=False))
        drawn, told = (home_team.team(GB, person(Role.MANAGER), tab, "{}", draws=draws) for draws in (True, False))
        assert "data_visualization" in kinds(drawn)
        assert {"data_visualization", "table"}.isdisjoint(kinds(told))


class TestWorkspace:
    @pytest.mark.parametrize("texts", BOTH)
    def test_everything_has_its_button(self, texts: Texts) -> None:
        view = workspace(texts)
        check_view(view)
        changing = [e["action_id"] for e in elements(view) if e["text"]["text"] == texts.t("home.button.change")]
        assert changing == [
            ids.ACTION_SETTINGS,
            ids.ACTION_PLAYBOOK,
            ids.ACTION_LOSS_REASONS,
            ids.ACTION_CHANNELS,
            ids.ACTION_ROLES,
        ]

    def test_what_holds_is_said(self) -> None:
        shown = words(workspace())
        assert "47 of 50 suggestions are on\n2 actions of your own" in shown
        assert "Reasons for losing*\nPrice, Fel färg" in shown
        assert "Admins: Anna Falk (by Slack)\nManagers: Maria Lind" in shown
        assert "12 people use Sales Coach; 5 of them want the weekly message." in shown
        assert "Currency: SEK" in shown

    def test_nobody_yet(self) -> None:
        shown = words(workspace(leaders=(), own_actions=0))
        assert "Admins: nobody yet\nManagers: nobody yet" in shown
        assert "of your own" not in shown

    def test_more_leaders_than_are_named(self) -> None:
        many = tuple(RoleHolder(f"Person {n}", admin=n < 3, named=True) for n in range(8))
        shown = words(workspace(leaders=many[:5], more_leaders=3))
        assert "Managers: Person 3, Person 4\nand 3 more" in shown

    def test_a_channel_is_named_by_slack(self) -> None:
        shown = words(workspace(sharing=Sharing(wins_channel="C0SALES", wins_currency="SEK")))
        assert "<#C0SALES>" in shown

    def test_swedish_reads_as_swedish(self) -> None:
        shown = words(workspace(SV))
        assert "Administratörer: Anna Falk" in shown
        assert "Pris, Fel färg" in shown


def test_a_sheet_takes_what_a_window_takes() -> None:
    made = sheet.sheet(GB, DONE.message, '{"tab":"team"}')
    check_view(made)
    assert (made["type"], "submit" in made, json.loads(made["private_metadata"])) == ("modal", False, {"tab": "team"})
    assert sheet.fits(DONE.message.blocks)
    drawn = mine()["blocks"]
    assert not sheet.fits(drawn)
