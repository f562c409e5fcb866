"""The admins' tab: what holds for the whole workspace, each with the way to change it."""

import slackblocks as sb

from bot import ids
from bot.texts import Texts, escape
from bot.values import Person
from bot.values.home import RoleHolder, WorkspaceTab
from bot.views import home, sharing_form, yardstick
from bot.views.home import Said
from bot.views.message import Json, button, context, mrkdwn, sentence_case, typed

NAME = 40
REASON = 40


def workspace(texts: Texts, person: Person, tab: WorkspaceTab, metadata: str, said: Said | None = None) -> Json:
    """The view, for an admin."""
    measures = yardstick.shown(texts, tab.yardstick)
    lines = [texts.t("home.line", name=texts.t(f"settings.field.{name}"), value=measures[name]) for name in measures]
    reasons = ", ".join(typed(sentence_case(texts.reason(reason)), REASON) for reason in tab.reasons)
    rules = [texts.t("home.playbook", on=texts.number(tab.rules - tab.rules_off), all=texts.number(tab.rules))]
    if tab.own_actions:
        rules.append(texts.n("home.playbook.own", tab.own_actions))
    parts = [
        _part(texts, "measures", lines, ids.ACTION_SETTINGS),
        _part(texts, "playbook", rules, ids.ACTION_PLAYBOOK),
        _part(texts, "reasons", [escape(reasons)], ids.ACTION_LOSS_REASONS),
        _part(texts, "channels", sharing_form.lines(texts, tab.sharing), ids.ACTION_CHANNELS),
        _part(texts, "roles", _leaders(texts, tab), ids.ACTION_ROLES),
        context(texts.n("home.members", tab.members, weekly=texts.number(tab.weekly_wanted))),
    ]
    return home.view(texts, person, home.WORKSPACE, parts, metadata, said)


def _part(texts: Texts, name: str, lines: list[str], action_id: str) -> sb.SectionBlock:
    said = "\n".join([f"*{texts.t(f'home.workspace.{name}')}*", *lines])
    return sb.SectionBlock(mrkdwn(said), accessory=button(texts.t("home.button.change"), action_id))


def _leaders(texts: Texts, tab: WorkspaceTab) -> list[str]:
    lines = []
    for admin in (True, False):
        names = ", ".join(_name(texts, each) for each in tab.leaders if each.admin is admin)
        role = texts.t("home.admins" if admin else "home.managers")
        lines.append(texts.t("home.line", name=role, value=names or texts.t("home.nobody")))
    if tab.more_leaders:
        lines.append(texts.n("coach.team.more_people", tab.more_leaders))
    return lines


def _name(texts: Texts, holder: RoleHolder) -> str:
    name = escape(typed(holder.name, NAME))
    return name if holder.named else texts.t("home.role.by_slack", name=name)
