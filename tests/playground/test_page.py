"""The page in a browser, against the real local Slack and a small Bolt app: what a person sees, types and clicks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.playground import Playground

from .page_app import MANIFEST
from .page_fixtures import (  # noqa: F401  (pytest finds the fixtures among the imports)
    ADA,
    BERTIL,
    GENERAL,
    HOSTILE,
    WINS,
    control,
    fresh_playground,
    page_opener,
    running_playground,
    snapshot,
    wait_for,
)

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]

# A busy machine may take its time; what never comes still fails.
expect.set_options(timeout=20_000)


def type_and_send(page: Page, text: str) -> None:
    composer = page.get_by_test_id("composer")
    composer.fill(text)
    composer.press("Enter")


def messages(page: Page) -> Locator:
    return page.get_by_test_id("message")


def test_the_page_stands_and_names_its_parts(open_page: OpenPage) -> None:
    page = open_page()
    expect(page.get_by_role("heading", level=1)).to_have_text("general")
    expect(page.get_by_role("log", name="general")).to_be_visible()
    expect(page.get_by_role("textbox", name="Message #general")).to_be_focused()
    expect(page.get_by_test_id("channel-wins")).to_be_visible()
    expect(page.get_by_test_id("user-switch")).to_contain_text("Ada Berg")
    expect(page.get_by_test_id("notice")).to_be_hidden()
    assert page.title() == "#general · Nordic Sales"


def test_it_speaks_swedish_with_a_swede(open_page: OpenPage) -> None:
    page = open_page(BERTIL)
    expect(page.get_by_role("textbox", name="Skriv till #general")).to_be_visible()
    type_and_send(page, "/deal won 1")
    expect(messages(page).last).to_contain_text("Visas bara för dig")
    assert page.evaluate("document.documentElement.lang") == "sv"


def test_a_command_is_answered_to_its_user_only(open_page: OpenPage) -> None:
    ada, bertil = open_page(ADA), open_page(BERTIL)
    type_and_send(ada, "/deal won 25000 Acme")
    answer = messages(ada).last
    expect(answer).to_contain_text("Recorded: won 25000 Acme")
    expect(answer).to_contain_text("Only visible to you")
    expect(answer).to_contain_text("APP")
    expect(ada.get_by_test_id("echo")).to_contain_text("/deal won 25000 Acme")
    type_and_send(ada, "Done!")  # arrives after the answer, and everybody sees it
    expect(messages(bertil).last).to_contain_text("Done!")
    expect(messages(bertil)).to_have_count(1)


def test_buttons_and_selects_in_a_message(open_page: OpenPage) -> None:
    page = open_page()
    type_and_send(page, "/deal won 1")
    page.locator("[data-action-id=choose]").click()
    page.get_by_role("option", name="Timing").click()
    expect(messages(page).last).to_contain_text("Chosen: timing")
    page.locator("[data-action-id=undo]").click()
    expect(messages(page).first).to_contain_text("Taken back.")


def test_an_open_select_survives_what_others_write(open_page: OpenPage, playground: Playground) -> None:
    page = open_page()
    type_and_send(page, "/deal won 1")
    page.locator("[data-action-id=choose]").click()
    expect(page.get_by_role("option", name="Price")).to_be_visible()
    control(playground, "message", user=BERTIL.id, channel=GENERAL.id, text="Well done")
    expect(messages(page).last).to_contain_text("Well done")
    page.get_by_role("option", name="Price").click()
    expect(messages(page).last).to_contain_text("Chosen: price")


def test_a_modal_keeps_what_was_typed_when_it_complains(open_page: OpenPage, playground: Playground) -> None:
    page = open_page()
    type_and_send(page, "/form")
    modal = page.get_by_test_id("modal")
    amount = modal.get_by_label("Amount")
    expect(amount).to_be_focused()
    expect(modal.get_by_label("Customer")).to_have_value("Acme")
    modal.get_by_label("Customer").fill("Volvo")
    modal.get_by_test_id("modal-submit").click()
    expect(modal.get_by_role("alert").filter(has_text="Please complete this field.")).to_be_visible()

    amount.fill("lots")
    amount.press("Enter")
    problem = modal.locator("[data-block-id=amount] .field-error").first
    expect(problem).to_have_text("That is not an amount. Try 25 000.")
    expect(amount).to_have_value("lots")
    expect(modal.get_by_label("Customer")).to_have_value("Volvo")
    control(playground, "message", user=BERTIL.id, channel=GENERAL.id, text="Meanwhile")  # a new snapshot comes
    expect(messages(page).filter(has_text="Meanwhile")).to_have_count(1)
    expect(amount).to_have_value("lots")

    amount.fill("25 000")
    expect(problem).to_be_hidden()
    modal.get_by_role("combobox", name="Reason").click()
    page.get_by_role("option", name="Quality").click()
    modal.get_by_label("Closed").fill("2026-10-05")
    modal.get_by_test_id("modal-submit").click()
    expect(modal).to_have_count(0)
    page.get_by_test_id("app-messages").click()
    expect(messages(page).last).to_contain_text("Form: 25 000, quality, 2026-10-05")


def test_a_modal_is_updated_around_what_was_typed(open_page: OpenPage) -> None:
    page = open_page()
    type_and_send(page, "/form")
    modal = page.get_by_test_id("modal")
    modal.get_by_label("Amount").fill("1 200")
    modal.locator("[data-action-id=more]").click()
    expect(modal).to_contain_text("You typed 1 200")
    expect(modal.get_by_label("Amount")).to_have_value("1 200")


def test_escape_closes_first_the_list_and_then_the_modal(open_page: OpenPage, playground: Playground) -> None:
    page = open_page()
    type_and_send(page, "/form")
    modal = page.get_by_test_id("modal")
    modal.get_by_role("combobox", name="Reason").click()
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(modal).to_be_visible()
    page.keyboard.press("Escape")
    expect(modal).to_have_count(0)
    wait_for(lambda: snapshot(playground)["modals"] == [])
    expect(page.get_by_test_id("composer")).to_be_focused()


def test_hostile_text_is_shown_as_typed(open_page: OpenPage) -> None:
    page = open_page()
    type_and_send(page, f"/deal {HOSTILE}")
    expect(messages(page).last).to_contain_text(f"Recorded: {HOSTILE.replace('*bold*', 'bold')}")
    type_and_send(page, HOSTILE.replace("*bold*", "end"))
    expect(messages(page).last).to_contain_text(HOSTILE.replace("*bold*", "end"))
    assert messages(page).locator("img, script, .mention").count() == 0
    assert page.title() == "#general · Nordic Sales"


def test_an_unescaped_link_that_runs_code_is_text(open_page: OpenPage, playground: Playground) -> None:
    page = open_page()
    url = "<javascript:alert(1)|click> <https://example.com/a?b=1|safe>"
    control(playground, "message", user=BERTIL.id, channel=GENERAL.id, text="hello")
    expect(messages(page)).to_have_count(1)
    drawn = page.evaluate(
        """async (text) => {
            const { mrkdwn } = await import("/mrkdwn.js");
            const box = document.createElement("div");
            box.append(...mrkdwn(text));
            return [box.textContent, [...box.querySelectorAll("a")].map((a) => [a.href, a.target, a.rel])];
        }""",
        url,
    )
    text = "<javascript:alert(1)|click> safe"
    assert drawn == [text, [["https://example.com/a?b=1", "_blank", "noopener noreferrer"]]]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _it_ ~no~ `code`", "<strong>bold</strong> <em>it</em> <s>no</s> <code>code</code>"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("*å_ö* ok", "<strong>å_ö</strong> ok"),
        ("a &lt;b&gt; &amp;amp; c", "a &lt;b&gt; &amp;amp; c"),
        ("one\ntwo", "one<br>two"),
        ("`*not bold*`", "<code>*not bold*</code>"),
        ("*open", "*open"),
        ("10:30:15 :nosuch:", "10:30:15 :nosuch:"),
    ],
)
def test_mrkdwn(open_page: OpenPage, text: str, html: str) -> None:
    page = open_page()
    drawn = page.evaluate(
        """async (text) => {
            const { mrkdwn } = await import("/mrkdwn.js");
            const box = document.createElement("div");
            box.append(...mrkdwn(text));
            return box.firstChild.innerHTML;
        }""",
        text,
    )
    assert drawn == html


def test_all_four_charts_are_drawn(open_page: OpenPage) -> None:
    page = open_page(width=390, height=844)
    type_and_send(page, "/chart")
    for kind, marks in (("line", 6), ("bar", 6), ("area", 6), ("pie", 2)):
        figure = page.locator(f"[data-testid=chart][data-chart={kind}]")
        expect(figure.get_by_role("img")).to_be_visible()
        expect(figure.locator("svg [data-i]")).to_have_count(marks)
        expect(figure.locator("table")).to_contain_text("58" if kind != "pie" else "14")
        box, plot = figure.bounding_box(), figure.locator("svg").bounding_box()
        assert box is not None
        assert plot is not None
        assert box["x"] <= plot["x"]
        assert plot["x"] + plot["width"] <= box["x"] + box["width"]
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390


def test_commands_and_people_are_completed(open_page: OpenPage) -> None:
    page = open_page()
    composer = page.get_by_test_id("composer")
    composer.press_sequentially("/")
    options = page.get_by_test_id("completion").get_by_role("option")
    expect(options).to_have_count(3)
    expect(options.first).to_contain_text("won 25000 Acme")
    composer.press("ArrowDown")
    composer.press("Tab")
    expect(composer).to_have_value("/chart ")
    composer.fill("")
    composer.press_sequentially("/de")
    composer.press("Enter")
    expect(composer).to_have_value("/deal ")
    expect(page.get_by_test_id("usage-hint")).to_contain_text("Record a deal")
    composer.press_sequentially("won 5 @bert")
    expect(options).to_have_count(1)
    composer.press("Enter")
    expect(composer).to_have_value("/deal won 5 @Bertil Åkesson ")
    composer.press("Escape")
    composer.press("Enter")
    expect(messages(page).last).to_contain_text("Recorded: won 5")
    composer.press("ArrowUp")
    expect(composer).to_have_value("/deal won 5 @Bertil Åkesson")


def test_escape_puts_the_completion_away(open_page: OpenPage) -> None:
    page = open_page()
    composer = page.get_by_test_id("composer")
    composer.press_sequentially("/d")
    expect(page.get_by_test_id("completion")).to_be_visible()
    composer.press("Escape")
    expect(page.get_by_test_id("completion")).to_be_hidden()
    expect(composer).to_have_value("/d")


def test_shift_enter_makes_a_new_line(open_page: OpenPage) -> None:
    page = open_page()
    composer = page.get_by_test_id("composer")
    composer.press_sequentially("one")
    composer.press("Shift+Enter")
    composer.press_sequentially("two")
    expect(composer).to_have_value("one\ntwo")
    composer.press("Enter")
    expect(messages(page).last.locator("br")).to_have_count(1)


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


def test_shortcuts(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_test_id("shortcuts").click()
    page.get_by_role("menuitem", name="Open the form").click()
    expect(page.get_by_test_id("modal")).to_contain_text("Record a deal")
    page.get_by_test_id("modal-close").click()
    expect(page.get_by_test_id("modal")).to_have_count(0)
    type_and_send(page, "Volvo wants more")
    messages(page).last.hover()
    messages(page).last.get_by_test_id("message-menu").click()
    page.get_by_role("menuitem", name="Note this").click()
    expect(messages(page).last).to_contain_text("Noted: Volvo wants more")


def test_unread_is_marked_until_it_is_read(open_page: OpenPage, playground: Playground) -> None:
    page = open_page()
    control(playground, "message", user=BERTIL.id, channel=WINS.id, text="Won Volvo!")
    wins = page.get_by_test_id("channel-wins")
    expect(wins).to_contain_text("1 unread")
    wins.click()
    expect(messages(page).last).to_contain_text("Won Volvo!")
    expect(page.locator(".divider-new")).to_be_visible()
    wait_for(lambda: [c["unread"] for c in snapshot(playground)["channels"] if c["id"] == WINS.id] == [0])


def test_the_quick_switcher(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("Control+k")
    page.get_by_test_id("switcher").fill("win")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("wins")
    expect(page.get_by_test_id("channel-wins")).to_have_attribute("aria-current", "page")


def test_a_failed_command_is_said(open_page: OpenPage) -> None:
    page = open_page()
    type_and_send(page, "/nosuch thing")
    expect(messages(page).last).to_contain_text("/nosuch")
    expect(messages(page).last).to_contain_text("Slackbot")
    expect(page.get_by_test_id("composer")).to_have_value("")


def test_who_reads_further_up_is_left_there(open_page: OpenPage, playground: Playground) -> None:
    for number in range(60):
        control(playground, "message", user=BERTIL.id, channel=GENERAL.id, text=f"Line {number}")
    page = open_page()
    expect(messages(page).last).to_be_in_viewport()
    first = messages(page).first.element_handle()
    page.get_by_role("log").hover()
    for _ in range(40):  # as a hand does it, a turn of the wheel at a time, until the top is reached
        page.mouse.wheel(0, -400)
        page.wait_for_timeout(50)
        if page.get_by_role("log").evaluate("(log) => log.scrollTop") == 0:
            break
    expect(messages(page).first).to_be_in_viewport()
    control(playground, "message", user=BERTIL.id, channel=GENERAL.id, text="The newest")
    button = page.get_by_role("button", name="New messages")
    expect(button).to_be_visible(timeout=20_000)
    expect(messages(page).first).to_be_in_viewport()
    assert first.evaluate("(node) => node.isConnected")  # what did not change was not built again
    button.click()
    expect(messages(page).last).to_be_in_viewport()
    expect(button).to_be_hidden()


def test_on_a_phone_the_sidebar_is_a_drawer(open_page: OpenPage) -> None:
    page = open_page(width=390, height=844)
    expect(page.get_by_test_id("channel-wins")).to_be_hidden()
    page.get_by_test_id("menu").click()
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
