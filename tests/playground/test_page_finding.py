"""Finding by what is typed on the page: in lists to choose from, the completion, the quick switcher."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from .page_fixtures import (  # noqa: F401  (pytest finds the fixtures among the imports)
    browser_windows,
    fresh_playground,
    page_opener,
    running_playground,
)

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]

PEOPLE = ["Oskar Nyman", "Ann-Karin Ek", "Erik Karlsson", "Karin Lund", "Åsa Berg", "Noah Clark", "Ida", "Eva", "Leo"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Kar", ["Karin Lund", "Ann-Karin Ek", "Erik Karlsson", "Oskar Nyman"]),
        ("karin l", ["Karin Lund"]),
        ("asa", ["Åsa Berg"]),
        ("å", ["Åsa Berg"]),
        ("LÚN", ["Karin Lund"]),
        ("", PEOPLE),
        ("Karin Lund ", []),
        (".*", []),
    ],
)
def test_beginnings_come_before_what_stands_inside(open_page: OpenPage, query: str, found: list[str]) -> None:
    page = open_page()
    drawn = page.evaluate(
        """async ([people, query]) => {
            const { matching } = await import("/matching.js");
            return matching(people, query, (name) => [name]);
        }""",
        [PEOPLE, query],
    )
    assert drawn == found


def shown(page: Page, labels: list[str], chosen: str | None = None, groups: dict[str, str] | None = None) -> Locator:
    """A select with these options on the page; what is chosen stands in its `data-value`."""
    page.evaluate(
        """async ([labels, chosen, groups]) => {
            const { fromList, picker } = await import("/picker.js");
            const items = labels.map((label) => ({ key: label, label, group: groups[label] }));
            const node = picker({
                load: fromList(items),
                chosen: items.filter((item) => item.label === chosen),
                name: "Person",
                actionId: "person",
                changed: ([item]) => (document.body.dataset.value = item.label),
            });
            document.body.prepend(node);
        }""",
        [labels, chosen, groups or {}],
    )
    return page.get_by_role("combobox", name="Person")


@pytest.mark.parametrize("chosen", [None, "Oskar Nyman"])
def test_enter_takes_who_begins_so(open_page: OpenPage, chosen: str | None) -> None:
    page = open_page()
    select = shown(page, PEOPLE, chosen)
    select.click()
    page.keyboard.type("Kar")
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_have_attribute("data-value", "Karin Lund")
    expect(select).to_be_focused()


def test_a_short_list_is_found_in_by_the_first_letters_together(open_page: OpenPage) -> None:
    page = open_page()
    shown(page, ["Ada", "Kim", "Karin", "Rut"]).click()
    expect(page.get_by_role("listbox", name="Person")).to_be_focused()
    page.keyboard.type("kar")
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_have_attribute("data-value", "Karin")


def test_groups_stay_together(open_page: OpenPage) -> None:
    page = open_page()
    groups = {"Oskar Nyman": "North", "Karin Lund": "South", "Erik Karlsson": "North"}
    shown(page, PEOPLE, groups=groups).click()
    page.keyboard.type("kar")
    expect(page.locator(".picker-group")).to_have_text(["South", "North"])
    rows = ["Karin Lund", "Ann-Karin Ek", "Erik Karlsson", "Oskar Nyman"]
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_text(rows)


def test_a_command_is_found_by_what_stands_inside_too(open_page: OpenPage) -> None:
    page = open_page()
    composer = page.get_by_test_id("composer")
    composer.press_sequentially("/or")
    options = page.get_by_test_id("completion").get_by_role("option")
    expect(options).to_have_count(2)
    expect(options.nth(0)).to_contain_text("/form")
    expect(options.nth(1)).to_contain_text("/import")
    composer.fill("")
    composer.press_sequentially("/i")
    expect(options).to_have_count(1)
    composer.press("Enter")
    expect(composer).to_have_value("/import ")


def test_the_quick_switcher_puts_beginnings_first(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("Control+k")
    page.get_by_test_id("switcher").fill("b")
    names = page.get_by_role("listbox").get_by_role("option").locator(".switcher-label")
    expect(names.first).to_have_text("Bertil Åkesson")
