"""Where one is on the page, and as whom: channels, the app's tabs, a phone's drawer, an app that is away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from slack_sdk import WebClient

from bot.playground import Playground

from .page_app import MANIFEST
from .page_fixtures import (  # noqa: F401  (pytest finds the fixtures among the imports)
    ADA,
    BERTIL,
    GENERAL,
    WINS,
    browser_windows,
    control,
    fresh_playground,
    messages,
    page_opener,
    running_playground,
    snapshot,
    type_and_send,
    wait_for,
)

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


def test_who_you_are_can_be_switched(open_page: OpenPage) -> None:
    page = open_page()
    type_and_send(page, "/deal won 25000")
    expect(messages(page)).to_have_count(1)
    page.get_by_test_id("user-switch").click()
    page.get_by_role("menuitem", name="Bertil Åkesson").click()
    expect(page.get_by_test_id("user-switch")).to_contain_text("Bertil Åkesson")
    expect(messages(page)).to_have_count(0)
    assert f"user={BERTIL.id}" in page.url
    page.reload()
    expect(page.get_by_test_id("user-switch")).to_contain_text("Bertil Åkesson")
    page.go_back()
    expect(page.get_by_test_id("user-switch")).to_contain_text("Ada Berg")
    expect(messages(page)).to_have_count(1)


def test_the_home_tab(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_test_id("app-home").click()
    home = page.get_by_test_id("home")
    expect(home).to_contain_text("Welcome home")
    expect(home).to_contain_text(f"by {ADA.id}")
    assert page.url.endswith("#home")
    expect(page.get_by_test_id("composer")).to_be_hidden()
    page.get_by_test_id("tab-messages").click()
    expect(page.get_by_role("textbox", name="Message Tiny")).to_be_visible()
    page.get_by_test_id("tab-about").click()
    about = page.get_by_test_id("about")
    expect(about).to_contain_text("Small & <useful>")
    expect(about.get_by_role("listitem").filter(has_text="/deal won 25000 Acme")).to_contain_text("Record a deal")
    expect(page.get_by_test_id("app-home")).to_have_attribute("aria-current", "page")
    expect(page.get_by_test_id("composer")).to_be_hidden()


def without_an_app(app_home: dict[str, bool]) -> Playground:
    manifest = {**MANIFEST, "features": {**MANIFEST["features"], "app_home": app_home}}
    return Playground(users=[BERTIL], channels=[GENERAL], manifest=manifest)


def test_an_app_that_only_sends_is_not_written_to(browser_for_page: Browser) -> None:
    with without_an_app({"messages_tab_enabled": True}) as alone:
        page = browser_for_page.new_page()
        page.goto(f"{alone.url}/#home")  # which this app does not have
        expect(page.get_by_test_id("read-only")).to_have_text("Det går inte att skicka meddelanden till den här appen.")
        expect(page.get_by_test_id("composer")).to_be_hidden()
        expect(page.get_by_test_id("tab-home")).to_have_count(0)
        page.get_by_test_id("channel-general").click()
        expect(page.get_by_role("textbox", name="Skriv till #general")).to_be_visible()
        expect(page.get_by_test_id("read-only")).to_be_hidden()
        page.close()


def test_an_app_without_messages_has_no_such_tab(browser_for_page: Browser) -> None:
    with without_an_app({"home_tab_enabled": True, "messages_tab_enabled": False}) as alone:
        page = browser_for_page.new_page()
        page.goto(f"{alone.url}/#messages")
        expect(page.get_by_test_id("tab-home")).to_have_attribute("aria-current", "page")
        expect(page.get_by_test_id("tab-about")).to_be_visible()
        expect(page.get_by_test_id("tab-messages")).to_have_count(0)
        expect(page.get_by_test_id("app-messages")).to_have_count(0)
        page.close()


def test_unread_is_marked_until_it_is_read(open_page: OpenPage, playground: Playground) -> None:
    page = open_page()
    control(playground, "message", user=BERTIL.id, channel=WINS.id, text="Won Volvo!")
    wins = page.get_by_test_id("channel-wins")
    expect(wins).to_contain_text("1 unread")
    wins.click()
    expect(messages(page).last).to_contain_text("Won Volvo!")
    expect(page.locator(".divider-new")).to_be_visible()
    wait_for(lambda: [c["unread"] for c in snapshot(playground)["channels"] if c["id"] == WINS.id] == [0])


def test_the_tab_of_messages_says_what_is_unread(open_page: OpenPage, playground: Playground) -> None:
    page = open_page(ADA, "#home")
    expect(page.get_by_test_id("home")).to_contain_text("Welcome home")
    tab = page.get_by_test_id("tab-messages")
    expect(tab).to_have_text("Messages")
    tab.focus()
    client = WebClient(token=playground.secrets.bot_token, base_url=playground.api_url)
    client.chat_postMessage(channel=ADA.id, text="Your file is here")
    expect(tab).to_contain_text("1 unread")
    expect(tab.locator(".unread-badge")).to_have_text("1")
    expect(tab).to_be_focused()  # though it was drawn again
    tab.click()
    expect(messages(page).last).to_contain_text("Your file is here")
    page.get_by_test_id("tab-home").click()
    expect(tab).to_have_text("Messages")


def test_the_quick_switcher(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("Control+k")
    page.get_by_test_id("switcher").fill("win")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("wins")
    expect(page.get_by_test_id("channel-wins")).to_have_attribute("aria-current", "page")


def test_on_a_phone_the_sidebar_is_a_drawer(open_page: OpenPage) -> None:
    page = open_page(width=390, height=844)
    expect(page.get_by_test_id("channel-wins")).to_be_hidden()
    menu = page.get_by_test_id("menu")
    menu.click()
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_test_id("channel-general")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("channel-general")).to_be_hidden()
    expect(menu).to_be_focused()
    menu.click()
    page.get_by_test_id("channel-wins").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("wins")
    expect(page.get_by_test_id("channel-general")).to_be_hidden()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390


def test_an_app_that_is_not_there_is_missed(browser_for_page: Browser) -> None:
    alone = Playground(users=[ADA], channels=[GENERAL], manifest=MANIFEST)
    alone.start()
    context = browser_for_page.new_context()
    page = context.new_page()
    page.goto(alone.url)  # no name in the address: the first person there is
    notice = page.get_by_test_id("notice")
    expect(notice).to_contain_text("Tiny isn’t connected right now.")
    expect(page.get_by_test_id("user-switch")).to_contain_text("Ada Berg")
    page.get_by_test_id("composer").fill("kept")

    port = int(alone.url.rsplit(":", 1)[1])
    alone.stop()
    expect(notice).to_contain_text("No answer from the server. Trying again…")
    page.get_by_test_id("composer").press("Enter")
    expect(page.get_by_test_id("composer")).to_have_value("kept")  # nothing was recorded, nothing is lost
    alone.start(port)
    expect(notice).to_contain_text("Tiny isn’t connected right now.", timeout=15_000)
    context.close()
    alone.stop()
