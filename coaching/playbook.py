"""The team's own playbook: rules switched off, thresholds changed, actions added; written as TOML.

review_weeks = 6
off = ["email_marketing"]

[thresholds.account_selection]
small_share = 0.6

[[actions]]
key = "friday_demo"
pillar = "win_rate"
link = "https://wiki.example.com/demo"

[actions.sv]
title = "Demo på fredag"
question = "Vem hos kunden har aldrig sett oss arbeta?"
action = "Bjud in kunden till fredagens demo."
habit = "Inbjudna kunder i veckan"

[actions.en]
...

Text in, playbook or one error out, with its line; files are somebody else's to read.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from coaching.baseline import Pillar
from coaching.review import LONGEST_WEEKS, REVIEW_WEEKS, SHORTEST_WEEKS
from coaching.toml_lines import Path, lines_of

LARGEST = 100_000  # characters; thirty actions with all their texts fill a third of it
MOST_ACTIONS = 30
LONGEST_TITLE = 60
LONGEST_TEXT = 300
LONGEST_LINK = 500
LANGUAGES = ("sv", "en")

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Range:
    """What a threshold may be set to, ends included; `whole`: whole numbers only."""

    low: float
    high: float
    whole: bool = False


Known = Mapping[str, Mapping[str, Range]]


class PlaybookError(ValueError):
    """A playbook that is refused: the reason as a key, the line it stands on, and what the sentence needs.

    `line` counts from 1 and is 0 where there is no line, as in a form. `params` always has `field` (a dotted path such
    as `actions.2.sv.title`, places counted from 1, "" for the whole text) and `value` (what stands there, shortened);
    `low` and `high` with `out_of_range`; `longest` with `too_long`, `too_many` and `too_large`; `options` (a tuple)
    with the `unknown_…` ones, `unknown_key` excepted.

    Keys: `too_large`, `not_toml`, `said_twice`, `unknown_key`, `unknown_rule`, `unknown_threshold`, `unknown_pillar`,
    `not_a_number`, `not_whole`, `out_of_range`, `missing`, `missing_language`, `wrong_type`, `empty`, `too_long`,
    `line_break` (or another sign that is not text), `bad_key`, `key_taken`, `duplicate_key`, `too_many`, `not_https`.
    """

    def __init__(self, key: str, line: int, params: Mapping[str, Any]) -> None:
        super().__init__(f"line {line}: {key} {dict(params)}")
        self.key = key
        self.line = line
        self.params = dict(params)


def _one_line(text: str) -> str:
    text = text.strip()
    if not text:
        raise PydanticCustomError("empty", "empty")
    if _CONTROL.search(text):
        raise PydanticCustomError("line_break", "line break or control character")
    return text


def _https(link: str) -> str:
    try:
        parts = urlsplit(link)
        fine = parts.scheme == "https" and parts.hostname and parts.username is None and (parts.port or 1)
    except ValueError:
        fine = False
    if not fine or re.search(r"[\s<>|\"]", link):
        raise PydanticCustomError("not_https", "not an https link")
    return link


def _a_key(key: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", key):
        raise PydanticCustomError("bad_key", "not a key")
    return key


Title = Annotated[str, Field(max_length=LONGEST_TITLE), AfterValidator(_one_line)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_one_line)]
STRICT = ConfigDict(frozen=True, strict=True, extra="forbid")


class Texts(BaseModel):
    """An action in one language: plain text, one line each."""

    model_config = STRICT

    title: Title
    question: Text
    action: Text
    habit: Text


class OwnAction(BaseModel):
    """An action that the team added."""

    model_config = STRICT

    key: Annotated[str, AfterValidator(_a_key)]
    pillar: Pillar
    sv: Texts
    en: Texts
    link: Annotated[str, Field(max_length=LONGEST_LINK), AfterValidator(_https)] | None = None

    def texts(self, language: str) -> Texts:
        """In Swedish for `sv`, else in English."""
        return self.sv if language == "sv" else self.en


class Playbook(BaseModel):
    """What a team changed; the empty one changes nothing. Made by `parse` or `build`, which know the rules."""

    model_config = STRICT

    review_weeks: Annotated[int, Field(ge=SHORTEST_WEEKS, le=LONGEST_WEEKS)] = REVIEW_WEEKS
    off: tuple[str, ...] = Field(default=(), strict=False)
    thresholds: Mapping[str, Mapping[str, int | float]] = Field(default_factory=dict)
    actions: tuple[OwnAction, ...] = Field(default=(), strict=False, max_length=MOST_ACTIONS)

    @model_validator(mode="after")
    def _agrees(self, info: ValidationInfo) -> "Playbook":
        known: Known | None = (info.context or {}).get("known")
        if known is not None:
            _check_off(self.off, known)
            _check_thresholds(self.thresholds, known)
            _check_keys(self.actions, known)
        return self


class _Wrong(Exception):
    """What pydantic cannot know: carried out of the validator with its own place."""

    def __init__(self, key: str, path: Path, value: object, **params: Any) -> None:
        super().__init__(key)
        self.key, self.path, self.value, self.params = key, path, value, params


def _check_off(off: tuple[str, ...], known: Known) -> None:
    for place, rule in enumerate(off):
        if rule not in known:
            raise _Wrong("unknown_rule", ("off", place), rule, options=tuple(known))
        if rule in off[:place]:
            raise _Wrong("duplicate_key", ("off", place), rule)


def _check_thresholds(thresholds: Mapping[str, Mapping[str, int | float]], known: Known) -> None:
    for rule, values in thresholds.items():
        if rule not in known:
            raise _Wrong("unknown_rule", ("thresholds", rule), rule, options=tuple(known))
        for name, value in values.items():
            path: Path = ("thresholds", rule, name)
            allowed = known[rule].get(name)
            if allowed is None:
                raise _Wrong("unknown_threshold", path, name, options=tuple(known[rule]))
            if not allowed.low <= value <= allowed.high:  # nan neither
                raise _Wrong("out_of_range", path, value, low=allowed.low, high=allowed.high)
            if allowed.whole and value != int(value):
                raise _Wrong("not_whole", path, value)


def _check_keys(actions: tuple[OwnAction, ...], known: Known) -> None:
    for place, action in enumerate(actions):
        if action.key in known:
            raise _Wrong("key_taken", ("actions", place, "key"), action.key)
        if action.key in {other.key for other in actions[:place]}:
            raise _Wrong("duplicate_key", ("actions", place, "key"), action.key)


def parse(text: str, known: Known) -> Playbook:
    """Read a playbook from its text. `known` is every rule's key with its thresholds and what they may be set to.

    Raises `PlaybookError` with the first line that is wrong.
    """
    if len(text) > LARGEST:
        raise PlaybookError("too_large", 0, {"field": "", "value": "", "longest": LARGEST})
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        told = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:  # a number of 5,000 digits is a plain ValueError
        raise _syntax(text, str(problem)) from problem
    return _built(told, known, lines_of(text))


def build(told: Mapping[str, Any], known: Known) -> Playbook:
    """A playbook from values that did not come from a file, such as a form's. Raises `PlaybookError` with line 0."""
    return _built(told, known, {})


