"""The team's own playbook as a form: rules on and off, thresholds, weeks until a review, actions of the team's own.

Two forms open on top of it, one for a rule's thresholds and one for a new action: a stack of two, where Slack allows
three. What is saved in those is in force at once; the one below shows it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import slackblocks as sb

from bot import ids
from bot.texts import Texts, escape
from bot.values.own_text import OwnTexts
from bot.views.coach_words import rule_text
from bot.views.message import SECTION_TEXT, Json, Message, button, clip, context, header, paragraph, rendered, typed
from bot.views.problems import exactly
from coaching.advice import REVIEW_WEEKS, Rule, Threshold
from coaching.catalogue import RULES, rule
from coaching.playbook import LONGEST_LINK, LONGEST_TEXT, LONGEST_TITLE, MOST_ACTIONS, Playbook
from coaching.review import LONGEST_WEEKS, SHORTEST_WEEKS
from pillars import PILLARS

# Slack's limits.
OPTION_TEXT = 75
BOXES = 10
NAME = 100
ROOM = 50  # more than a text may have, so that what is too long gets a sentence and not a stop

# A review that falls due is no suggestion: switching that off would leave promises unanswered.
ALWAYS_ON = frozenset({"review_due"})
_THEMES = {
    "beyond_pillars": ids.FIELD_RULES_MEASURING,
    "order_value": ids.FIELD_RULES_ORDER_VALUE,
    "win_rate": ids.FIELD_RULES_WIN_RATE,
    "time_to_close": ids.FIELD_RULES_TIME_TO_CLOSE,
    "opportunities": ids.FIELD_RULES_OPPORTUNITIES,
}
_OWN_TEXTS = (
    ids.FIELD_OWN_TITLE_SV,
    ids.FIELD_OWN_QUESTION_SV,
    ids.FIELD_OWN_ACTION_SV,
    ids.FIELD_OWN_HABIT_SV,
    ids.FIELD_OWN_TITLE_EN,
    ids.FIELD_OWN_QUESTION_EN,
    ids.FIELD_OWN_ACTION_EN,
    ids.FIELD_OWN_HABIT_EN,
)
_AFTER_LOSSES = "lost_"  # the win rate's rules are too many for one group of boxes


@dataclass(frozen=True, slots=True)
class Group:
    """Rules that share a group of boxes."""

    field: str
    rules: tuple[Rule, ...]


def groups() -> tuple[Group, ...]:
    """All rules that can be switched off, each in one group."""
    fields = [field for field in ids.PLAYBOOK_FORM_FIELDS if field != ids.FIELD_REVIEW_WEEKS]
    found = {field: tuple(rule for rule in RULES if _field_of(rule) == field) for field in fields}
    return tuple(Group(field, rules) for field, rules in found.items() if rules)


def _field_of(rule: Rule) -> str | None:
    if rule.key in ALWAYS_ON:
        return None
    return ids.FIELD_RULES_LOSSES if rule.key.startswith(_AFTER_LOSSES) else _THEMES[rule.theme]


# --- the form ---------------------------------------------------------------------------------------------------------


def modal(texts: Texts, playbook: Playbook, own: OwnTexts, metadata: str, said: str | None = None) -> Json:
    """What `views.open` takes as `view`. `own` are the texts of the team's own actions; `said` is what was just saved.

    `metadata`, at most 3,000 characters, comes back with the submission.
    """
    blocks: list[sb.Block] = [paragraph(said)] if said else []
    blocks += [context(texts.t("playbook.intro")), _weeks(texts, playbook.review_weeks)]
    blocks += [_boxes(texts, group, playbook.off) for group in groups()]
    blocks += [header(texts.t("playbook.limits.title")), paragraph(texts.t("playbook.limits.intro")), _limits(texts)]
    blocks += [header(texts.t("playbook.own.title"))]
    blocks += [_own(texts, action.key, action.pillar, own) for action in playbook.actions]
    if not playbook.actions:
        blocks.append(paragraph(texts.t("playbook.own.none")))
    if len(playbook.actions) < MOST_ACTIONS:
        blocks.append(sb.ActionsBlock([button(texts.t("playbook.own.add"), ids.ACTION_PLAYBOOK_ADD)]))
    return _view(texts, texts.t("form.title.playbook"), blocks, ids.CALLBACK_PLAYBOOK_FORM, metadata)


def _view(texts: Texts, title: str, blocks: list[sb.Block], callback: str, metadata: str) -> Json:
    view: dict[str, Any] = sb.ModalView(
        title=title,
        blocks=blocks,
        submit=texts.t("form.save"),
        close=texts.t("form.cancel"),
        callback_id=callback,
        private_metadata=metadata,
    ).to_dict()
    return view


def _weeks(texts: Texts, weeks: int) -> sb.InputBlock:
    element = sb.NumberInput(
        False, ids.FIELD_REVIEW_WEEKS, str(weeks), min_value=SHORTEST_WEEKS, max_value=LONGEST_WEEKS
    )
    hint = texts.t("playbook.hint.review_weeks", low=SHORTEST_WEEKS, high=LONGEST_WEEKS, usual=REVIEW_WEEKS)
    return sb.InputBlock(texts.t("playbook.field.review_weeks"), element, block_id=ids.FIELD_REVIEW_WEEKS, hint=hint)


def _boxes(texts: Texts, group: Group, off: Sequence[str]) -> sb.InputBlock:
    options = {rule.key: _option(rule_text(texts, rule.key).title, rule.key) for rule in group.rules[:BOXES]}
    on = [option for key, option in options.items() if key not in off]
    boxes = sb.CheckboxGroup(group.field, list(options.values()), on or None)
    return sb.InputBlock(texts.t(f"playbook.group.{group.field}"), boxes, block_id=group.field, optional=True)


def _option(label: str, value: str) -> sb.Option:
    return sb.Option(sb.PlainText(clip(label, OPTION_TEXT)), value)


def _limits(texts: Texts) -> sb.ActionsBlock:
    """A menu of the rules that have thresholds, by group."""
    offered = []
    for group in groups():
        options = [_option(rule_text(texts, rule.key).title, rule.key) for rule in group.rules if rule.thresholds]
        if options:
            offered.append(sb.OptionGroup(clip(texts.t(f"playbook.group.{group.field}"), OPTION_TEXT), options))
    menu = sb.StaticSelectMenu(
        ids.ACTION_PLAYBOOK_LIMITS, option_groups=offered, placeholder=texts.t("playbook.limits.choose")
    )
    return sb.ActionsBlock([menu])


def _own(texts: Texts, key: str, pillar: str, own: OwnTexts) -> sb.SectionBlock:
    title = rule_text(texts, key, own).title
    remove = sb.Button(
        sb.PlainText(texts.t("playbook.own.remove")),
        action_id=ids.ACTION_PLAYBOOK_REMOVE,
        value=key,
        confirm=sb.ConfirmationDialogue(
            sb.PlainText(texts.t("playbook.own.remove")),
            sb.PlainText(clip(texts.t("playbook.own.remove.sure", title=typed(title, NAME)), 300)),
            sb.PlainText(texts.t("playbook.own.remove")),
            sb.PlainText(texts.t("form.cancel")),
        ),
    )
    line = texts.t("playbook.own.line", title=typed(title, NAME), pillar=texts.t(f"pillar.{pillar}"))
    return sb.SectionBlock(sb.PlainText(line, emoji=True), accessory=remove)


# --- the forms on top -------------------------------------------------------------------------------------------------


def limits_modal(texts: Texts, key: str, changed: Mapping[str, int | float], metadata: str) -> Json:
    """One rule's thresholds, a number each; what is left empty is as it is by default. Raises LookupError for no rule.

    Blocks and elements are called as the thresholds are.
    """
    found = rule(key)
    if found is None:
        raise LookupError(f"there is no rule {key}")
    said = rule_text(texts, key)
    blocks: list[sb.Block] = [paragraph(f"*{said.title}*\n{said.question}"), context(texts.t("playbook.limits.empty"))]
    blocks += [_number(texts, limit, changed.get(limit.name, limit.default)) for limit in found.thresholds]
    return _view(texts, texts.t("form.title.limits"), blocks, ids.CALLBACK_PLAYBOOK_LIMITS_FORM, metadata)


def _number(texts: Texts, limit: Threshold, value: float) -> sb.InputBlock:
    element = sb.NumberInput(
        not limit.whole,
        limit.name,
        _digits(value),
        min_value=_digits(limit.low),
        max_value=_digits(limit.high),
    )
    low, high, usual = (exactly(texts, n) for n in (limit.low, limit.high, limit.default))
    hint = texts.t("playbook.hint.limit", low=low, high=high, usual=usual)
    label = texts.t(f"playbook.limit.{limit.name}")
    return sb.InputBlock(label, element, block_id=limit.name, hint=hint, optional=True)


def _digits(value: float) -> str:
    """A number as Slack takes it, whatever the language: `0.35`, `10`."""
    return str(int(value)) if value == int(value) else repr(float(value))


def action_modal(texts: Texts, metadata: str) -> Json:
    """A new action of the team's own, in both languages."""
    options = [_option(texts.t(f"pillar.{pillar}"), pillar) for pillar in PILLARS]
    menu = sb.StaticSelectMenu(ids.FIELD_OWN_PILLAR, options, placeholder=texts.t("playbook.own.pillar"))
    blocks: list[sb.Block] = [
        context(texts.t("playbook.own.intro")),
        sb.InputBlock(texts.t("playbook.field.pillar"), menu, block_id=ids.FIELD_OWN_PILLAR),
    ]
    blocks += [_text(texts, field) for field in _OWN_TEXTS]
    link = sb.PlainTextInput(ids.FIELD_OWN_LINK, max_length=LONGEST_LINK + ROOM, placeholder="https://")
    blocks.append(
        sb.InputBlock(
            texts.t("playbook.field.link"),
            link,
            block_id=ids.FIELD_OWN_LINK,
            hint=texts.t("playbook.hint.link"),
            optional=True,
        )
    )
    return _view(texts, texts.t("form.title.own_action"), blocks, ids.CALLBACK_PLAYBOOK_ACTION_FORM, metadata)


