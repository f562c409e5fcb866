"""Modals and home tabs: trigger ids, the stack, hashes, what is kept, what is refused."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground import Playground, Timing

from .conftest import ADA, BEN, Connected, Hands, bolt_app, modal, section, text_input, until


@pytest.fixture
def app(playground: Playground, connect: Connected) -> App:
    """An app whose shortcut keeps the trigger id, and whose answers the test sets."""
    app = bolt_app(playground)
    app.shortcut("s")(lambda ack: ack())
    connect(app)
    return app


@pytest.fixture
def trigger(app: App, hands: Hands) -> Callable[[], str]:
    """A fresh trigger id of Ada's."""

    def fresh() -> str:
        assert hands("shortcut", user=ADA, callback_id="s")["ok"]
        return str(hands.log("interactive:shortcut")[-1]["request"]["trigger_id"])

    return fresh


def error_of(call: Any, **args: Any) -> str:
    with pytest.raises(SlackApiError) as error:
        call(**args)
    return str(error.value.response["error"])


def test_a_trigger_works_once(client: WebClient, trigger: Callable[[], str]) -> None:
    trigger_id = trigger()
    bad = modal(title={"type": "plain_text", "text": "x" * 25})
    assert error_of(client.views_open, trigger_id=trigger_id, view=bad) == "invalid_arguments"
    view = client.views_open(trigger_id=trigger_id, view=modal())["view"]
    assert (view["root_view_id"], view["previous_view_id"]) == (view["id"], None)
    assert error_of(client.views_open, trigger_id=trigger_id, view=modal()) == "exchanged_trigger_id"
    assert error_of(client.views_open, trigger_id="1.2.3", view=modal()) == "invalid_trigger_id"


def test_a_trigger_expires() -> None:
    timing = Timing(ack_seconds=1.0, trigger_seconds=0.05)
    with Playground(timing=timing) as playground:
        connected = Connected(playground)
        app = bolt_app(playground)
        app.shortcut("s")(lambda ack: ack())
        connected(app)
        hands = Hands(playground)
        hands("shortcut", user=ADA, callback_id="s")
        trigger_id = hands.log("interactive:shortcut")[-1]["request"]["trigger_id"]
        time.sleep(0.1)
        client = WebClient(token="xoxb-local", base_url=playground.api_url)
        assert error_of(client.views_open, trigger_id=trigger_id, view=modal()) == "expired_trigger_id"
        connected.close()


def test_three_modals_and_no_more(client: WebClient, trigger: Callable[[], str], hands: Hands) -> None:
    first = client.views_open(trigger_id=trigger(), view=modal())["view"]
    second = client.views_push(trigger_id=trigger(), view=modal())["view"]
    assert (second["root_view_id"], second["previous_view_id"]) == (first["id"], first["id"])
    client.views_push(trigger_id=trigger(), view=modal())
    assert error_of(client.views_push, trigger_id=trigger(), view=modal()) == "push_limit_reached"
    assert [view["id"] for view in shown(hands)][:2] == [first["id"], second["id"]]
    hands("close-view", user=ADA)
    assert len(shown(hands)) == 2
    hands("close-view", user=ADA, all=True)
    assert shown(hands) == []


def shown(hands: Hands) -> list[dict[str, Any]]:
    return hands.get(f"_page/snapshot?user={ADA}")["modals"]  # type: ignore[no-any-return]


def test_pushing_needs_a_modal_below(client: WebClient, trigger: Callable[[], str]) -> None:
    assert error_of(client.views_push, trigger_id=trigger(), view=modal()) == "invalid_arguments"


def test_updating_by_hash_and_by_external_id(client: WebClient, trigger: Callable[[], str], hands: Hands) -> None:
    view = client.views_open(trigger_id=trigger(), view=modal(text_input(), external_id="mine"))["view"]
    action = {"type": "plain_text_input", "action_id": "value", "block_id": "amount", "value": "5"}
    assert hands("interact", user=ADA, viewId=view["id"], action=action)["delivered"] is False
    longer = modal(text_input(), text_input("more"), external_id="mine")
    updated = client.views_update(external_id="mine", hash=view["hash"], view=longer)["view"]
    assert updated["id"] == view["id"]
    assert updated["state"]["values"]["amount"]["value"]["value"] == "5"
    assert updated["state"]["values"]["more"]["value"] == {"type": "plain_text_input", "value": None}
    assert error_of(client.views_update, view_id=view["id"], hash=view["hash"], view=modal()) == "hash_conflict"
    assert error_of(client.views_update, view_id="V404", view=modal()) == "not_found"
    again = {"trigger_id": trigger(), "view": modal(external_id="mine")}
    assert error_of(client.views_open, **again) == "duplicate_external_id"