def _built(told: Mapping[str, Any], known: Known, lines: Mapping[Path, int]) -> Playbook:
    try:
        return Playbook.model_validate(dict(told), context={"known": known})
    except _Wrong as wrong:
        raise _error(wrong.key, wrong.path, wrong.value, lines, wrong.params) from wrong
    except ValidationError as problem:
        errors = [_translated(error, lines) for error in problem.errors(include_url=False)]
        raise min(errors, key=lambda error: error.line) from problem


def _translated(problem: Any, lines: Mapping[Path, int]) -> PlaybookError:
    """One of pydantic's errors in our words."""
    path: Path = tuple(part for part in problem["loc"] if part not in ("int", "float"))
    kind, last = problem["type"], path[-1] if path else ""
    limits = problem.get("ctx", {})
    params: dict[str, Any] = {}
    key = {
        "extra_forbidden": "unknown_key",
        "missing": "missing_language" if last in LANGUAGES else "missing",
        "string_too_long": "too_long",
        "too_long": "too_many",
        "greater_than_equal": "out_of_range",
        "less_than_equal": "out_of_range",
        "literal_error": "unknown_pillar",
    }.get(kind, kind if kind in ("empty", "line_break", "not_https", "bad_key") else "wrong_type")
    if key in ("too_long", "too_many"):
        params["longest"] = limits["max_length"]
    if key == "out_of_range":
        params |= {"low": SHORTEST_WEEKS, "high": LONGEST_WEEKS}
    if key == "unknown_pillar":
        params["options"] = get_args(Pillar)
        key = key if isinstance(problem["input"], str) else "wrong_type"
    if key == "wrong_type" and (path == ("review_weeks",) or (path[0] == "thresholds" and len(path) == 3)):
        key = "not_a_number"
    value = "" if key.startswith("missing") else last if key == "unknown_key" else problem["input"]
    return _error(key, path, value, lines, params)


def _error(key: str, path: Path, value: object, lines: Mapping[Path, int], params: Mapping[str, Any]) -> PlaybookError:
    place = next((lines[path[:size]] for size in range(len(path), 0, -1) if path[:size] in lines), 0)
    field = ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
    shown = value if isinstance(value, str | int | float) else type(value).__name__
    return PlaybookError(key, place, {"field": field, "value": str(shown)[:60], **params})


def _syntax(text: str, problem: str) -> PlaybookError:
    lines = text.split("\n")
    where = re.search(r"line (\d+)", problem)
    line = int(where[1]) if where else len(text.rstrip("\n").split("\n"))
    twice = problem.startswith(("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate"))
    shown = lines[min(line, len(lines)) - 1].strip()[:60]
    return PlaybookError("said_twice" if twice else "not_toml", line, {"field": "", "value": shown})


def to_toml(playbook: Playbook) -> str:
    """The playbook as a file that a person can go on with; `parse` gives the same playbook back."""
    lines = [f"review_weeks = {playbook.review_weeks}"]
    lines.append("off = [" + ", ".join(map(_quoted, playbook.off)) + "]")
    for rule, values in playbook.thresholds.items():
        lines += ["", f"[thresholds.{_name(rule)}]"]
        lines += [f"{_name(name)} = {value!r}" for name, value in values.items()]
    for action in playbook.actions:
        lines += ["", "[[actions]]", f"key = {_quoted(action.key)}", f"pillar = {_quoted(action.pillar)}"]
        if action.link is not None:
            lines.append(f"link = {_quoted(action.link)}")
        for language in LANGUAGES:
            lines += ["", f"[actions.{language}]"]
            lines += [f"{name} = {_quoted(text)}" for name, text in action.texts(language)]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = (_ESCAPES.get(c) or (f"\\u{ord(c):04X}" if ord(c) < 32 or ord(c) == 127 else c) for c in text)
    return '"' + "".join(escaped) + '"'


def _name(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)
