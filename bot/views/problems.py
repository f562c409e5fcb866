"""What we say when something did not work: one clear sentence, and what to write instead."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot import errors, ids
from bot.texts import Texts, escape
from bot.values import Amount
from bot.views.message import Message, clip, plain, rendered, typed

TYPED = 80  # enough to recognise what one typed
OPTIONS = 140  # as many names as one reads


def sentence(texts: Texts, problem: errors.CoachError) -> str:
    """Plain text, for a form's field or a message: what was wrong, and an example of what is right."""
    params = {name: _shown(texts, value) for name, value in problem.params.items()}
    key = f"error.{problem.key}"
    match problem:
        case errors.AmountOutOfRange():
            params["limit"] = texts.number(10**12)
        case errors.DateAmbiguous():
            params |= {f"{name}_iso": problem.params[name].isoformat() for name in ("first", "second")}
        case errors.CommandNotUnderstood():
            params |= _command(texts, params)
            if problem.params.get("suggestion"):
                params["suggestion"] = f"{params['command']} {params['suggestion']}"
                key = "error.command_not_understood.suggestion"
        case errors.OptionUnknown() if problem.params.get("suggestion"):
            key = "error.option_unknown.suggestion"
        case errors.NumberMissing():
            command = str(params["command"])
            params["command"] = command if command.startswith("/") else f"{ids.COMMAND_DEAL} {command}"
        case errors.TextTooLong():
            option = problem.params["option"]
            named = texts.t(f"field.{option}") if option in ids.DEAL_FORM_FIELDS else params["option"]
            return texts.n(key, int(problem.params["limit"]), option=named)
        case errors.DealAlreadyClosed():
            key = f"error.{problem.key}.{problem.params['status']}"
            params["date"] = params["closed_on"]
        case errors.NoOpenDealFor():
            params["verb"] = texts.verb(problem.params["verb"])
        case errors.ClosedBeforeOpened():
            params["example"] = problem.params["closed_on"].isoformat()
        case errors.DatesOutOfOrder():
            key = f"error.{problem.key}.{problem.params['which']}"
            params |= _life(texts, problem.params)
        case errors.AnswersMissing() | errors.QuestionsOpen():
            return texts.n(key, int(problem.params["count"]), **{n: v for n, v in params.items() if n != "count"})
        case errors.FileTooLong() | errors.TooManyToExport():
            params |= {name: texts.number(value) for name, value in problem.params.items() if isinstance(value, int)}
        case errors.NotAllowed():
            key = _not_allowed(problem.params)
        case errors.PlaybookRefused():
            return _playbook(texts, problem.params)
        case errors.GoalPillarUnknown() if problem.params.get("suggestion"):
            key = "error.goal_pillar_unknown.suggestion"
        case errors.GoalMissing() | errors.GoalNotUnderstood() | errors.GoalOutOfRange():
            key = f"error.{problem.key}.{problem.params['pillar']}"
            params["example"] = _goal(texts, problem, str(problem.params["pillar"]))
        case errors.GoalAmbiguous():
            params["example"] = _goal(texts, problem, "win_rate")
        case errors.GoalCurrency():
            params["example"] = _goal(texts, problem, "order_value")
        case errors.NoGoal() | errors.GoalChangedSince():
            params["pillar"] = texts.t(f"pillar.{problem.params['pillar']}")
    return texts.t(key, **params)


def message(texts: Texts, problem: errors.CoachError) -> Message:
    """The sentence by itself, shown to the user alone."""
    said = sentence(texts, problem)
    return Message(escape(said), rendered([plain(said)]))


def surprise(texts: Texts, reference: str, *, done: bool | None = False) -> Message:
    """Something that we did not foresee; `reference` finds it in the log.

    `done` says whether what was asked for is done all the same, None where that cannot be told.
    """
    match done:
        case True:
            said = texts.t("surprise.done", reference=reference)
        case False:
            said = texts.t("surprise", reference=reference)
        case None:
            said = texts.t("surprise.unsure", reference=reference)
    return Message(escape(said), rendered([plain(said)]))


def not_shown(texts: Texts) -> Message:
    """Slack did not take a view; what was asked for may be done."""
    said = texts.t("not_shown")
    return Message(escape(said), rendered([plain(said)]))


def _goal(texts: Texts, problem: errors.CoachError, pillar: str) -> str:
    """How to write a goal: the level alone into a form's field, else the whole command."""
    level = texts.t(f"goal.example.{pillar}")
    return level if problem.field else texts.t(f"goal.example.command.{pillar}", level=level)


def _shown(texts: Texts, value: object) -> str:
    if isinstance(value, date):
        return texts.date(value)
    if isinstance(value, Amount):
        return texts.amount(value)
    return typed(str(value), TYPED)


def _command(texts: Texts, params: Mapping[str, str]) -> dict[str, str]:
    """An example of the command that was written, and its help."""
    written = f"/{params['command'].lstrip('/')}"
    name = {ids.COMMAND_PILLARS: "pillars", ids.COMMAND_COACH: "coach"}.get(written, "deal")
    return {"example": texts.t(f"example.{name}"), "help": texts.t(f"help.{name}")}


def _playbook(texts: Texts, params: Mapping[str, Any]) -> str:
    """What is wrong with a team's playbook, after the line that it stands on."""
    told: dict[str, str] = {"value": typed(str(params["value"]), TYPED), "path": typed(str(params["path"]), TYPED)}
    told |= {name: exactly(texts, params[name]) for name in ("low", "high", "longest") if name in params}
    if "options" in params:
        told["options"] = clip(", ".join(params["options"]), OPTIONS)
    # A rule without thresholds has none to name.
    reason = "no_threshold" if params.get("options") == () else params["reason"]
    said = texts.t(f"error.playbook.{reason}", **told)
    return texts.t("error.playbook.line", line=params["line"], problem=said) if params["line"] else said


def exactly(texts: Texts, value: float) -> str:
    """A number that somebody chose, with as many decimals as it has: `0.35`, `0,2`, `12`."""
    _, _, decimals = repr(float(value)).partition(".")
    return texts.number(value, len(decimals.rstrip("0")))


def _not_allowed(params: Mapping[str, Any]) -> str:
    match params.get("what"):
        case "file" | "export" | "undo_import":
            return f"error.not_allowed.{params['what']}"
        case "rep_pillars":
            return "error.not_allowed.rep_pillars"
        case "team_goal":
            return "error.not_allowed.team_goal"
        case "settings":
            return "error.not_allowed.settings" if params.get("who") else "error.not_allowed.settings.slack_admin"
        case "roles":
            return "error.not_allowed.roles"
        case "own_role":
            return "error.not_allowed.own_role"
        case "playbook":
            return "error.not_allowed.playbook" if params.get("who") else "error.not_allowed.playbook.slack_admin"
        case _:
            return "error.not_allowed"


def _life(texts: Texts, params: Mapping[str, Any]) -> dict[str, str]:
    """The days that a meeting or a quote can be on, and one of them as an example."""
    opened, closed = params.get("opened_on"), params.get("closed_on")
    if opened and closed:
        life = texts.t("error.dates_out_of_order.between", first=texts.date(opened), last=texts.date(closed))
    elif closed:
        life = texts.t("error.dates_out_of_order.until", date=texts.date(closed))
    else:
        life = texts.t("error.dates_out_of_order.since", date=texts.date(opened or params["date"]))
    return {"life": life, "example": (closed or opened or params["date"]).isoformat()}
