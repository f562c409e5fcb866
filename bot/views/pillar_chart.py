"""One pillar week by week with its band: a chart that Slack draws, and the same in words."""

import slackblocks as sb

from bot.texts import Texts, escape
from bot.values import Card, TrendPoint
from bot.views.card_lines import known, value_of
from bot.views.message import Json, Message, clip, context, header, plain, rendered
from bot.views.trend_chart import AXIS, LABEL, LEAST_POINTS, TITLE, labels_of
from bot.views.verdict_lines import tells, whose
from pillars.windows import DEFAULT_DAYS

# A chart's axis takes plain numbers: shares as percentages, money in whole units.
PER_CENT = 100
TENTHS = 1


def message(texts: Texts, card: Card, pillar: str) -> Message:
    """The pillar over thirteen weeks, each point the 91 days up to it, between the ends of its 95 % interval."""
    points = [point for point in card.trends.get(pillar, ()) if known(point.value)]
    title = texts.t("chart.pillar.title", pillar=texts.t(f"pillar.{pillar}"))
    if len(points) < LEAST_POINTS:
        nothing = texts.t("chart.pillar.none")
        return Message(f"{title}\n{nothing}", rendered([header(title), plain(nothing)]))
    lines = [_line(texts, card, pillar, point) for point in points]
    note = texts.t("chart.pillar.note", days=DEFAULT_DAYS)
    owner = whose(texts, card)
    blocks = rendered([header(title), plain("\n".join(lines)), context(escape(owner), note)])
    text = escape("\n".join([title, owner, *lines, note]))
    return Message(text, blocks, rendered([chart(texts, pillar, points, card.currency)]), (1,))


def _line(texts: Texts, card: Card, pillar: str, point: TrendPoint) -> str:
    value = value_of(texts, pillar, point.value, card.currency)
    sample = texts.number(point.sample)
    if not tells(pillar, point.low, point.high):
        return texts.t("chart.point", date=texts.day(point.end), value=value, sample=sample)
    low, high = (value_of(texts, pillar, end, card.currency) for end in (point.low, point.high))
    return texts.t("chart.pillar.point", date=texts.day(point.end), value=value, sample=sample, low=low, high=high)


def chart(
    texts: Texts, pillar: str, points: list[TrendPoint], currency: str, *, band: bool = True
) -> sb.DataVisualizationBlock:
    """The value of points that all have one, two at least; with `band` between its band's two ends.

    Slack wants a value of every line at every point, so points without an interval draw their band at the value.
    """
    labels = labels_of(texts, points)
    lines = [(texts.t(f"chart.pillar.value.{pillar}"), [point.value for point in points])]
    if band:
        lines += [
            (texts.t("chart.pillar.low"), [_end(pillar, point, point.low) for point in points]),
            (texts.t("chart.pillar.high"), [_end(pillar, point, point.high) for point in points]),
        ]
    series = [
        sb.DataSeries(
            clip(name, LABEL),
            [
                sb.DataPoint(label, _number(texts, pillar, value, currency))
                for label, value in zip(labels, values, strict=True)
            ],
        )
        for name, values in lines
    ]
    axis = clip(texts.t(f"chart.pillar.unit.{pillar}", currency=currency), AXIS)
    title = texts.t("chart.pillar.title", pillar=texts.t(f"pillar.{pillar}"))
    return sb.DataVisualizationBlock(
        title=clip(title, TITLE), chart=sb.LineChart(series, sb.AxisConfig(labels, x_label=axis))
    )


def line(texts: Texts, pillar: str, points: list[TrendPoint], currency: str) -> Json:
    """`chart` without the band, as Slack's JSON made without slackblocks: one for each of a Monday's letters."""
    labels = labels_of(texts, points)
    data = [
        {"label": label, "value": _number(texts, pillar, point.value, currency)}
        for label, point in zip(labels, points, strict=True)
    ]
    series = {"name": clip(texts.t(f"chart.pillar.value.{pillar}"), LABEL), "data": data}
    axis = {"categories": labels, "x_label": clip(texts.t(f"chart.pillar.unit.{pillar}", currency=currency), AXIS)}
    title = clip(texts.t("chart.pillar.title", pillar=texts.t(f"pillar.{pillar}")), TITLE)
    return {
        "type": "data_visualization",
        "title": title,
        "chart": {"type": "line", "series": [series], "axis_config": axis},
    }


def _end(pillar: str, point: TrendPoint, end: float | None) -> float | None:
    """An end of the band; the value where there is none, or where it would flatten all the rest of the chart."""
    too_wide = known(point.low) and known(point.high) and not tells(pillar, point.low, point.high)
    return end if known(end) and not too_wide else point.value


def _number(texts: Texts, pillar: str, value: float | None, currency: str) -> float:
    if value is None:
        return 0.0
    if pillar == "win_rate":
        return round(value * PER_CENT, TENTHS)
    if pillar == "order_value":
        return texts.in_major_units(value, currency)
    return round(value, TENTHS)
