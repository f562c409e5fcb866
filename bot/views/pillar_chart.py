"""One pillar week by week with its band: a chart that Slack draws, and the same in words."""

import slackblocks as sb

from bot.texts import Texts, escape
from bot.values import Card, TrendPoint
from bot.views.card_lines import known, value_of
from bot.views.message import Message, clip, context, header, plain, rendered
from bot.views.trend_chart import AXIS, LABEL, LEAST_POINTS, TITLE, labels_of
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
    blocks = rendered([header(title), plain("\n".join(lines)), context(note)])
    text = escape("\n".join([title, *lines, note]))
    return Message(text, blocks, rendered([_chart(texts, card, pillar, points, title)]), (1,))


def _line(texts: Texts, card: Card, pillar: str, point: TrendPoint) -> str:
    value = value_of(texts, pillar, point.value, card.currency)
    sample = texts.number(point.sample)
    if not (known(point.low) and known(point.high)):
        return texts.t("chart.point", date=texts.day(point.end), value=value, sample=sample)
    low, high = (value_of(texts, pillar, end, card.currency) for end in (point.low, point.high))
    return texts.t("chart.pillar.point", date=texts.day(point.end), value=value, sample=sample, low=low, high=high)


def _chart(texts: Texts, card: Card, pillar: str, points: list[TrendPoint], title: str) -> sb.DataVisualizationBlock:
    """The value between its band's two ends. Slack wants a value of every line at every point, so points without an
    interval draw their band at the value."""
    labels = labels_of(texts, points)
    lines = (
        (texts.t(f"chart.pillar.value.{pillar}"), [point.value for point in points]),
        (texts.t("chart.pillar.low"), [point.low if known(point.low) else point.value for point in points]),
        (texts.t("chart.pillar.high"), [point.high if known(point.high) else point.value for point in points]),
    )
    series = [
        sb.DataSeries(
            clip(name, LABEL),
            [
                sb.DataPoint(label, _number(texts, card, pillar, value))
                for label, value in zip(labels, values, strict=True)
            ],
        )
        for name, values in lines
    ]
    axis = clip(texts.t(f"chart.pillar.unit.{pillar}", currency=card.currency), AXIS)
    return sb.DataVisualizationBlock(
        title=clip(title, TITLE), chart=sb.LineChart(series, sb.AxisConfig(labels, x_label=axis))
    )


def _number(texts: Texts, card: Card, pillar: str, value: float | None) -> float:
    if value is None:
        return 0.0
    if pillar == "win_rate":
        return round(value * PER_CENT, TENTHS)
    if pillar == "order_value":
        return texts.in_major_units(value, card.currency)
    return round(value, TENTHS)
