"""The form for the reasons that a workspace offers for a lost deal, and the answer when they were changed."""

from collections.abc import Sequence
from typing import Any

import slackblocks as sb

from bot import ids
from bot.texts import Texts, escape
from bot.values.loss_reasons import DEFAULT_REASONS, LONGEST_REASON, MOST_OWN_REASONS, LossReasonsChange
from bot.views.message import Json, Message, clip, context, paragraph, plain, rendered, sentence_case, typed

ROOM = min(3000, MOST_OWN_REASONS * (LONGEST_REASON + 1) + 100)
"""Characters that the field takes: more than it needs, so that what is too long gets a sentence and not a stop."""


def modal(texts: Texts, offered: Sequence[str], metadata: str) -> Json:
    """What `views.open` takes as `view`: the well-known reasons as boxes, the own ones as lines."""
    known = {key: sb.Option(sb.PlainText(sentence_case(texts.reason(key))), key) for key in DEFAULT_REASONS}
    own = "\n".join(reason for reason in offered if reason not in known)
    chosen = [option for key, option in known.items() if key in offered]
    blocks: list[sb.Block] = [
        context(texts.t("reasons.intro")),
        sb.InputBlock(
            texts.t("reasons.field.known"),
            sb.CheckboxGroup(ids.FIELD_KNOWN_REASONS, list(known.values()), chosen or None),
            block_id=ids.FIELD_KNOWN_REASONS,
            optional=True,
        ),
        sb.InputBlock(
            texts.t("reasons.field.own"),
            sb.PlainTextInput(
                ids.FIELD_OWN_REASONS,
                own,
                multiline=True,
                max_length=max(ROOM, len(own)),
                placeholder=texts.t("reasons.placeholder.own"),
            ),
            block_id=ids.FIELD_OWN_REASONS,
            hint=texts.t("reasons.hint.own", limit=texts.number(LONGEST_REASON)),
            optional=True,
        ),
    ]
    view: dict[str, Any] = sb.ModalView(
        title=texts.t("form.title.reasons"),
        blocks=blocks,
        submit=texts.t("form.save"),
        close=texts.t("form.cancel"),
        callback_id=ids.CALLBACK_LOSS_REASONS_FORM,
        private_metadata=metadata,
    ).to_dict()
    return view


def changed(texts: Texts, change: LossReasonsChange) -> Message:
    """Which reasons are offered now, and that deals keep theirs."""
    if change.before == change.after:
        said = texts.t("reasons.unchanged")
        return Message(said, rendered([paragraph(said)]))
    names = ", ".join(typed(texts.reason(reason), LONGEST_REASON) for reason in change.after)
    said = clip(texts.t("reasons.changed", reasons=names), 2900)
    note = texts.t("reasons.kept")
    return Message(escape(f"{said}\n{note}"), rendered([plain(said), context(note)]))
