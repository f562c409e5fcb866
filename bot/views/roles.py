"""The form for who is a manager or an admin, and the answer when somebody was named."""

from typing import Any, Final

import slackblocks as sb

from bot import ids
from bot.texts import Texts, escape
from bot.values import Role
from bot.views.message import Json, Message, context, paragraph, rendered, typed

AS_SLACK: Final = "slack"
"""The choice that leaves it to Slack: its admins are admins, all others reps."""

CHOICES: Final = (Role.MANAGER.value, Role.ADMIN.value, Role.REP.value, AS_SLACK)
NAME = 60


def modal(texts: Texts, metadata: str) -> Json:
    """What `views.open` takes as `view`: somebody, and what they are to be."""
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
    said = texts.t("roles.named", name=shown, role=texts.t(f"roles.{role.value}").lower())
    means = texts.t(f"roles.{role.value}.means")
    return Message(f"{said}\n{means}", rendered([paragraph(said), context(means)]))
