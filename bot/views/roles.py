"""The form for who is a manager or an admin, with the latest changes, and what is told when somebody was named."""

from collections.abc import Sequence
from typing import Any, Final

import slackblocks as sb

from bot import ids
from bot.texts import Texts, escape
from bot.values import Role, RoleChanged
from bot.views.message import Json, Message, context, paragraph, plain, rendered, typed

AS_SLACK: Final = "slack"
"""The choice that leaves it to Slack: its admins are admins, all others reps."""

CHOICES: Final = (Role.MANAGER.value, Role.ADMIN.value, Role.REP.value, AS_SLACK)
NAME = 60
NAME_IN_HISTORY = 40


def modal(texts: Texts, metadata: str, changes: Sequence[RoleChanged] = ()) -> Json:
    """What `views.open` takes as `view`: somebody, what they are to be, and the latest changes, the newest first."""
    options = [
        sb.Option(sb.PlainText(texts.t(f"roles.{choice}")), choice, sb.PlainText(texts.t(f"roles.{choice}.means")))
        for choice in CHOICES
    ]
    blocks: list[sb.Block] = [
        context(texts.t("roles.intro")),
        sb.InputBlock(
            texts.t("roles.field.who"),
            sb.UserSelectMenu(ids.FIELD_ROLE_WHO, placeholder=texts.t("roles.placeholder.who")),
            block_id=ids.FIELD_ROLE_WHO,
        ),
        sb.InputBlock(
            texts.t("roles.field.role"), sb.RadioButtonGroup(ids.FIELD_ROLE, options), block_id=ids.FIELD_ROLE
        ),
    ]
    if changes:
        lines = [_changed(texts, change) for change in changes]
        blocks += [paragraph(f"*{texts.t('roles.changes')}*"), plain("\n".join(lines))]
    view: dict[str, Any] = sb.ModalView(
        title=texts.t("form.title.roles"),
        blocks=blocks,
        submit=texts.t("form.save"),
        close=texts.t("form.cancel"),
        callback_id=ids.CALLBACK_ROLES_FORM,
        private_metadata=metadata,
    ).to_dict()
    return view


def named(texts: Texts, name: str, role: Role) -> Message:
    """Who is what from now on, and what that means."""
    shown = escape(typed(name, NAME))
    said = texts.t("roles.named", name=shown, role=_role(texts, role))
    means = texts.t(f"roles.{role.value}.means")
    return Message(f"{said}\n{means}", rendered([paragraph(said), context(means)]))


def told(texts: Texts, actor: str, before: Role, after: Role) -> Message:
    """To whose role was changed: by whom, from what to what, and what that means for them."""
    said = texts.t(
        "roles.told", actor=escape(typed(actor, NAME)), before=_role(texts, before), after=_role(texts, after)
    )
    means = texts.t(f"roles.told.{after.value}")
    return Message(f"{said}\n{means}", rendered([paragraph(said), context(means)]))


def _changed(texts: Texts, change: RoleChanged) -> str:
    """`18 Nov 2026: Anna Falk changed Elin Sandberg from rep to manager`, as plain text."""
    after = _role(texts, change.after)
    places = {
        "date": texts.date(change.on),
        "name": typed(change.name, NAME_IN_HISTORY),
        "before": _role(texts, change.before),
        "after": texts.t("home.role.by_slack", name=after) if change.by_slack else after,
    }
    if change.actor is None:
        return texts.t("roles.change.command_line", **places)
    return texts.t("roles.change", actor=typed(change.actor, NAME_IN_HISTORY), **places)


def _role(texts: Texts, role: Role) -> str:
    """Inside a sentence: `manager`."""
    return texts.t(f"roles.{role.value}").lower()