def test_publishing_a_home_tab(client: WebClient, hands: Hands) -> None:
    home = {"type": "home", "blocks": [section()]}
    first = client.views_publish(user_id=ADA, view=home)["view"]
    assert (first["type"], first["id"][0]) == ("home", "V")
    second = client.views_publish(user_id=ADA, view=home, hash=first["hash"])["view"]
    assert second["id"] == first["id"]
    assert error_of(client.views_publish, user_id=ADA, view=home, hash=first["hash"]) == "hash_conflict"
    assert error_of(client.views_publish, user_id="U404", view=home) == "user_not_found"
    assert error_of(client.views_publish, user_id=ADA, view=modal()) == "invalid_arguments"
    assert list(hands.get("_control/state")["homes"]) == [ADA]


@pytest.mark.parametrize("answer", ["update", "push", "clear"])
def test_answers_to_a_submission(app: App, client: WebClient, trigger: Any, hands: Hands, answer: str) -> None:
    other = modal(section("Second"))

    @app.view("form")
    def submitted(ack: Any) -> None:
        ack(response_action=answer) if answer == "clear" else ack(response_action=answer, view=other)

    client.views_open(trigger_id=trigger(), view=modal(section("First")))
    assert hands("submit-view", user=ADA)["response_action"] == answer
    texts = [view["blocks"][0]["text"]["text"] for view in shown(hands)]
    assert texts == {"update": ["Second"], "push": ["First", "Second"], "clear": []}[answer]


def test_errors_for_what_is_no_input_are_the_apps_mistake(
    app: App, client: WebClient, trigger: Any, hands: Hands
) -> None:
    app.view("form")(lambda ack: ack(response_action="errors", errors={"nowhere": "No"}))
    client.views_open(trigger_id=trigger(), view=modal(text_input()))
    outcome = hands("submit-view", user=ADA, values={"amount": {"value": "1"}})
    assert (outcome["ok"], outcome["error"]) == (False, "invalid_response_action")
    assert len(shown(hands)) == 1


def test_closing_tells_those_who_asked(app: App, client: WebClient, trigger: Any, hands: Hands) -> None:
    closed: list[bool] = []

    @app.view_closed("form")
    def gone(ack: Any, body: Any) -> None:
        ack()
        closed.append(body["is_cleared"])

    client.views_open(trigger_id=trigger(), view=modal())
    hands("close-view", user=ADA)
    client.views_open(trigger_id=trigger(), view=modal(notify_on_close=True))
    hands("close-view", user=ADA)
    assert closed == [False]


def test_values_of_every_kind(app: App, client: WebClient, trigger: Any, hands: Hands) -> None:
    got: dict[str, Any] = {}

    @app.view("form")
    def submitted(ack: Any, view: Any) -> None:
        got.update(view["state"]["values"])
        ack()

    options = [{"text": {"type": "plain_text", "text": t}, "value": t} for t in ("a", "b")]
    kinds: dict[str, tuple[dict[str, Any], Any]] = {
        "static": ({"type": "static_select", "options": options}, "b"),
        "many": ({"type": "multi_static_select", "options": options}, ["a", "b"]),
        "boxes": ({"type": "checkboxes", "options": options}, ["a"]),
        "radio": ({"type": "radio_buttons", "options": options}, {"selected_option": {"value": "a"}}),
        "date": ({"type": "datepicker"}, "2026-10-01"),
        "time": ({"type": "timepicker"}, "09:30"),
        "moment": ({"type": "datetimepicker"}, 1_800_000_000),
        "person": ({"type": "users_select"}, BEN),
        "number": ({"type": "number_input", "is_decimal_allowed": False}, "12"),
        "mail": ({"type": "email_text_input"}, "a@example.com"),
        "link": ({"type": "url_text_input"}, "https://example.com"),
        "rich": ({"type": "rich_text_input"}, "text"),
    }
    blocks = []
    for block_id, (element, _) in kinds.items():
        label = {"type": "plain_text", "text": block_id}
        blocks.append({"type": "input", "block_id": block_id, "label": label, "element": {**element, "action_id": "x"}})
    client.views_open(trigger_id=trigger(), view=modal(*blocks))
    outcome = hands("submit-view", user=ADA, values={block_id: {"x": value} for block_id, (_, value) in kinds.items()})
    assert outcome == {"ok": True, "response_action": None, "errors": {}}
    assert got["static"]["x"]["selected_option"] == options[1]
    assert got["many"]["x"]["selected_options"] == options
    assert got["radio"]["x"]["selected_option"] == options[0]
    assert (got["date"]["x"]["selected_date"], got["time"]["x"]["selected_time"]) == ("2026-10-01", "09:30")
    assert got["moment"]["x"]["selected_date_time"] == 1_800_000_000
    assert got["person"]["x"]["selected_user"] == BEN
    assert got["rich"]["x"]["rich_text_value"]["type"] == "rich_text"


