"""The playbook's forms within Slack's limits, whatever an admin wrote; and what was changed, in words."""

from typing import Any

import pytest

from bot import ids
from bot.services.playbooks import known_rules, own_texts
from bot.texts import Texts
from bot.views import playbook as views
from bot.views.message import Json
from coaching.catalogue import RULES
from coaching.playbook import MOST_ACTIONS, Playbook, build
from tests.views.examples import BOTH, GB, SV, spaced
from tests.views.slack_rules import check_message

HOSTILE = "<!channel> & *b* `x` " + "å" * 30


def action(n: int, title: str = HOSTILE) -> dict[str, Any]:
    said = {"title": title[:60], "question": HOSTILE * 5, "action": HOSTILE * 5, "habit": HOSTILE * 5}
    return {
        "key": f"ours_{n}",
        "pillar": "win_rate",
        "sv": said,
        "en": said,
        "link": "https://example.com/" + "x" * 400,
    }


FULL = build(
    {
        "review_weeks": 13,
        "off": [rule.key for rule in RULES],
        "thresholds": {
            rule.key: {limit.name: limit.high for limit in rule.thresholds} for rule in RULES if rule.thresholds
        },
        "actions": [action(n) for n in range(MOST_ACTIONS)],
    },
    known_rules(),
)


def check_form(view: Json) -> None:
    assert 1 <= len(view["blocks"]) <= 100
    assert all(len(view[name]["text"]) <= 24 for name in ("title", "submit", "close"))
    assert len(view.get("private_metadata", "")) <= 3_000
    for block in view["blocks"]:
        if block["type"] == "input":
            assert block["block_id"] == block["element"]["action_id"]
            assert len(block["label"]["text"]) <= 2_000
            assert len(block.get("hint", {}).get("text", "")) <= 2_000
            assert len(block["element"].get("options", "x")) <= 10
        elif block["type"] == "section":
            assert 1 <= len(block["text"]["text"]) <= 3_000


@pytest.mark.parametrize("texts", BOTH)
@pytest.mark.parametrize("playbook", [Playbook(), FULL])
def test_the_form_is_one_that_slack_takes(texts: Texts, playbook: Playbook) -> None:
    view = views.modal(texts, playbook, own_texts(playbook, texts.language), "x" * 3_000)
    check_form(view)
    adds = [e for b in view["blocks"] if b["type"] == "actions" for e in b["elements"]]
    offered = any(element["action_id"] == ids.ACTION_PLAYBOOK_ADD for element in adds)
    assert offered == (len(playbook.actions) < MOST_ACTIONS)


@pytest.mark.parametrize("texts", BOTH)
@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.thresholds], ids=lambda rule: rule.key)
def test_each_rule_s_thresholds_have_a_number_with_its_range(texts: Texts, rule: Any) -> None:
    view = views.limits_modal(texts, rule.key, {}, "")
    check_form(view)
    inputs = [block["element"] for block in view["blocks"] if block["type"] == "input"]
    assert [element["action_id"] for element in inputs] == [limit.name for limit in rule.thresholds]
    for element, limit in zip(inputs, rule.thresholds, strict=True):
        assert float(element["initial_value"]) == limit.default
        assert (float(element["min_value"]), float(element["max_value"])) == (limit.low, limit.high)
        assert element["is_decimal_allowed"] != limit.whole


@pytest.mark.parametrize("texts", BOTH)
def test_an_action_of_one_s_own_has_all_its_fields(texts: Texts) -> None:
    view = views.action_modal(texts, "")
    check_form(view)
    inputs = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    assert tuple(inputs) == ids.OWN_ACTION_FORM_FIELDS


def test_every_rule_has_its_box_and_only_one() -> None:
    boxed = [rule.key for group in views.groups() for rule in group.rules]
    assert sorted(boxed) == sorted({rule.key for rule in RULES} - views.ALWAYS_ON)
    assert all(len(group.rules) <= views.BOXES for group in views.groups())


@pytest.mark.parametrize("texts", BOTH)
def test_everything_that_changed_at_once_is_still_a_message(texts: Texts) -> None:
    own = own_texts(FULL, texts.language)
    check_message(views.changed(texts, Playbook(), FULL, own))
    check_message(views.changed(texts, FULL, Playbook(), own))
    assert "<!channel>" not in str(views.changed(texts, Playbook(), FULL, own).blocks)
    assert "<!channel>" not in views.saved(texts, Playbook(), FULL, own)


def test_changes_in_words() -> None:
    before = Playbook(off=("season",), thresholds={"account_selection": {"small_share": 0.5}})
    after = Playbook(off=("close_dead",), review_weeks=6, thresholds={"design_meeting": {"sample": 12}})
    swedish = [spaced(line) for line in views.changes(SV, before, after, {})]
    assert swedish == [
        f"Avstängt: {SV.t('coach.rule.close_dead.title')}",
        f"Påslaget igen: {SV.t('coach.rule.season.title')}",
        "Utvärdering efter 6 veckor (tidigare 4)",
        f"{SV.t('coach.rule.account_selection.title')}. Andel ordrar som är små: 0,35 (tidigare 0,5)",
        f"{SV.t('coach.rule.design_meeting.title')}. Minst så många affärer bakom siffran: 12 (tidigare 10)",
    ]
    assert views.changes(GB, before, before, {}) == []
