"""Forms and what can be pressed on the page: nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bot.playground import Playground

from .page_app import STAYS, THANKS
from .page_fixtures import (  # noqa: F401  (pytest finds the fixtures among the imports)
    BERTIL,
    GENERAL,
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


def test_what_was_entered_is_not_thrown_away_unasked(open_page: OpenPage) -> None:
    page = open_page(BERTIL)
    type_and_send(page, "/form")
    modal = page.get_by_test_id("modal")
    amount = modal.get_by_label("Amount")
    amount.fill("25 000")
    amount.press("Escape")
    question = page.get_by_role("dialog", name="Vill du lämna formuläret?")
    expect(question).to_contain_text("försvinner")
    expect(question.get_by_role("button", name="Fortsätt fylla i")).to_be_focused()  # what Enter does is no harm
    page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    expect(amount).to_have_value("25 000")
    expect(amount).to_be_focused()
    modal.get_by_test_id("modal-close").click()
    question.get_by_role("button", name="Lämna").click()
    expect(modal).to_have_count(0)


@pytest.mark.parametrize(("amount", "answer"), [(STAYS, "Sent."), (THANKS, "Thank you.")])
def test_a_form_that_was_sent_is_left_without_a_question(open_page: OpenPage, amount: str, answer: str) -> None:
    page = open_page()
    type_and_send(page, "/form")
    modal = page.get_by_test_id("modal")
    modal.get_by_label("Amount").fill(amount)
    modal.get_by_test_id("modal-submit").click()
    expect(modal).to_contain_text(answer)
    expect(modal.locator("form")).to_have_attribute("aria-busy", "false")
    modal.get_by_test_id("modal-close").click()
    expect(modal).to_have_count(0)


def test_what_is_entered_after_sending_is_asked_about_again(open_page: OpenPage) -> None:
    page = open_page()
    type_and_send(page, "/form")
    modal = page.get_by_test_id("modal")
    modal.get_by_label("Amount").fill(STAYS)
    modal.get_by_test_id("modal-submit").click()
    expect(modal).to_contain_text("Sent.")
    expect(modal.locator("form")).to_have_attribute("aria-busy", "false")
    modal.get_by_label("Customer").fill("Volvo")
    modal.get_by_test_id("modal-close").click()
    expect(page.get_by_role("dialog", name="Are you sure you want to leave?")).to_be_visible()


def test_an_update_by_the_app_alone_keeps_the_question(open_page: OpenPage) -> None:
    page = open_page()
    type_and_send(page, "/form")
    modal = page.get_by_test_id("modal")
    modal.get_by_label("Amount").fill("25 000")
    modal.get_by_role("button", name="More fields").click()
    expect(modal).to_contain_text("You typed 25 000")
    modal.get_by_test_id("modal-close").click()
    expect(page.get_by_role("dialog", name="Are you sure you want to leave?")).to_be_visible()


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
