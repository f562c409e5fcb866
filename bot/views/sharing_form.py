"""The form for what is shared in channels, and the answer when it was changed."""

from typing import Any

import slackblocks as sb

from bot import ids
from bot.language.currencies import exponent
from bot.texts import Texts
from bot.values.sharing import AN_HOUR, BIG, Sharing
from bot.views.message import Json, Message, context, paragraph, rendered

AMOUNT, COUNT = 40, 10
SHOW_CUSTOMER = "customer"
IMPROVED, GOALS = "improved", "goals"


def modal(texts: Texts, sharing: Sharing, metadata: str) -> Json:
    """What `views.open` takes as `view`: ids are `ids.CHANNELS_FORM_FIELDS`. An empty channel switches off."""
    least, most = AN_HOUR
    blocks: list[sb.Block] = [
        context(texts.t("wins.form.intro")),
        _channel(texts, ids.FIELD_WINS_CHANNEL, sharing.wins_channel),
        sb.InputBlock(
            texts.t("wins.field.wins_from"),
            sb.PlainTextInput(ids.FIELD_WINS_FROM, _written(texts, sharing), max_length=AMOUNT),
            block_id=ids.FIELD_WINS_FROM,
            hint=texts.t("wins.hint.wins_from", times=texts.number(BIG)),
        ),
        sb.InputBlock(
            texts.t("wins.field.wins_an_hour"),
            sb.PlainTextInput(ids.FIELD_WINS_AN_HOUR, str(sharing.wins_an_hour), max_length=COUNT),
            block_id=ids.FIELD_WINS_AN_HOUR,
            hint=texts.t("wins.hint.wins_an_hour", least=texts.number(least), most=texts.number(most)),
        ),
        _boxes(texts, ids.FIELD_WINS_SHOW, ((SHOW_CUSTOMER, sharing.wins_name_customer),)),
        _channel(texts, ids.FIELD_BOARDS_CHANNEL, sharing.boards_channel),
        _boxes(texts, ids.FIELD_BOARDS, ((IMPROVED, sharing.improved_board), (GOALS, sharing.goal_board))),
        context(texts.t("boards.form.note")),
    ]
    view: dict[str, Any] = sb.ModalView(
        title=texts.t("form.title.channels"),
        blocks=blocks,
        submit=texts.t("form.save"),
        close=texts.t("form.cancel"),
        callback_id=ids.CALLBACK_CHANNELS_FORM,
        private_metadata=metadata,
    ).to_dict()
    return view


def changed(texts: Texts, sharing: Sharing) -> Message:
    """What is shared from now on, and that the bot has to be in the channel."""
    said = lines(texts, sharing)
    blocks: list[sb.Block] = [paragraph("\n".join(said))]
    if sharing.wins_channel is not None or sharing.boards:
        said.append(texts.t("wins.invite"))
        blocks.append(context(said[-1]))
    return Message("\n".join(said), rendered(blocks))


def lines(texts: Texts, sharing: Sharing) -> list[str]:
    """What is shared and where, a line for won deals and one for boards."""
    lines = []
    if sharing.wins_channel is None:
        lines.append(texts.t("wins.off"))
    else:
        value = texts.money(sharing.wins_from, sharing.wins_currency)
        channel = f"<#{sharing.wins_channel}>"
        lines.append(texts.n("wins.on", sharing.wins_an_hour, value=value, channel=channel))
    if not sharing.boards:
        lines.append(texts.t("boards.off"))
    else:
        names = ", ".join(texts.t(f"boards.name.{kind}") for kind in sharing.boards)
        lines.append(texts.t("boards.on", names=names, channel=f"<#{sharing.boards_channel}>"))
    return lines


def _channel(texts: Texts, name: str, chosen: str | None) -> sb.InputBlock:
    menu = sb.ConversationSelectMenu(
        action_id=name,
        initial_conversation=chosen,
        filter=sb.ConversationFilter(include=["public", "private"], exclude_bot_users=True),
        placeholder=texts.t("wins.placeholder.channel"),
    )
    label, hint = texts.t(f"wins.field.{name}"), texts.t(f"wins.hint.{name}")
    return sb.InputBlock(label, menu, block_id=name, hint=hint, optional=True)


def _boxes(texts: Texts, name: str, boxes: tuple[tuple[str, bool], ...]) -> sb.InputBlock:
    options = [(sb.Option(sb.PlainText(texts.t(f"wins.box.{box}")), box), on) for box, on in boxes]
    ticked = [option for option, on in options if on]
    group = sb.CheckboxGroup(name, [option for option, _ in options], initial_options=ticked or None)
    return sb.InputBlock(texts.t(f"wins.field.{name}"), group, block_id=name, optional=True)


def _written(texts: Texts, sharing: Sharing) -> str:
    """The threshold as one would type it."""
    whole, rest = divmod(sharing.wins_from, 10 ** exponent(sharing.wins_currency))
    return texts.number(whole) if not rest else texts.money(sharing.wins_from, sharing.wins_currency)
