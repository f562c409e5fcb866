"""Answers to `/coach`: the plan as cards, why these and not the others, and the help."""

from collections.abc import Sequence

import slackblocks as sb

from bot import ids
from bot.language.examples import COACH_EXAMPLES, in_language
from bot.texts import Texts, entities, escape
from bot.values.commitment import Commitment
from bot.values.own_text import NO_OWN, OwnTexts
from bot.views.coach_standing import line
from bot.views.coach_words import change, rule_text, trigger
from bot.views.gain_lines import step
from bot.views.message import (
    BLOCKS_TOTAL,
    Json,
    Message,
    button,
    clip,
    code,
    context,
    header,
    paragraph,
    rendered,
    size,
)
from bot.views.rounding import two_digits
from coaching.advice import Advice
from coaching.facts import TeamEffect
from coaching.plan import Plan, Suggestion, Weighed
from pillars import PILLARS

TEXT_TOTAL = 3000
LINK = 500
# The states of what was not chosen, the most telling first.
SILENT = "silent"
STATES = ("outranked", "cheaper_elsewhere", "running", "resting", "not_for_me", "needs_figures", SILENT, "off")


def plan(
    texts: Texts,
    plan: Plan,
    currency: str,
    own: OwnTexts = NO_OWN,
    *,
    running: Sequence[Commitment] = (),
    team_pending: bool = False,
) -> Message:
    """The plan as cards, each with its buttons. Their values are the rule's key. Money is in `currency`.

    `running` is what is under way already. `team_pending`: the team's figures are not there to compare with yet.
    """
    said = ["\n".join(_opening(texts, plan, currency))]
    blocks: list[sb.Block] = [header(texts.t("coach.title")), paragraph(said[0])]
    if running:
        said.append("\n".join([f"*{texts.t('coach.running.title')}*", *(line(texts, each, own) for each in running)]))
        check = button(texts.t("coach.button.check"), ids.ACTION_COACH_CHECK)
        blocks += [paragraph(said[-1]), sb.ActionsBlock([check])]
    for notice in plan.notices:
        lines = _notice(texts, notice, currency, own)
        said.append(lines)
        blocks.append(paragraph(lines))
        if notice.rule == "review_due":
            label = texts.t("coach.button.review")
            blocks.append(
                sb.ActionsBlock([button(label, ids.ACTION_COACH_REVIEW, str(notice.params["action"]), primary=True)])
            )
    for suggestion in plan.suggestions:
        lines = _card(texts, suggestion, currency, own)
        said.append(lines)
        blocks += [sb.DividerBlock(), paragraph(lines), _card_buttons(texts, plan, suggestion)]
    if not plan.suggestions:
        said.append(texts.t("coach.nothing"))
        blocks.append(paragraph(said[-1]))
    if plan.no_data:
        blocks.append(sb.ActionsBlock([button(texts.t("coach.button.record"), ids.ACTION_NEW_DEAL, primary=True)]))
    footer = texts.t("coach.footer" if plan.suggestions else "coach.footer.none")
    closing = [footer] if plan.room else [texts.t("coach.full"), footer]
    if team_pending:
        closing.insert(0, texts.t("card.team_pending"))
    blocks.append(context(*closing))
    return Message(clip("\n\n".join(said), TEXT_TOTAL), rendered(blocks))


def _opening(texts: Texts, plan: Plan, currency: str) -> list[str]:
    """What the figures say of where to begin, and the level within reach there, in the words of the card."""
    focus = plan.focus
    if plan.no_data:
        return [texts.t("coach.no_data")]
    if plan.thin:
        return [texts.t("coach.thin")]
    if focus.pillar is None:
        return [texts.t("coach.focus.none")]
    pillar = texts.t(f"pillar.{focus.pillar}")
    aim = None if plan.aim is None else step(texts, plan.aim, plan.decided, currency)
    likeliest = texts.t("coach.focus.likeliest", pillar=pillar) if aim is None else aim
    if focus.behind is not None:
        behind = texts.t(f"pillar.{focus.behind}").lower()
        return [texts.t("coach.focus.cheaper", pillar=pillar.lower(), behind=behind), *([aim] if aim else [])]
    if not focus.clear:
        return [texts.t("coach.focus.unclear"), likeliest]
    said = texts.t("coach.focus.clear" if focus.basis == "team" else "coach.focus.clear_before", pillar=pillar)
    return [said, *([aim] if aim else [])]