def _text(texts: Texts, field: str) -> sb.InputBlock:
    language, _, name = field.partition(".")
    longest = LONGEST_TITLE if name == "title" else LONGEST_TEXT
    element = sb.PlainTextInput(field, max_length=longest + ROOM, multiline=name in ("question", "action"))
    label = texts.t(f"playbook.field.{name}", language=texts.t(f"playbook.language.{language}"))
    return sb.InputBlock(label, element, block_id=field, hint=texts.t(f"playbook.hint.{name}", longest=longest))


# --- what was changed -------------------------------------------------------------------------------------------------


def changes(texts: Texts, before: Playbook, after: Playbook, own: OwnTexts) -> list[str]:
    """What is otherwise now, a line each, as plain text. `own` has the texts of the actions on either side."""

    def title(key: str) -> str:
        return typed(rule_text(texts, key, own).title, NAME)

    lines = [texts.t("playbook.changed.off", title=title(key)) for key in after.off if key not in before.off]
    lines += [texts.t("playbook.changed.on", title=title(key)) for key in before.off if key not in after.off]
    if before.review_weeks != after.review_weeks:
        lines.append(
            texts.n("playbook.changed.review_weeks", after.review_weeks, before=texts.number(before.review_weeks))
        )
    for each in RULES:
        for limit in each.thresholds:
            was, now = (side.thresholds.get(each.key, {}).get(limit.name, limit.default) for side in (before, after))
            if was != now:
                told = {"now": exactly(texts, now), "before": exactly(texts, was)}
                name = texts.t(f"playbook.limit.{limit.name}")
                lines.append(texts.t("playbook.changed.limit", title=title(each.key), name=name, **told))
    here, there = ({action.key for action in side.actions} for side in (before, after))
    lines += [texts.t("playbook.changed.added", title=title(a.key)) for a in after.actions if a.key not in here]
    lines += [texts.t("playbook.changed.removed", title=title(a.key)) for a in before.actions if a.key not in there]
    return lines


def saved(texts: Texts, before: Playbook, after: Playbook, own: OwnTexts) -> str:
    """What was just saved in a form on top, for the form below."""
    return clip(escape("\n".join(changes(texts, before, after, own) or [texts.t("playbook.unchanged")])), SECTION_TEXT)


def changed(texts: Texts, before: Playbook, after: Playbook, own: OwnTexts) -> Message:
    """The answer when the form was saved."""
    lines = changes(texts, before, after, own)
    if not lines:
        said = texts.t("playbook.unchanged")
        return Message(said, rendered([paragraph(said)]))
    said = clip(escape("\n".join([texts.t("playbook.changed"), *lines])), SECTION_TEXT)
    note = texts.t("playbook.from_now_on")
    return Message(f"{said}\n{note}", rendered([paragraph(said), context(note)]))


def refused_since(texts: Texts, sentence: str) -> str:
    """A newer version that was accepted once can no longer be read: for the form, as mrkdwn."""
    return texts.t("playbook.refused_since", reason=escape(sentence))
