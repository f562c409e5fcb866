"""The form for what the workspace measures with, and the answer when it was changed."""

from typing import Any

import slackblocks as sb

from bot import ids
from bot.texts import Texts
from bot.values import StartingPoint, Yardstick, YardstickChange
from bot.views.message import Json, Message, context, paragraph, rendered, sentence_case
from pillars import CALL_OFF_UNITS

ROOM = {ids.FIELD_CURRENCY: 20, ids.FIELD_HORIZON: 20}
"""Characters that a field takes: more than it needs, so that what is wrong gets a sentence and not a stop."""


def modal(texts: Texts, yardstick: Yardstick, metadata: str) -> Json:
    """What `views.open` takes as `view`: block and action ids are `ids.SETTINGS_FORM_FIELDS`, all filled in.

    `metadata`, at most 3,000 characters, comes back with the submission.
    """
    weekdays = {day: sentence_case(name) for day, name in _weekdays(texts).items()}
    blocks: list[sb.Block] = [
        context(texts.t("settings.intro")),
        _text(texts, ids.FIELD_CURRENCY, yardstick.currency),
        _choice(texts, ids.FIELD_STARTING_POINT, _starting_points(texts), yardstick.starting_point.value),
        _choice(texts, ids.FIELD_CALL_OFF_UNIT, _call_off_units(texts), yardstick.call_off_unit),
        _text(texts, ids.FIELD_HORIZON, str(yardstick.horizon_months)),
        _choice(texts, ids.FIELD_WEEK_START, weekdays, str(yardstick.week_start)),
    ]
    view: dict[str, Any] = sb.ModalView(
        title=texts.t("form.title.settings"),
        blocks=blocks,
        submit=texts.t("form.save"),
        close=texts.t("form.cancel"),
        callback_id=ids.CALLBACK_SETTINGS_FORM,
        private_metadata=metadata,
    ).to_dict()
    return view


def changed(texts: Texts, change: YardstickChange) -> Message:
    """What is otherwise now, for whom, and what it means for figures that were shown before."""
    before, after = (shown(texts, side) for side in (change.before, change.after))
    lines = [
        texts.t("deal.change.now", field=texts.t(f"settings.field.{name}"), now=after[name], before=before[name])
        for name in ids.SETTINGS_FORM_FIELDS
        if after[name] != before[name]
    ]
    if not lines:
        said = texts.t("settings.unchanged")
        return Message(said, rendered([paragraph(said)]))
    notes = [texts.t("settings.recomputed")]
    if change.before.currency != change.after.currency:
        notes.append(texts.t("settings.other_currency", currency=change.after.currency))
    said = "\n".join([texts.t("settings.changed"), *lines])
    return Message("\n".join([said, *notes]), rendered([paragraph(said), context(*notes)]))


def shown(texts: Texts, yardstick: Yardstick) -> dict[str, str]:
    """Each field's value in words."""
    return {
        ids.FIELD_CURRENCY: yardstick.currency,
        ids.FIELD_STARTING_POINT: _starting_points(texts)[yardstick.starting_point.value],
        ids.FIELD_CALL_OFF_UNIT: _call_off_units(texts)[yardstick.call_off_unit],
        ids.FIELD_HORIZON: texts.n("settings.months", yardstick.horizon_months),
        ids.FIELD_WEEK_START: _weekdays(texts)[str(yardstick.week_start)],
    }


def _starting_points(texts: Texts) -> dict[str, str]:
    return {point.value: texts.t(f"settings.starting_point.{point.value}") for point in StartingPoint}


def _call_off_units(texts: Texts) -> dict[str, str]:
    return {unit: texts.t(f"settings.call_off_unit.{unit}") for unit in CALL_OFF_UNITS}


def _weekdays(texts: Texts) -> dict[str, str]:
    names = texts.formats.locale.days["stand-alone"]["wide"]
    return {str(day): str(names[day]) for day in range(7)}


def _text(texts: Texts, name: str, value: str) -> sb.InputBlock:
    element = sb.PlainTextInput(name, value, max_length=ROOM[name])
    return sb.InputBlock(
        texts.t(f"settings.field.{name}"), element, block_id=name, hint=texts.t(f"settings.hint.{name}")
    )


def _choice(texts: Texts, name: str, offered: dict[str, str], chosen: str) -> sb.InputBlock:
    options = {value: sb.Option(sb.PlainText(label), value) for value, label in offered.items()}
    element = sb.StaticSelectMenu(name, list(options.values()), initial_option=options[chosen])
    return sb.InputBlock(
        texts.t(f"settings.field.{name}"), element, block_id=name, hint=texts.t(f"settings.hint.{name}")
    )
