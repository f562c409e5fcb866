"""The win rate over time: as a chart that Slack draws, and as a line of words for where it cannot."""

import math

import slackblocks as sb

from bot.texts import Texts, escape
from bot.values import Card, TrendPoint
from bot.views.message import clip, typed
from pillars.windows import DEFAULT_DAYS

# Slack's limits for a chart.
POINTS = 20
LABEL = 20
AXIS = 50
TITLE = 50

LEAST_POINTS = 2  # one point is no line
WORDS_POINTS = 5  # in words, a few points tell the same without becoming a table


def chart(texts: Texts, card: Card) -> sb.DataVisualizationBlock | None:
    """A line of the rep's win rate, with the team's beside it; of the team's card the team's alone.

    None where fewer than two points are known. The team's line is there only if it is known at two points or more that
    the rep's is known at, too: Slack wants a value from every line at every point.
    """
    own = _known(card)
    both = [point for point in own if _finite(point.team)]
    with_team = card.name is not None and len(both) >= LEAST_POINTS
    points = (both if with_team else own)[-POINTS:]
    if len(points) < LEAST_POINTS:
        return None
    labels = labels_of(texts, points)
    team = texts.t("chart.team")
    series = [_series(_own_name(texts, card), labels, [point.value for point in points])]
    if with_team:
        series.append(_series(team, labels, [point.team for point in points]))
    samples = sorted(point.sample for point in points)
    below = texts.t("chart.samples", low=texts.number(samples[0]), high=texts.number(samples[-1]))
    return sb.DataVisualizationBlock(
        title=clip(texts.t("chart.title", days=DEFAULT_DAYS), TITLE),
        chart=sb.LineChart(series, sb.AxisConfig(labels, x_label=clip(below, AXIS))),
    )


def words(texts: Texts, card: Card) -> str | None:
    """The same, a few of its points with their samples, as mrkdwn; None where fewer than two are known."""
    points = _known(card)
    if len(points) < LEAST_POINTS:
        return None
    step = max(1, math.ceil((len(points) - 1) / (WORDS_POINTS - 1)))
    # Counted from the end, so that the latest point is always among them.
    chosen = points[::-1][::step][:WORDS_POINTS][::-1]
    said = ", ".join(
        texts.t(
            "chart.point",
            date=texts.day(point.end),
            value=texts.percent(point.value or 0),
            sample=texts.number(point.sample),
        )
        for point in chosen
    )
    return escape(texts.t("chart.words", days=DEFAULT_DAYS, points=said))


def _known(card: Card) -> list[TrendPoint]:
    return [point for point in card.trend if _finite(point.value)]


def _finite(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def labels_of(texts: Texts, points: list[TrendPoint]) -> list[str]:
    """A label a point, all different, as Slack wants: with the year only where the days alone repeat."""
    days = [clip(texts.day(point.end), LABEL) for point in points]
    return days if len(set(days)) == len(days) else [clip(texts.date(point.end), LABEL) for point in points]


def _own_name(texts: Texts, card: Card) -> str:
    """The name of the card's own line; never the same as the team's."""
    team = texts.t("chart.team")
    if card.name is None:
        return team
    name = texts.t("chart.you") if card.mine else typed(card.name, LABEL - 2)
    return texts.t("card.rep") if name in ("", team) else name


def _series(name: str, labels: list[str], shares: list[float | None]) -> sb.DataSeries:
    """Shares of 1 as percentages, to a tenth."""
    values = [round((share or 0.0) * 100, 1) for share in shares]
    return sb.DataSeries(name, [sb.DataPoint(label, value) for label, value in zip(labels, values, strict=True)])
