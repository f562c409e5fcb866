"""The home tab and the forms on it, with the worst data."""

from hypothesis import strategies as st

from bot.values import Deed, Goals, Person, Role, RoleChanged
from bot.values.exports import ExportFormat, ExportWanted, Whose
from bot.values.home import LatestChange, MyTab, OpenDeal, OpenDeals, RoleHolder, TeamTab, WorkspaceTab
from bot.views import export_form, goal_form, home, home_mine, home_team, home_workspace, roles, sheet
from tests.views.worst import coaching as coached
from tests.views.worst import values as worst
from tests.views.worst.call import call, flags, metadata
from tests.views.worst.deals import message

person = st.builds(
    Person,
    workspace_id=st.just(1),
    member_id=st.just(2**62),
    slack_user_id=st.just("U0ADMIN"),
    name=worst.names,
    role=st.sampled_from(Role),
    locale=st.just("en-GB"),
    tz=st.just("Europe/Stockholm"),
    yardstick=coached.yardsticks,
    language=st.sampled_from([None, "sv", "gone"]),
)
goals = st.builds(Goals, *[st.lists(worst.goals, max_size=4, unique_by=lambda goal: goal.pillar).map(tuple)] * 2)
latest_changes = st.builds(
    LatestChange, st.just(2**62), st.sampled_from([deed for deed in Deed if deed is not Deed.UNDONE]), worst.deals
)
open_deals = st.builds(
    lambda found, stale, page, limit, latest: OpenDeals(
        tuple(OpenDeal(deal, 36_500, stale) for deal in found),
        page,
        50,
        500 if found else 0,
        500 if stale and found else 0,
        limit,
        latest,
    ),
    worst.several(10),
    flags,
    st.sampled_from([1, 25, 50]),
    worst.spans,
    st.none() | latest_changes,
)
my_tab = st.builds(
    MyTab,
    card=worst.cards,
    open_deals=open_deals,
    commitments=coached.running.map(tuple),
    own_texts=coached.own,
    week=worst.days,
    today=worst.days,
    weekly=coached.weekly_choices,
    boards=st.sampled_from([None, False, True]),
)
team_tab = st.builds(
    TeamTab,
    card=st.none() | worst.cards,
    goals=goals,
    works_on=coached.team_lines.map(tuple),
    own_texts=coached.own,
)
leaders = st.sampled_from([0, 1, 20]).map(
    lambda many: tuple(
        RoleHolder(worst.NAMES[number % len(worst.NAMES)], bool(number % 2), bool(number % 3)) for number in range(many)
    )
)
workspace_tab = st.builds(
    WorkspaceTab,
    yardstick=coached.yardsticks,
    rules=worst.counts,
    rules_off=worst.counts,
    own_actions=worst.counts,
    reasons=st.sampled_from([(), worst.REASONS[:21], tuple(worst.REASONS[:21]) * 2]),
    sharing=coached.sharings,
    leaders=leaders,
    members=worst.counts,
    weekly_wanted=worst.counts,
)
role_changes = st.lists(
    st.builds(
        RoleChanged,
        on=worst.days,
        actor=st.none() | worst.names,
        name=worst.names,
        before=st.sampled_from(Role),
        after=st.sampled_from(Role),
        by_slack=flags,
    ),
    max_size=10,
)
said = st.none() | st.builds(home.Said, message, flags)

TABS = (
    call(home.view, person=person, shown=st.sampled_from(home.TABS), parts=st.just(()), metadata=metadata, said=said),
    call(home_mine.mine, person=person, tab=my_tab, metadata=metadata, said=said, draws=flags),
    call(home_team.team, person=person, tab=team_tab, metadata=metadata, said=said, draws=flags),
    call(home_workspace.workspace, person=person, tab=workspace_tab, metadata=metadata, said=said),
    call(goal_form.modal, goals=goals, metadata=metadata, team=flags),
    call(
        roles.modal,
        metadata=metadata,
        changes=role_changes,
        shows=lambda a: [change.name for change in a["changes"]],
    ),
    call(
        roles.told,
        actor=worst.names,
        before=st.sampled_from(Role),
        after=st.sampled_from(Role),
        shows=lambda a: [a["actor"]],
    ),
    call(roles.named, name=worst.names, role=st.sampled_from(Role), shows=lambda a: [a["name"]]),
    call(sheet.sheet, message=message, metadata=metadata),
    call(export_form.modal, offers_all=flags),
    call(export_form.begun, count=worst.counts),
    call(
        export_form.file_name,
        wanted=st.builds(
            ExportWanted, st.sampled_from(ExportFormat), st.none() | worst.windows, st.sampled_from(Whose)
        ),
    ),
    call(export_form.sent, count=worst.counts),
)
