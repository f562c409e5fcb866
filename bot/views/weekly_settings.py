"""Consent and rhythm of the weekly message: the offer on the home tab, the form, and what is said when they change."""

from datetime import date, datetime, time
from typing import Any

import slackblocks as sb

from bot import ids
from bot.texts import Texts
from bot.texts.formats import clock_time
from bot.values.letters import WeeklyChoice
from bot.views import fast_blocks
from bot.views.message import Json, Message, button, context, paragraph, rendered

HOURS = 24
DAYS = 7


def home_blocks(texts: Texts, choice: WeeklyChoice, *, sees_everyone: bool) -> list[sb.Block]:
    """The offer where nobody has answered it yet; else what was chosen, with ways to change it."""
    title = f"*{texts.t('weekly.home.title')}*"
    if not choice.asked:
        offer = texts.t("weekly.offer.manager" if sees_everyone else "weekly.offer")
        buttons = [
            button(texts.t("weekly.button.yes", when=when(texts, choice)), ids.ACTION_WEEKLY_YES, primary=True),
            button(texts.t("weekly.button.choose"), ids.ACTION_WEEKLY_CHOOSE),
            button(texts.t("weekly.button.no"), ids.ACTION_WEEKLY_NO),
        ]
        return [paragraph(f"{title}\n{offer}"), sb.ActionsBlock(list(buttons))]
    return [paragraph(f"{title}\n{state(texts, choice)}"), sb.ActionsBlock(list(_ways(texts, choice)))]


def state(texts: Texts, choice: WeeklyChoice) -> str:
    """What was chosen, in a sentence."""
    if not choice.wanted:
        return texts.t("weekly.off")
    if choice.paused and choice.paused_until is not None:
        return texts.t("weekly.paused", date=texts.date(choice.paused_until), when=when(texts, choice))
    if choice.paused:
        return texts.t("weekly.paused.open")
    return texts.t("weekly.on", when=when(texts, choice))


def when(texts: Texts, choice: WeeklyChoice) -> str:
    """`Mondays at 08:00`, `måndagar kl. 08:00`"""
    return texts.t("weekly.when", day=_weekday(texts, choice.weekday), time=_hour(texts, choice.hour))


def footer(texts: Texts) -> Json:
    """Under every weekly message: how to change when it comes, and how to stop it."""
    return fast_blocks.actions(
        fast_blocks.button(texts.t("weekly.button.choose"), ids.ACTION_WEEKLY_CHOOSE),
        fast_blocks.button(texts.t("weekly.button.stop"), ids.ACTION_WEEKLY_STOP),
    )


def changed(texts: Texts, choice: WeeklyChoice) -> Message:
    """What holds from now on, with the way back."""
    if not choice.wanted:
        said = texts.t("weekly.stopped")
        again = button(texts.t("weekly.button.again"), ids.ACTION_WEEKLY_YES)
        return Message(said, rendered([paragraph(said), sb.ActionsBlock([again])]))
    said = state(texts, choice)
    return Message(said, rendered([paragraph(said)]))


def modal(texts: Texts, choice: WeeklyChoice, today: date, metadata: str) -> Json:
    """The form: weekday, hour, and a day until which nothing comes. Ids are `ids.WEEKLY_FORM_FIELDS`."""
    days = [_option(_weekday(texts, day).capitalize(), str(day)) for day in range(DAYS)]
    hours = [_option(_hour(texts, hour), str(hour)) for hour in range(HOURS)]
    until = choice.paused_until if choice.paused and choice.paused_until and choice.paused_until > today else None
    pause = sb.DatePicker(action_id=ids.FIELD_PAUSE_UNTIL, initial_date=None if until is None else until.isoformat())
    blocks: list[sb.Block] = [
        context(texts.t("weekly.form.intro")),
        sb.InputBlock(
            texts.t("weekly.field.weekday"),
            sb.StaticSelectMenu(ids.FIELD_WEEKDAY, days, initial_option=days[choice.weekday]),
            block_id=ids.FIELD_WEEKDAY,
        ),
        sb.InputBlock(
            texts.t("weekly.field.hour"),
            sb.StaticSelectMenu(ids.FIELD_HOUR, hours, initial_option=hours[choice.hour]),
            block_id=ids.FIELD_HOUR,
            hint=texts.t("weekly.hint.hour"),
        ),
        sb.InputBlock(
            texts.t("weekly.field.pause_until"),
            pause,
            block_id=ids.FIELD_PAUSE_UNTIL,
            optional=True,
            hint=texts.t("weekly.hint.pause_until"),
        ),
    ]
    view: dict[str, Any] = sb.ModalView(
        title=texts.t("form.title.weekly"),
        blocks=blocks,
        submit=texts.t("form.save"),
        close=texts.t("form.cancel"),
        callback_id=ids.CALLBACK_WEEKLY_FORM,
        private_metadata=metadata,
    ).to_dict()
    return view


def _ways(texts: Texts, choice: WeeklyChoice) -> list[sb.Button]:
    if not choice.wanted:
        return [
            button(texts.t("weekly.button.again"), ids.ACTION_WEEKLY_YES),
            button(texts.t("weekly.button.choose"), ids.ACTION_WEEKLY_CHOOSE),
        ]
    stop = button(texts.t("weekly.button.stop"), ids.ACTION_WEEKLY_STOP)
    label = texts.t("weekly.button.choose" if choice.paused else "weekly.button.change")
    change = button(label, ids.ACTION_WEEKLY_CHOOSE)
    return (
        [button(texts.t("weekly.button.resume"), ids.ACTION_WEEKLY_YES), change, stop]
        if choice.paused
        else [change, stop]
    )


def _option(label: str, value: str) -> sb.Option:
    return sb.Option(sb.PlainText(label), value)


def _weekday(texts: Texts, day: int) -> str:
    return str(texts.formats.locale.days["stand-alone"]["wide"][day])


def _hour(texts: Texts, hour: int) -> str:
    return clock_time(texts.formats.locale, datetime.combine(date.min, time(hour)))