@pytest.mark.parametrize(
    ("element", "value", "sentence"),
    [
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "Please enter a whole number."),
        ({"type": "number_input", "is_decimal_allowed": True}, "x", "Please enter a number."),
        (
            {"type": "number_input", "is_decimal_allowed": True, "max_value": "5"},
            "6",
            "Please enter a number that is at most 5.",
        ),
        ({"type": "email_text_input"}, "nobody", "Please enter a valid email address."),
        ({"type": "url_text_input"}, "nowhere", "Please enter a valid URL."),
        ({"type": "plain_text_input", "min_length": 3}, "ab", "Please enter at least 3 characters."),
        ({"type": "plain_text_input", "max_length": 3}, "abcd", "Please enter at most 3 characters."),
        ({"type": "datepicker"}, None, "Please complete this required field."),
    ],
)
def test_slacks_own_form_refuses(
    client: WebClient, trigger: Any, hands: Hands, element: dict[str, Any], value: Any, sentence: str
) -> None:
    label = {"type": "plain_text", "text": "Field"}
    block = {"type": "input", "block_id": "b", "label": label, "element": {**element, "action_id": "a"}}
    client.views_open(trigger_id=trigger(), view=modal(block))
    outcome = hands("submit-view", user=ADA, values={"b": {"a": value}})
    assert (outcome["by"], outcome["errors"]) == ("slack", {"b": sentence})


def test_values_for_what_is_not_in_the_view_are_refused(client: WebClient, trigger: Any, hands: Hands) -> None:
    assert hands("submit-view", user=ADA)["error"] == "view_not_found"
    client.views_open(trigger_id=trigger(), view=modal(text_input()))
    assert hands("submit-view", user=ADA, values={"other": {"value": "1"}})["error"] == "block_not_found"
    assert hands("submit-view", user=ADA, values={"amount": {"other": "1"}})["error"] == "action_not_found"
    assert hands("interact", user=ADA, action={"action_id": "nowhere"})["error"] == "action_not_found"


def test_a_choice_in_a_modals_section_reaches_the_app(app: App, client: WebClient, trigger: Any, hands: Hands) -> None:
    got: list[Any] = []

    @app.action("pick")
    def picked(ack: Any, body: Any) -> None:
        ack()
        got.append((body["actions"][0]["selected_option"]["value"], body["container"]["type"]))

    options = [{"text": {"type": "plain_text", "text": t}, "value": t} for t in ("a", "b")]
    menu = {"type": "static_select", "action_id": "pick", "options": options}
    view = client.views_open(trigger_id=trigger(), view=modal({**section(), "accessory": menu}))["view"]
    hands("interact", user=ADA, viewId=view["id"], action={"action_id": "pick", "selected_option": {"value": "b"}})
    assert until(lambda: got) == [("b", "view")]
    assert hands("interact", user=ADA, viewId=view["id"], action={"action_id": "pick", "value": "z"})["error"] == (
        "option_not_found"
    )
    assert hands("interact", user=BEN, viewId=view["id"], action={"action_id": "pick", "value": "a"})["error"] == (
        "view_not_found"
    )
