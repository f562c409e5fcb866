"""The form for a goal: one's own, or the team's."""

from typing import Any

import slackblocks as sb

from bot import ids
from bot.texts import Texts
from bot.values import Goals
from bot.views.goals import level
from bot.views.message import Json, context, paragraph
from pillars import PILLARS

ROOM = 40
"""Characters that the field takes: more than it needs, so that what is wrong gets a sentence and not a stop."""


def modal(texts: Texts, goals: Goals, metadata: str, *, team: bool) -> Json:
    """What `views.open` takes as `view`: the goals that there are, a pillar, and the level to reach."""
    standing = [
        f"{texts.t(f'pillar.{goal.pillar}')}: {level(texts, goal)}" for goal in (goals.team if team else goals.mine)
    ]
    options = [sb.Option(sb.PlainText(texts.t(f"pillar.{pillar}")), pillar) for pillar in PILLARS]
    blocks: list[sb.Block] = [context(texts.t("goal.form.intro.team" if team else "goal.form.intro"))]
    if standing:
        blocks.append(paragraph("\n".join(standing)))
    blocks += [
        sb.InputBlock(
            texts.t("goal.field.pillar"),
            sb.RadioButtonGroup(ids.FIELD_GOAL_PILLAR, options),
            block_id=ids.FIELD_GOAL_PILLAR,
        ),
        sb.InputBlock(
            texts.t("goal.field.level"),
            sb.PlainTextInput(ids.FIELD_GOAL_LEVEL, max_length=ROOM, placeholder=texts.t("goal.placeholder.level")),
            block_id=ids.FIELD_GOAL_LEVEL,
            hint=texts.t("goal.hint.level"),
            optional=True,
        ),
    ]
    view: dict[str, Any] = sb.ModalView(
        title=texts.t("form.title.team_goal" if team else "form.title.goal"),
        blocks=blocks,
        submit=texts.t("form.save"),
        close=texts.t("form.cancel"),
        callback_id=ids.CALLBACK_GOAL_FORM,
        private_metadata=metadata,
    ).to_dict()
    return view
