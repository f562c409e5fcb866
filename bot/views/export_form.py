"""The form for one's deals as a file, and what goes with the file."""

from typing import Any

import slackblocks as sb

from bot import ids
from bot.texts import Texts
from bot.values.exports import ExportFormat, ExportPeriod, ExportWanted, Whose
from bot.views.message import Json, context, plain


def modal(texts: Texts, *, offers_all: bool) -> Json:
    """What `views.open` takes as `view`; `offers_all` for those who see everyone's deals."""
    formats = [_option(texts.t(f"export.format.{kind.value}"), kind.value) for kind in ExportFormat]
    periods = [_option(texts.t(f"export.period.{period.value}"), period.value) for period in ExportPeriod]
    blocks: list[sb.Block] = [
        context(texts.t("export.intro")),
        sb.InputBlock(
            texts.t("export.field.period"),
            sb.StaticSelectMenu(ids.FIELD_EXPORT_PERIOD, periods, initial_option=periods[0]),
            block_id=ids.FIELD_EXPORT_PERIOD,
            hint=texts.t("export.hint.period"),
        ),
        sb.InputBlock(
            texts.t("export.field.format"),
            sb.RadioButtonGroup(ids.FIELD_EXPORT_FORMAT, formats, initial_option=formats[0]),
            block_id=ids.FIELD_EXPORT_FORMAT,
        ),
    ]
    if offers_all:
        whose = [_option(texts.t(f"export.whose.{one.value}"), one.value) for one in Whose]
        blocks.append(
            sb.InputBlock(
                texts.t("export.field.whose"),
                sb.StaticSelectMenu(ids.FIELD_EXPORT_WHOSE, whose, initial_option=whose[0]),
                block_id=ids.FIELD_EXPORT_WHOSE,
            )
        )
    view: dict[str, Any] = sb.ModalView(
        title=texts.t("form.title.export"),
        blocks=blocks,
        submit=texts.t("export.submit"),
        close=texts.t("form.cancel"),
        callback_id=ids.CALLBACK_EXPORT_FORM,
    ).to_dict()
    return view


def begun(texts: Texts, count: int) -> Json:
    """Takes the place of the form: where the file will be."""
    view: dict[str, Any] = sb.ModalView(
        title=texts.t("form.title.export"),
        blocks=[plain(texts.n("export.begun", count))],
        close=texts.t("file.form.close"),
    ).to_dict()
    return view


def file_name(texts: Texts, wanted: ExportWanted) -> str:
    """`my-deals.csv`, `all-deals-2026-01-01-2026-12-31.xlsx`"""
    name = texts.t(f"export.name.{wanted.whose.value}")
    if wanted.window is not None:
        name += f"-{wanted.window.start.isoformat()}-{wanted.window.end.isoformat()}"
    return f"{name}.{wanted.format.value}"


def sent(texts: Texts, count: int) -> str:
    """Goes with the file."""
    return texts.n("export.sent", count)


def _option(label: str, value: str) -> sb.Option:
    return sb.Option(sb.PlainText(label), value)
