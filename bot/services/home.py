"""What the home tab shows, read in one go: a person's own tab, the team's, the workspace's."""

from bot.errors import FiguresNotReady, NotAllowed
from bot.services.channels import Channels
from bot.services.clock import Clock, today_at_work
from bot.services.coach import Coach
from bot.services.commitments import Commitments
from bot.services.figures import Figures
from bot.services.goals import GoalDesk
from bot.services.loss_reasons import LossReasons
from bot.services.open_deals import OpenDealList
from bot.services.people import KnownMember, People
from bot.services.playbooks import Playbooks
from bot.services.weekly import Weekly
from bot.storage.engine import Database
from bot.values import Person, Role
from bot.values.home import MyTab, RoleHolder, TeamTab, WorkspaceTab
from coaching.catalogue import RULES

MOST_LEADERS = 20
"""Managers and admins that are named; with more, the number says it."""


class HomeDesk:
    """Nothing is changed here: each thing on the tab has its own place where it is changed."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        people: People,
        figures: Figures,
        goals: GoalDesk,
        coach: Coach,
        commitments: Commitments,
        weekly: Weekly,
        channels: Channels,
        playbooks: Playbooks,
        reasons: LossReasons,
    ) -> None:
        self._clock = clock
        self._people = people
        self._figures = figures
        self._goals = goals
        self._coach = coach
        self._commitments = commitments
        self._weekly = weekly
        self._channels = channels
        self._playbooks = playbooks
        self._reasons = reasons
        self._open = OpenDealList(database, clock)

    def begins_with_team(self, person: Person) -> bool:
        """Whether the team's tab says more to them than their own: a manager who does not sell."""
        return person.sees_everyone and self._open.others_sell(person)

    def mine(self, person: Person, language: str, page: int = 1) -> MyTab:
        """The person's own tab, with that page of their open deals."""
        card = self._figures.rep_card(person, person)
        running = tuple(self._commitments.running(person))
        boards = bool(self._channels.takes_part(person)) if self._channels.of(person).boards else None
        return MyTab(
            card=card,
            open_deals=self._open.page(person, card, page),
            commitments=running,
            own_texts=self._coach.own_texts(person, language) if running else {},
            week=self._commitments.week_of(person),
            today=today_at_work(person, self._clock()),
            weekly=self._weekly.choice(person),
            boards=boards,
        )

    def team(self, person: Person, language: str) -> TeamTab:
        """The team's tab, by the person's right: each rep's figures are for managers and admins."""
        try:
            card = self._figures.team_card(person)
        except FiguresNotReady:
            card = None
        works_on = self._coach.team(person)
        own = self._coach.own_texts(person, language) if works_on else {}
        return TeamTab(card, self._goals.standing(person), works_on, own)

    def workspace(self, person: Person) -> WorkspaceTab:
        """What holds for everybody. Raises NotAllowed for anybody who is no admin."""
        if person.role is not Role.ADMIN:
            raise NotAllowed(what="settings")
        playbook = self._playbooks.current(person).playbook
        known = {rule.key for rule in RULES}
        members = [each for each in self._people.members(person.workspace_id) if _here(each)]
        # Admins first: who can change something is whom one looks for.
        leaders = [each for each in members if each.role is not Role.REP]
        leaders.sort(key=lambda each: each.role is not Role.ADMIN)
        return WorkspaceTab(
            yardstick=person.yardstick,
            rules=len(known),
            rules_off=len(known.intersection(playbook.off)),
            own_actions=len(playbook.actions),
            reasons=self._reasons.offered(person),
            sharing=self._channels.of(person),
            leaders=tuple(
                RoleHolder(each.profile.name, each.role is Role.ADMIN, each.named_role is not None)
                for each in leaders[:MOST_LEADERS]
            ),
            more_leaders=max(len(leaders) - MOST_LEADERS, 0),
            members=len(members),
            weekly_wanted=len({each.recipient.member_id for each in self._weekly.upcoming(person.workspace_id)}),
        )


def _here(member: KnownMember) -> bool:
    """Still in Slack, and no name of a file that waits."""
    return member.profile.active and bool(member.profile.slack_user_id)