def _notice(texts: Texts, notice: Advice, currency: str, own: OwnTexts) -> str:
    said = rule_text(texts, notice.rule)
    return f"*{said.title}*\n{escape(trigger(texts, notice, currency, own))}\n{said.question} {said.action}"


def _card(texts: Texts, suggestion: Suggestion, currency: str, own: OwnTexts) -> str:
    advice = suggestion.advice
    said = rule_text(texts, advice.rule, own)
    ours = advice.rule not in own
    question, action, habit = (text if ours else escape(text) for text in (said.question, said.action, said.habit))
    lines = [
        f"*{escape(said.title)}*",
        escape(trigger(texts, advice, currency, own)),
        f"_{texts.t('coach.card.question', question=question)}_",
        texts.t("coach.card.action", action=action),
        texts.t("coach.card.habit", habit=habit) + ". " + texts.n("coach.card.review", suggestion.review_weeks),
    ]
    if said.link and _is_plain(said.link):
        lines.append(f"<{entities(said.link)}|{texts.t('coach.card.link')}>")
    return "\n".join(lines)


def _is_plain(link: str) -> bool:
    """Whether an address can stand in a link of ours: https, and nothing that would end the link early."""
    return link.startswith("https://") and len(link) <= LINK and not any(c in "<>|" or c.isspace() for c in link)


def _card_buttons(texts: Texts, plan: Plan, suggestion: Suggestion) -> sb.ActionsBlock:
    rule = suggestion.advice.rule
    commit = button(texts.t("coach.button.commit"), ids.ACTION_COACH_COMMIT, rule, primary=True)
    # What is about these very deals can be settled here and now.
    stale = [button(texts.t("coach.button.stale"), ids.ACTION_STALE_SHOW)] if rule == "close_dead" else []
    others = [
        *stale,
        button(texts.t("coach.button.not_for_me"), ids.ACTION_COACH_NOT_FOR_ME, rule),
        button(texts.t("coach.button.why"), ids.ACTION_COACH_WHY, rule),
    ]
    return sb.ActionsBlock([commit, *others] if plan.room else list(others))


# --- why -------------------------------------------------------------------------------------------------------------


def why(texts: Texts, plan: Plan, currency: str, own: OwnTexts = NO_OWN, rule: str | None = None) -> Message:
    """What the suggestions rest on, and why not the others; with `rule` only that suggestion, and then the others."""
    shown = [s for s in plan.suggestions if rule is None or s.advice.rule == rule]
    left_out = [w for w in plan.others if w.rule == rule]
    title = texts.t("coach.why.title")
    if rule is not None and (shown or left_out):
        title = texts.t("coach.why.title_one", title=rule_text(texts, rule, own).title)
    said = [_grounds(texts, suggestion, currency, own) for suggestion in shown]
    quiet = [_weights(texts, plan)] if plan.focus.weights else []
    said += _left_out(texts, left_out, currency, own)
    others = [w for w in plan.others if w.rule != rule]
    said += _left_out(texts, [w for w in others if w.state != SILENT], currency, own)
    # Of what nothing speaks for only the number: twenty titles in a row are read by nobody.
    if silent := sum(w.state == SILENT for w in others):
        quiet.insert(0, texts.n("coach.unnamed", silent))
    blocks = _within(
        [header(title)],
        [paragraph(part) for part in said] + [context(line) for line in quiet],
    )
    return Message(clip("\n\n".join([escape(title), *said, *quiet]), TEXT_TOTAL), blocks)


def _within(first: list[sb.Block], rest: list[sb.Block]) -> tuple[Json, ...]:
    """As many of the rest, in order, as a message holds."""
    shown = rendered(first)
    for block in rest:
        more = (*shown, *rendered([block]))
        if size(more) > BLOCKS_TOTAL:
            break
        shown = more
    return shown


