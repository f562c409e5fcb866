"""What is pressed while the app is away is not lost in silence: a sign stands by it, and a second try works."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.playground import Playground, Timing

from .page_app import MANIFEST, deal_blocks, plain, tiny_app
from .page_fixtures import ADA, BERTIL, GENERAL, messages

pytestmark = pytest.mark.browser

ANIMAL: dict[str, Any] = {
    "type": "external_select",
    "action_id": "animal",
    "placeholder": plain("Animal"),
    "min_query_length": 1,
}


@pytest.fixture
def lonely() -> Iterator[Playground]:
    """A local Slack whose app has written a message and gone."""
    with Playground(users=[ADA, BERTIL], channels=[GENERAL], manifest=MANIFEST, timing=Timing(ack_seconds=10)) as alone:
        client = WebClient(token=alone.secrets.bot_token, base_url=alone.api_url)
        blocks = [*deal_blocks("won 5"), {"type": "actions", "block_id": "animals", "elements": [ANIMAL]}]
        client.chat_postMessage(channel=GENERAL.id, text="Recorded", blocks=blocks)
        yield alone


@pytest.fixture
def page(browser_for_page: Browser, lonely: Playground) -> Iterator[Page]:
    context = browser_for_page.new_context()
    opened = context.new_page()
    opened.goto(f"{lonely.url}/?user={ADA.id}#{GENERAL.id}")
    yield opened
    context.close()


def test_a_press_that_nobody_heard_is_marked_until_it_is_tried_again(page: Page, lonely: Playground) -> None:
    undo = page.get_by_role("button", name="Undo")
    undo.click()
    sign = page.get_by_test_id("press-failed")
    expect(sign).to_have_text("That was not sent. Please try again.")
    assert undo.evaluate("(button) => button.nextElementSibling.dataset.testid") == "press-failed"
    expect(undo).to_have_attribute("class", "btn failed")
    page.get_by_test_id("composer").fill("still usable")
    page.get_by_test_id("composer").press("Enter")
    expect(messages(page).last).to_contain_text("still usable")
    expect(sign).to_be_visible()

    client = WebClient(token=lonely.secrets.bot_token, base_url=lonely.api_url)
    handler = SocketModeHandler(tiny_app(client), app_token=lonely.secrets.app_token)
    handler.connect()  # type: ignore[no-untyped-call]
    # The page hears of it by itself.
    expect(page.get_by_test_id("notice")).not_to_contain_text("isn’t connected")
    undo.click()
    expect(messages(page).first).to_contain_text("Taken back.")
    expect(sign).to_have_count(0)
    handler.client.auto_reconnect_enabled = False
    lonely.stop()
    handler.close()  # type: ignore[no-untyped-call]


def test_a_list_that_the_app_should_fill_says_so(page: Page) -> None:
    page.get_by_role("combobox", name="Animal").click()
    page.keyboard.type("ak")
    expect(page.get_by_role("listbox").get_by_role("alert")).to_contain_text("We had some trouble connecting.")
