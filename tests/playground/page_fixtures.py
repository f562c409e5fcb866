"""A small Bolt app on Socket Mode, the local Slack that it talks to, and a browser that looks at it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, expect, sync_playwright
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.playground import Channel, Playground, Team, User

from .page_app import MANIFEST, tiny_app

ADA = User("U0PAGE0001", "ada", "Ada Berg", tz="Europe/Stockholm", locale="en-US", title="Sales rep")
BERTIL = User("U0PAGE0002", "bertil", "Bertil Åkesson", tz="Europe/Stockholm", locale="sv-SE", title="Säljare")
GENERAL = Channel("C0PAGE0001", "general", topic="What concerns everybody")
WINS = Channel("C0PAGE0002", "wins", topic="Ring the bell")
HOSTILE = "<img src=x onerror=\"document.title='owned'\"> <!channel> & *bold*"
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


@pytest.fixture(name="open_page")
def page_opener(browser_for_page: Browser, playground: Playground) -> Iterator[Callable[..., Page]]:
    """`open_page(user, place, width, height)`: a page of its own; the test fails if it wrote any error anywhere."""
    troubles: list[str] = []
    contexts = []

    def show(user: User = ADA, place: str = f"#{GENERAL.id}", width: int = 1280, height: int = 800) -> Page:
        context = browser_for_page.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: troubles.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(f"{playground.url}/?user={user.id}{place}")
        expect(page.locator("#app")).to_have_attribute("data-ready", "true")
        return page

    yield show
    for context in contexts:
        context.close()
    assert troubles == []


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