def _grounds(texts: Texts, suggestion: Suggestion, currency: str, own: OwnTexts) -> str:
    """A suggestion's trigger, what the lever is worth, and what the action did for others."""
    lines = [
        f"*{escape(rule_text(texts, suggestion.advice.rule, own).title)}*",
        escape(trigger(texts, suggestion.advice, currency, own)),
    ]
    if suggestion.worth is None:
        lines.append(texts.t("coach.why.worth_unknown"))
    elif suggestion.worth > 0:  # at the best level already: there is nothing to say of money
        lines.append(texts.t("coach.why.worth", worth=texts.average(two_digits(suggestion.worth), currency)))
    lines.append(effect(texts, suggestion.effect))
    return "\n".join(lines)


def effect(texts: Texts, effect: TeamEffect | None) -> str:
    """`In this team: +8% (−4% to +21%, 3 people tried).`; of one or two people no figure."""
    if effect is None or effect.tried < 1:
        return texts.t("coach.why.untried")
    if not effect.tells:
        return texts.t("coach.why.tried", people=texts.n("coach.count.people", effect.tried))
    mean, low, high = (change(texts, value) for value in (effect.mean, effect.low, effect.high))
    people = texts.n("coach.count.people", effect.tried)
    return texts.t("coach.why.effect", mean=mean, low=low, high=high, people=people)


def _weights(texts: Texts, plan: Plan) -> str:
    weights = plan.focus.weights
    likely = ", ".join(
        f"{texts.t(f'pillar.{pillar}')} {texts.percent(weights[pillar])}" for pillar in PILLARS if pillar in weights
    )
    alike = max(1.0 - sum(weights.values()), 0.0)
    return texts.t("coach.why.weights", weights=likely, alike=texts.percent(alike))


def _left_out(texts: Texts, others: Sequence[Weighed], currency: str, own: OwnTexts) -> list[str]:
    """One paragraph for each reason why a rule was left out, with the figures of those that fired."""
    paragraphs = []
    for state in STATES:
        found = [w for w in others if w.state == state]
        if not found:
            continue
        if state == "outranked":
            ranked = sorted(found, key=lambda w: -(w.score or 0.0))
            lines = "\n".join(_outranked(texts, w, currency, own) for w in ranked)
            paragraphs.append(f"*{texts.t('coach.why.outranked')}*\n{lines}")
            continue
        titles = ", ".join(_resting(texts, w, own) for w in found)
        paragraphs.append(f"*{_reason(texts, state, found[0])}*: {titles}")
    return paragraphs


def _reason(texts: Texts, state: str, example: Weighed) -> str:
    if state == "cheaper_elsewhere":
        return texts.t("coach.why.cheaper_elsewhere", pillar=texts.t(f"pillar.{example.instead}").lower())
    return texts.t(f"coach.why.{state}")


def _outranked(texts: Texts, weighed: Weighed, currency: str, own: OwnTexts) -> str:
    title = escape(rule_text(texts, weighed.rule, own).title)
    return title if weighed.advice is None else f"{title}: {escape(trigger(texts, weighed.advice, currency, own))}"


def rule_named(texts: Texts, plan: Plan, words: str, own: OwnTexts = NO_OWN) -> str | None:
    """The rule that is meant by words of its title; None where none is, or more than one might be."""
    wanted = texts.alphabetical(words)
    titles = {
        rule: texts.alphabetical(rule_text(texts, rule, own).title)
        for rule in [*(s.advice.rule for s in plan.suggestions), *(w.rule for w in plan.others)]
    }
    for fits in (str.__eq__, str.startswith, str.__contains__):
        found = [rule for rule, title in titles.items() if fits(title, wanted)]
        if len(found) == 1:
            return found[0]
    return words if words in titles else None


def _resting(texts: Texts, weighed: Weighed, own: OwnTexts) -> str:
    title = escape(rule_text(texts, weighed.rule, own).title)
    return title if weighed.until is None else texts.t("coach.why.until", title=title, date=texts.date(weighed.until))


# --- help ------------------------------------------------------------------------------------------------------------


def help(texts: Texts, examples: Sequence[str] = ()) -> Message:  # noqa: A001 - the command is called so
    """What the coach does, and what can be written after `/coach`."""
    commands = "\n".join(examples or in_language(COACH_EXAMPLES, texts.language))
    what, then, private = (texts.t(f"coach.help.{part}") for part in ("what", "then", "private"))
    blocks = [header(texts.t("coach.help.title")), paragraph(f"{what}\n{then}"), code(commands), context(private)]
    return Message("\n".join([what, then, entities(commands), private]), rendered(blocks))
