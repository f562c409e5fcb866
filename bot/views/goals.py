"""Goals in words: a line each on the card, and the answers to `/pillars goal`."""

from decimal import Decimal

import slackblocks as sb

from bot import ids
from bot.texts import Texts
from bot.values import Card, Goal, GoalChange, GoalProgress, Goals
from bot.views import card_lines
from bot.views.message import Message, button, context, header, paragraph, rendered
from pillars import PILLARS

NEARLY_ALL = 0.999  # what is not reached is never shown as 100 %


def level(texts: Texts, goal: Goal) -> str:
    """The goal by itself: `40%`, `SEK 30,000`, `at most 30 days`, `60 a quarter`."""
    if goal.pillar == "win_rate":
        return texts.percent(goal.target, _decimals(Decimal(repr(goal.target)) * 100))
    if goal.pillar == "order_value":
        return texts.money(round(goal.target), goal.currency or "")
    if goal.pillar == "time_to_close":
        return texts.t("goal.level.time_to_close", days=texts.days(goal.target))
    return texts.n("goal.level.opportunities", round(goal.target))


def progress_lines(texts: Texts, card: Card) -> list[str]:
    """One line a goal, in the pillars' order: how far it is, and what the figure is now with its sample."""
    return [_line(texts, card.goals[pillar], card) for pillar in PILLARS if pillar in card.goals]


def _line(texts: Texts, way: GoalProgress, card: Card) -> str:
    pillar, goal = texts.t(f"pillar.{way.goal.pillar}"), level(texts, way.goal)
    if not way.comparable:
        return texts.t("goal.line.currency", pillar=pillar, goal=goal, currency=card.currency)
    if way.goal.pillar == "opportunities" and way.target != way.goal.target:
        here = texts.number(way.target, 1)
        goal = texts.n("goal.level.in_window", card.window.days, goal=goal, here=here)
    sample = texts.n(f"pillar.{way.goal.pillar}.sample", way.sample)
    if way.value is None or way.share is None:
        return texts.t("goal.line.none", pillar=pillar, goal=goal, sample=sample)
    now = sample
    if way.goal.pillar != "opportunities":  # which are their own sample
        value = card_lines.value_of(texts, way.goal.pillar, way.value, card.currency)
        now = texts.t("goal.now", value=value, sample=sample)
    if way.reached:
        return texts.t("goal.line.reached", pillar=pillar, goal=goal, now=now)
    share = texts.percent(min(way.share, NEARLY_ALL))
    return texts.t("goal.line.on_way", pillar=pillar, goal=goal, share=share, now=now)


def changed(texts: Texts, change: GoalChange, *, at_home: bool = False) -> Message:
    """What was understood and is now so, and how to take it back.

    `at_home`: on the home tab the pillars and the button to change goals stand beside, and need no pointer.
    """
    said = [_done(texts, change)]
    if change.goal is not None and change.before is not None and change.changed:
        said.append(texts.t("goal.before", goal=level(texts, change.before)))
    blocks: list[sb.Block] = [paragraph(" ".join(said))]
    if change.goal is not None and not at_home:
        hint = texts.t("goal.removes", command=f"`{removing(texts, change.goal)}`")
        said.append(hint)
        blocks.append(context(hint))
    buttons: list[sb.Element] = []
    if change.changed:
        label = texts.t("button.undo" if change.goal is not None else "button.put_back")
        buttons.append(button(label, ids.ACTION_UNDO_GOAL, f"{change.goal_id}:{change.before_id}"))
    if not at_home:
        team = change.team
        label = texts.t("button.team" if team else "button.pillars")
        buttons.append(button(label, ids.ACTION_SHOW_PILLARS, "team" if team else "mine"))
    if buttons:
        blocks.append(sb.ActionsBlock(buttons))
    return Message("\n".join(said), rendered(blocks))


def _done(texts: Texts, change: GoalChange) -> str:
    whose = "team" if change.team else "mine"
    pillar = texts.t(f"pillar.{change.pillar}")
    if change.goal is None:
        removed = level(texts, change.before) if change.before is not None else ""
        return texts.t(f"goal.removed.{whose}", pillar=pillar, goal=removed)
    goal = level(texts, change.goal)
    return texts.t(f"goal.set.{whose}" if change.changed else f"goal.same.{whose}", pillar=pillar, goal=goal)


def removing(texts: Texts, goal: Goal) -> str:
    """The command that removes a goal."""
    word = texts.t(f"goal.word.{goal.pillar}")
    return texts.t("goal.command.off.team" if goal.team else "goal.command.off", pillar=word)


def listing(texts: Texts, goals: Goals, card: Card) -> Message:
    """One's own goals with how far it is to them (`card` is one's own), and the team's."""
    mine = progress_lines(texts, card) or [texts.t("goal.list.none")]
    said = [texts.t("goal.list.mine"), *mine]
    blocks: list[sb.Block] = [header(said[0]), paragraph("\n".join(mine))]
    if goals.team:
        team = [f"{texts.t(f'pillar.{goal.pillar}')}: {level(texts, goal)}" for goal in goals.team]
        said += [texts.t("goal.list.team"), *team]
        blocks += [header(texts.t("goal.list.team")), paragraph("\n".join(team))]
    hints = [texts.t("goal.list.how"), texts.t("goal.list.private")]
    blocks.append(context(*hints))
    return Message("\n".join([*said, *hints]), rendered(blocks))


def _decimals(exact: Decimal) -> int:
    """How many decimals, at most two, it takes to show the number as it is."""
    shown = exact.normalize().as_tuple().exponent
    return min(2, max(0, -shown)) if isinstance(shown, int) else 0
