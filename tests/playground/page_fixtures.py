"""A small Bolt app on Socket Mode, the local Slack that it talks to, and a browser that looks at it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, ConsoleMessage, FrameLocator, Locator, Page, expect, sync_playwright
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.playground import Channel, Playground, Team, User

from .page_app import MANIFEST, tiny_app

ADA = User("U0PAGE0001", "ada", "Ada Berg", tz="Europe/Stockholm", locale="en-US", title="Sales rep")
BERTIL = User("U0PAGE0002", "bertil", "Bertil Åkesson", tz="Europe/Stockholm", locale="sv-SE", title="Säljare")
GENERAL = Channel("C0PAGE0001", "general", topic="What concerns everybody")
WINS = Channel("C0PAGE0002", "wins", topic="Ring the bell")
HOSTILE = "<img src=x onerror=\"document.title='owned'\"> <!channel> & *bold*"
# A busy machine may take its time; what never comes still fails.
expect.set_options(timeout=20_000)

CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session", name="browser_for_page")
def launched_browser(chromium: str) -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module", name="shared_playground")
def running_playground() -> Iterator[Playground]:
    """The local Slack with the app connected, for a whole module."""
    playground = Playground(
        team=Team(name="Nordic Sales"), users=[ADA, BERTIL], channels=[GENERAL, WINS], manifest=MANIFEST
    )
    playground.start()
    client = WebClient(token=playground.secrets.bot_token, base_url=playground.api_url)
    handler = SocketModeHandler(tiny_app(client), app_token=playground.secrets.app_token)
    handler.connect()  # type: ignore[no-untyped-call]
    wait_for(lambda: bool(snapshot(playground)["app"]["connected"]))
    yield playground
    handler.close()  # type: ignore[no-untyped-call]
    playground.stop()


@pytest.fixture(name="playground")
def fresh_playground(shared_playground: Playground) -> Playground:
    """The same for one test, with nothing left of the one before."""
    requests.post(f"{shared_playground.url}/_control/reset", json={}, timeout=10).raise_for_status()
    return shared_playground


class Windows:
    """Windows of the browser, each with a memory of its own; opening one costs more than clearing one."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._pages: list[Page] = []
        self._taken = 0
        self.troubles: list[str] = []

    def take(self, width: int, height: int) -> Page:
        """An empty window of this size, which nobody else has until all are given back."""
        if self._taken == len(self._pages):
            page = self._browser.new_context().new_page()
            page.on("console", self._heard)
            page.on("pageerror", lambda error: self.troubles.append(str(error)))
            self._pages.append(page)
        page = self._pages[self._taken]
        self._taken += 1
        page.set_viewport_size({"width": width, "height": height})
        return page

    def _heard(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.troubles.append(said.text)

    def close(self) -> None:
        """Close them all."""
        for page in self._pages:
            page.context.close()

    def give_back(self) -> list[str]:
        """Empty all windows; what went wrong in them since the last time."""
        for page in self._pages[: self._taken]:
            page.evaluate("localStorage.clear()")
            page.goto("about:blank")
            page.mouse.move(0, 0)
        self._taken = 0
        found, self.troubles = self.troubles, []
        return found


@pytest.fixture(scope="module", name="windows")
def browser_windows(browser_for_page: Browser) -> Iterator[Windows]:
    """The windows that a module's tests share."""
    windows = Windows(browser_for_page)
    yield windows
    windows.close()


@pytest.fixture(name="open_page")
def page_opener(windows: Windows, playground: Playground) -> Iterator[Callable[..., Page]]:
    """`open_page(user, place, width, height)`: a page of its own; the test fails if it wrote any error anywhere."""

    def show(user: User = ADA, place: str = f"#{GENERAL.id}", width: int = 1280, height: int = 800) -> Page:
        page = windows.take(width, height)
        page.goto(f"{playground.url}/?user={user.id}{place}")
        expect(page.locator("#app")).to_have_attribute("data-ready", "true")
        return page

    yield show
    assert windows.give_back() == []


def snapshot(playground: Playground, user: User = ADA) -> dict[str, Any]:
    """What the page is given for this person."""
    answer = requests.get(f"{playground.url}/_page/snapshot", params={"user": user.id}, timeout=10)
    found: dict[str, Any] = answer.json()
    return found


def control(playground: Playground, call: str, **body: Any) -> dict[str, Any]:
    """One call of the control API."""
    answer = requests.post(f"{playground.url}/_control/{call}", json=body, timeout=10)
    found: dict[str, Any] = answer.json()
    return found


def wait_for(reached: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait until something is so; fails when it does not become so."""
    end = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > end:
            raise AssertionError(f"not reached within {seconds} s")
        time.sleep(0.05)


def type_and_send(page: Page | FrameLocator, text: str) -> None:
    """Write in the composer and press Enter."""
    composer = page.get_by_test_id("composer")
    composer.fill(text)
    composer.press("Enter")


def messages(page: Page | FrameLocator) -> Locator:
    """The messages on the screen."""
    return page.get_by_test_id("message")
