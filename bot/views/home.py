"""The frame of the home tab: who it is for, which of its tabs is shown, and what can be done from anywhere on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import slackblocks as sb

from bot import ids
from bot.texts import Texts
from bot.values import Person, Role
from bot.views.message import Json, Message, button, header, typed, without_ids

NAME = 60
MINE, TEAM, WORKSPACE = "mine", "team", "workspace"
TABS: Final = (MINE, TEAM, WORKSPACE)

Parts = Sequence[sb.Block | Json]
Place = Literal["top", "deals", "goals"]


@dataclass(frozen=True, slots=True)
class Said:
    """The answer to what was just done on the tab, to be shown where it was done."""

    message: Message
    at: Place = "top"


def view(
    texts: Texts,
    person: Person,
    shown: str,
    parts: Parts,
    metadata: str,
    said: Said | None = None,
    *,
    places: Sequence[Place] = (),
) -> Json:
    """What `views.publish` takes as `view`: the tab called `shown`, made of `parts`.

    `metadata`, at most 3,000 characters, comes back with each button. The answer stands at the top, between the buttons
    and the rest, unless it belongs to one of the `places`: there it is among the parts already.
    """
    top: list[sb.Block | Json] = [header(texts.t("home.greeting", name=typed(_called(person.name), NAME)))]
    top += [_tabs(texts, person, shown), _doing(texts)]
    if said is not None and said.at not in places:
        top += answer(said)
    blocks = [block for part in (*top, *parts) for block in _plain(part)]
    made: Json = {"type": "home", "blocks": blocks}
    return {**made, "private_metadata": metadata} if metadata else made


def _called(name: str) -> str:
    """What somebody is greeted by: `Elin` of `Elin Sandberg`; the whole name where it is not so plain."""
    first, *rest = name.split() or [name]
    return first if len(rest) in (1, 2) and first.isalpha() and len(first) > 1 else name


def answer_at(said: Said | None, place: Place) -> list[sb.Block | Json]:
    """The answer where it belongs to this place, else nothing."""
    return answer(said) if said is not None and said.at == place else []


def answer(said: Said) -> list[sb.Block | Json]:
    """An answer, set off from what is around it."""
    return [sb.DividerBlock(), *said.message.blocks, sb.DividerBlock()]


def _tabs(texts: Texts, person: Person, shown: str) -> sb.ActionsBlock:
    """The tabs that the person has; the one that is shown is marked."""
    tabs = TABS if person.role is Role.ADMIN else (MINE, TEAM)
    labels = {tab: texts.t(f"home.tab.{tab}") for tab in tabs}
    return sb.ActionsBlock(
        [
            button(texts.t("home.tab.shown", tab=label) if tab == shown else label, f"{ids.ACTION_HOME_TAB}:{tab}", tab)
            for tab, label in labels.items()
        ]
    )


def _doing(texts: Texts) -> sb.ActionsBlock:
    return sb.ActionsBlock(
        [
            button(texts.t("button.new_deal"), ids.ACTION_NEW_DEAL, primary=True),
            button(texts.t("home.button.coach"), ids.ACTION_COACH_PLAN),
            button(texts.t("home.button.import"), ids.ACTION_IMPORT_FILE),
            button(texts.t("home.button.export"), ids.ACTION_EXPORT_DEALS),
        ]
    )


def _plain(part: sb.Block | Json) -> Sequence[Json]:
    """As Slack's JSON, a part of ours checked by slackblocks against what a home tab may hold."""
    if isinstance(part, dict):
        return (part,)
    checked: dict[str, Any] = sb.HomeTabView([part]).to_dict()
    return without_ids(checked["blocks"])
