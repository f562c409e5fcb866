"""The page in a browser, against the real local Slack and a small Bolt app: what a person sees, types and sends."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bot.playground import Playground

from .page_fixtures import (  # noqa: F401  (pytest finds the fixtures among the imports)
    ADA,
    BERTIL,
    GENERAL,
    HOSTILE,
    browser_windows,
    control,
    fresh_playground,
    messages,
    page_opener,
    running_playground,
    type_and_send,
)

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


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


def test_mrkdwn(open_page: OpenPage) -> None:
    page = open_page()
    expected = {
        "*bold* _it_ ~no~ `code`": "<strong>bold</strong> <em>it</em> <s>no</s> <code>code</code>",
        "2 * 3 * 4 and snake_case_name": "2 * 3 * 4 and snake_case_name",
        "*å_ö* ok": "<strong>å_ö</strong> ok",
        "a &lt;b&gt; &amp;amp; c": "a &lt;b&gt; &amp;amp; c",
        "one\ntwo": "one<br>two",
        "`*not bold*`": "<code>*not bold*</code>",
        "*open": "*open",
        "10:30:15 :nosuch:": "10:30:15 :nosuch:",
    }
    drawn = page.evaluate(
        """async (texts) => {
            const { mrkdwn } = await import("/mrkdwn.js");
            return texts.map((text) => {
                const box = document.createElement("div");
                box.append(...mrkdwn(text));
                return box.firstChild.innerHTML;
            });
        }""",
        list(expected),
    )
    assert dict(zip(expected, drawn, strict=True)) == expected


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


def test_a_table_says_that_more_of_it_is_out_of_sight(open_page: OpenPage) -> None:
    page = open_page(width=390, height=844)
    page.evaluate(
        """async () => {
            const { tableBlock } = await import("/tables.js");
            const row = (text, columns) => Array.from({ length: columns }, () => ({ type: "raw_text", text }));
            const place = document.createElement("div");
            place.style.width = "300px";
            for (const columns of [8, 1])
                place.append(tableBlock({ rows: [row("a longer heading", columns), row("a cell", columns)] }));
            document.body.prepend(place);
        }"""
    )
    wide, narrow = page.get_by_test_id("table-hint").all()
    expect(wide).to_be_visible()
    expect(wide).to_have_text("Scroll sideways to see the rest")
    expect(narrow).to_be_hidden()
    frame = page.locator(".table-frame").first
    expect(frame).to_have_class("table-frame too-wide more-right")
    page.locator(".table-scroll").first.evaluate("view => { view.scrollLeft = view.scrollWidth; }")
    expect(frame).to_have_class("table-frame too-wide")  # its end is reached


def test_commands_and_people_are_completed(open_page: OpenPage) -> None:
    page = open_page()
    composer = page.get_by_test_id("composer")
    composer.press_sequentially("/")
    options = page.get_by_test_id("completion").get_by_role("option")
    expect(options).to_have_count(4)
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


def test_an_unknown_command_is_kept_and_explained(open_page: OpenPage) -> None:
    page = open_page(BERTIL)
    type_and_send(page, "/nosuch thing")
    hint = page.get_by_test_id("usage-hint")
    expect(hint).to_contain_text("/nosuch är inget giltigt kommando.")
    composer = page.get_by_test_id("composer")
    expect(composer).to_have_value("/nosuch thing")
    expect(messages(page)).to_have_count(0)
    composer.fill(" /nosuch thing")
    expect(hint).to_be_hidden()
    composer.press("Enter")
    expect(messages(page).last).to_contain_text("/nosuch thing")
    type_and_send(page, "/DEAL won 5")  # commands do not mind capitals
    expect(messages(page).last).to_contain_text("Recorded: won 5")


def test_slackbot_is_understood_in_swedish(open_page: OpenPage) -> None:
    page = open_page(BERTIL)
    said = page.evaluate(
        "async (texts) => { const { slackbotSays } = await import('/slackbot.js'); return texts.map(slackbotSays) }",
        [
            '/deal failed with the error "operation_timeout"',
            'The app did not answer ("dispatch_failed").',
            "We had some trouble connecting. Try again?",
            "Something else",
        ],
    )
    assert said == [
        "/deal misslyckades med felet ”operation_timeout”.",
        "Appen svarade inte (”dispatch_failed”).",
        "Det gick inte att nå appen. Försök igen?",
        "Something else",
    ]


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
