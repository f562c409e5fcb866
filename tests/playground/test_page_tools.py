"""The page's tools in a browser: the clock, files, the traffic, two people side by side; on a phone, and in Swedish."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from bot.playground import Playground

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
DAY = 86_400


def csv(name: str = "deals.csv", content: bytes = b"a;b") -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": content}


def ahead(playground: Playground) -> float:
    return float(snapshot(playground)["clock"]["offset_seconds"])


def choose_time(page: Page, test_id: str) -> None:
    page.get_by_test_id("clock").click()
    page.get_by_test_id(test_id).click()


def drop(page: Page, target: str, name: str, content: str) -> None:
    """Drop a file on an element, as dragging it from a folder does."""
    carried = page.evaluate_handle(
        """([name, content]) => {
            const data = new DataTransfer();
            data.items.add(new File([content], name, { type: "text/csv" }));
            return data;
        }""",
        [name, content],
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event(target, event, {"dataTransfer": carried})


def no_wider_than(page: Page, width: int) -> None:
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width


# -- the clock --------------------------------------------------------------------------------------------------------


def test_the_clock_is_moved_forward_and_back(open_page: OpenPage, playground: Playground) -> None:
    page = open_page()
    type_and_send(page, "Before")
    expect(page.get_by_role("separator", name="Today")).to_have_count(1)
    expect(page.get_by_test_id("clock-ahead")).to_be_empty()

    choose_time(page, "clock-week")
    expect(page.get_by_test_id("clock-ahead")).to_have_text("7 days ahead")
    assert ahead(playground) == 7 * DAY
    expect(page.get_by_role("separator", name="Today")).to_have_count(0)  # it is another day now
    type_and_send(page, "A week later")
    expect(messages(page)).to_have_count(2)
    expect(page.get_by_role("separator", name="Today")).to_have_count(1)
    first, second = (float(messages(page).nth(i).get_attribute("data-ts") or 0) for i in (0, 1))
    assert second - first >= 7 * DAY

    choose_time(page, "clock-monday")
    expect(page.get_by_test_id("clock")).to_contain_text("Mon, ")
    expect(page.get_by_test_id("clock")).to_contain_text("8:00 AM")
    choose_time(page, "clock-reset")
    expect(page.get_by_test_id("clock-ahead")).to_be_empty()
    assert ahead(playground) == 0


def test_a_day_and_time_of_ones_own(open_page: OpenPage, playground: Playground) -> None:
    page = open_page()
    choose_time(page, "clock-choose")
    dialog = page.get_by_role("dialog", name="Move the clock")
    day = dialog.get_by_role("textbox", name="Move the clock to").first
    day.fill("2001-01-01")
    page.get_by_test_id("clock-go").click()
    expect(page.get_by_role("alert")).to_have_text("The clock only moves forward, ten years at most.")
    assert ahead(playground) == 0
    hour = dialog.get_by_role("textbox", name="Move the clock to").last
    soon = page.evaluate("import('/format.js').then((f) => f.isoAt(f.now() + 3 * 86400 + 60))")
    for field, text in zip((day, hour), soon, strict=True):
        field.focus()  # shows the plain form, which is then typed over
        field.fill(text)
    page.get_by_test_id("clock-go").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_test_id("clock-ahead")).to_have_text("3 days ahead")
    expect(page.get_by_test_id("clock")).to_be_focused()


# -- files ------------------------------------------------------------------------------------------------------------


def test_a_file_reaches_the_app_and_comes_back(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(place="#messages")
    page.get_by_test_id("attach-input").set_input_files([csv()])
    expect(page.get_by_test_id("file-chip")).to_contain_text("deals.csv")
    page.get_by_test_id("composer").fill("Import this")
    page.get_by_test_id("send").click()
    expect(messages(page).last).to_contain_text("deals.csv: a;b")
    mine = messages(page).first
    expect(mine).to_contain_text("Import this")
    expect(page.get_by_test_id("file-chip")).to_have_count(0)
    with page.expect_download() as waiting:
        mine.get_by_role("link", name="Download deals.csv").click()
    waiting.value.save_as(tmp_path / "saved.csv")
    assert (tmp_path / "saved.csv").read_bytes() == b"a;b"


def test_files_are_dropped_pasted_and_taken_away_again(open_page: OpenPage) -> None:
    page = open_page()
    drop(page, "#content", "one.csv", "1")
    drop(page, "#content", "two.csv", "2")
    expect(page.get_by_test_id("file-chip")).to_have_count(2)
    page.get_by_role("button", name="Remove one.csv").click()
    page.get_by_test_id("channel-wins").click()
    expect(page.get_by_test_id("file-chip")).to_have_count(0)  # each place has its own
    page.get_by_test_id("channel-general").click()
    page.get_by_test_id("composer").press("Enter")  # a file may go without words
    expect(messages(page).last.get_by_test_id("file")).to_have_count(1)
    expect(messages(page).last).to_contain_text("two.csv")


def test_what_is_too_large_is_said(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_test_id("attach-input").evaluate(
        """(chooser) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(10_000_001)], "big.csv"));
            chooser.files = data.files;
            chooser.dispatchEvent(new Event("change"));
        }"""
    )
    expect(page.locator("#toast")).to_have_text("big.csv is larger than 10 MB.")
    expect(page.get_by_test_id("file-chip")).to_have_count(0)


def test_a_form_with_a_file_and_an_external_select(open_page: OpenPage) -> None:
    page = open_page(BERTIL)
    type_and_send(page, "/import")
    modal = page.get_by_test_id("modal")
    modal.get_by_test_id("modal-submit").click()
    expect(modal.get_by_role("alert").filter(has_text="Fyll i det här fältet.")).to_have_count(2)
    modal.get_by_test_id("file-input").set_input_files([csv("deals.pdf")])
    expect(modal.get_by_role("alert").filter(has_text="deals.pdf är av en annan typ")).to_be_visible()
    modal.get_by_test_id("file-input").set_input_files([csv()])
    expect(modal.get_by_test_id("file-chip")).to_contain_text("deals.csv")
    modal.get_by_role("combobox", name="Customer").click()
    page.get_by_role("textbox", name="Sök").fill("a")
    expect(page.get_by_role("option")).to_have_text(["Acme", "Akron"])
    page.get_by_role("option", name="Akron").click()
    expect(modal.get_by_test_id("file-chip")).to_have_count(1)
    modal.get_by_test_id("modal-submit").click()
    expect(modal).to_have_count(0)
    page.get_by_test_id("app-messages").click()
    expect(messages(page).last).to_contain_text("Akron: a;b")


def test_escape_closes_a_form_whose_file_is_chosen(open_page: OpenPage) -> None:
    page = open_page()
    type_and_send(page, "/import")
    modal = page.get_by_test_id("modal")
    modal.get_by_role("button", name="File").focus()
    modal.get_by_test_id("file-input").set_input_files([csv()])
    expect(modal.get_by_role("button", name="Remove deals.csv")).to_be_focused()
    expect(modal.get_by_role("button", name="File")).to_be_disabled()
    page.keyboard.press("Enter")
    expect(modal.get_by_test_id("file-chip")).to_have_count(0)
    expect(modal.get_by_role("button", name="File")).to_be_focused()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Leave").click()
    expect(modal).to_have_count(0)


# -- the traffic ------------------------------------------------------------------------------------------------------


def test_the_traffic_is_shown_filtered_paused_and_cleared(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("Control+i")
    inspector = page.get_by_test_id("inspector")
    entries = inspector.get_by_test_id("entry")
    expect(inspector).to_contain_text("What Slack and the app say to each other.")
    type_and_send(page, "/deal won 25000 Acme")
    expect(entries.filter(has_text="/deal")).to_have_count(1)
    command = entries.filter(has_text="won 25000 Acme").filter(has_text="/deal")
    expect(command).to_have_count(1)
    expect(entries.filter(has_text="response_url")).to_have_count(1)

    command.locator("summary").click()
    expect(command.locator("pre").first).to_contain_text('"command": "/deal"')
    expect(command.locator("pre").first).to_contain_text('"token": "***"')
    inspector.get_by_role("button", name="Commands").click()
    expect(entries).to_have_count(1)
    inspector.get_by_role("button", name="All").click()
    expect(entries.filter(has_text="response_url")).to_have_count(1)

    inspector.get_by_role("button", name="Pause").click()
    page.locator("[data-action-id=undo]").click()
    expect(messages(page).last).to_contain_text("Taken back.")
    expect(entries.filter(has_text="block_actions")).to_have_count(0)
    inspector.get_by_role("button", name="Go on").click()
    expect(entries.filter(has_text="block_actions")).to_have_count(1)
    expect(entries.filter(has_text="block_actions")).to_contain_text("undo")
    inspector.get_by_role("button", name="Clear").click()
    expect(entries).to_have_count(0)

    page.reload()  # open as it was
    expect(entries.filter(has_text="/deal")).to_have_count(1)
    inspector.get_by_test_id("inspector-close").press("Escape")
    expect(inspector).to_have_count(0)


def test_what_went_wrong_stands_out(open_page: OpenPage, playground: Playground) -> None:
    page = open_page(BERTIL)
    page.get_by_test_id("traffic-button").click()
    expect(page.get_by_role("heading", name="Trafik")).to_be_visible()
    control(playground, "rate-limit", method="views.open", times=1, retry_after=1)
    type_and_send(page, "/form")
    failed = page.locator(".entry-failed")
    expect(failed).to_contain_text("views.open")
    expect(failed).to_contain_text("ratelimited")


# -- side by side -----------------------------------------------------------------------------------------------------


def test_two_people_side_by_side(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_test_id("side-by-side").click()
    left, right = (page.frame_locator(f"[data-testid=pane-{side}]") for side in ("left", "right"))
    type_and_send(left, "Hello Bertil")
    expect(messages(right).last).to_contain_text("Hello Bertil")
    expect(right.get_by_role("textbox", name="Skriv till #general")).to_be_visible()
    expect(page.get_by_test_id("tab-left")).to_contain_text("Ada Berg")
    expect(page.get_by_test_id("tab-right")).to_contain_text("#general")

    right.get_by_test_id("menu").click()
    right.get_by_test_id("channel-wins").click()
    expect(page.get_by_test_id("tab-right")).to_contain_text("#wins")
    wait_for(lambda: f"right={BERTIL.id}%23{WINS.id}" in page.url)
    page.reload()
    expect(right.get_by_role("heading", level=1)).to_have_text("wins")
    expect(left.get_by_role("heading", level=1)).to_have_text("general")

    left.get_by_test_id("composer").press("Control+i")
    expect(page.get_by_test_id("inspector")).to_be_visible()
    type_and_send(left, "/deal won 1")
    expect(page.get_by_test_id("entry").filter(has_text="/deal")).to_have_count(1)

    right.get_by_test_id("composer").click()
    expect(page.get_by_test_id("tab-right")).to_have_attribute("aria-pressed", "true")
    page.get_by_test_id("split-close").click()
    expect(page.get_by_test_id("user-switch")).to_contain_text("Bertil Åkesson")
    expect(page.get_by_role("heading", level=1)).to_have_text("wins")


def test_without_room_for_two_they_are_tabs(open_page: OpenPage, playground: Playground) -> None:
    page = open_page(width=390, height=844)
    page.goto(f"{playground.url}/?left={ADA.id}%23{GENERAL.id}&right={BERTIL.id}%23home")
    expect(page.get_by_test_id("pane-left")).to_be_visible()
    expect(page.get_by_test_id("pane-right")).to_be_hidden()
    expect(page.get_by_test_id("tab-right")).to_contain_text("Bertil Åkesson")
    page.get_by_test_id("tab-right").click()
    expect(page.get_by_test_id("pane-left")).to_be_hidden()
    expect(page.frame_locator("[data-testid=pane-right]").get_by_test_id("home")).to_contain_text("Welcome home")
    no_wider_than(page, 390)


# -- on a phone -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("user", [ADA, BERTIL])
def test_everything_fits_a_phone(open_page: OpenPage, user: Any) -> None:
    page = open_page(user, width=390, height=844)
    page.get_by_test_id("attach-input").set_input_files([csv("affärer " + "x" * 200 + ".csv")])
    no_wider_than(page, 390)
    page.get_by_test_id("send").click()
    expect(messages(page).last.get_by_test_id("file")).to_be_visible()
    no_wider_than(page, 390)
    page.get_by_test_id("menu").click()
    choose_time(page, "clock-day")
    expect(page.get_by_test_id("clock-ahead")).not_to_be_empty()
    page.get_by_test_id("traffic-button").click()
    expect(page.get_by_test_id("inspector")).to_be_visible()
    no_wider_than(page, 390)
    page.get_by_test_id("inspector-close").click()
    page.mouse.click(380, 400)  # beside the drawer: it closes
    type_and_send(page, "/import")
    modal = page.get_by_test_id("modal")
    expect(modal).to_be_visible()
    assert modal.evaluate("(form) => [form.offsetLeft, form.offsetWidth, form.offsetHeight]") == [0, 390, 844]
    no_wider_than(page, 390)
