"""Takes a picture of a part of the local page, and keeps the file small."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, Playwright, Route, expect
from small_png import shrunk

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SCALE = 1.5  # pixels of the picture for each of the page: sharp on most screens
MARGIN = 12
WIDE, TALL = 940, 2600
TOLD_MS = 12.0
expect.set_options(timeout=20_000)


def launch(playwright: Playwright) -> Browser:
    """The machine's own Chromium, without a window; none is ever downloaded."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        raise SystemExit("Chromium is not installed. Install it, or set CHROMIUM to its path.")
    return playwright.chromium.launch(executable_path=found, headless=True, args=list(ARGUMENTS))


class Camera:
    """One person's page at a time, and a folder for the pictures of one language."""

    def __init__(self, browser: Browser, address: str, folder: Path) -> None:
        self._browser, self._address, self._folder = browser, address, folder
        self._page: Page | None = None
        self._blank = browser.new_page()
        self.taken: set[str] = set()
        folder.mkdir(parents=True, exist_ok=True)

    def look(self, user: str, place: str, *, at: float = 0, width: int = WIDE, height: int = TALL) -> Page:
        """Open the page as this person, at `#home`, `#messages` or a channel's id.

        `at`: what stands in the traffic for when things were said, in seconds since 1970.
        """
        self.close()
        context = self._browser.new_context(
            viewport={"width": width, "height": height}, device_scale_factor=SCALE, reduced_motion="reduce"
        )
        self._page = page = context.new_page()
        page.route("**/_page/traffic*", lambda route: _timeless(route, at))
        page.goto(f"{self._address}/?user={user}#{place}")
        expect(page.locator("#app")).to_have_attribute("data-ready", "true")
        return page

    def close(self) -> None:
        if self._page is not None:
            self._page.context.close()
            self._page = None

    def take(self, name: str, *parts: Locator, margin: int = 0) -> None:
        """A picture of the least area that holds all `parts`; of the whole page where there are none."""
        assert self._page is not None
        self._page.mouse.move(0, 0)
        self._page.wait_for_timeout(250)
        clip = None
        if parts:
            boxes = [box for part in parts if (box := part.bounding_box())]
            left, top = min(b["x"] for b in boxes) - margin, min(b["y"] for b in boxes) - margin
            right = max(b["x"] + b["width"] for b in boxes) + margin
            bottom = max(b["y"] + b["height"] for b in boxes) + margin
            left, top = max(left, 0), max(top, 0)
            clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        taken = self._page.screenshot(clip=clip, animations="disabled", caret="hide")
        self.taken.add(name)
        (self._folder / f"{name}.png").write_bytes(shrunk(taken, self._blank))


def _timeless(route: Route, at: float) -> None:
    """The traffic with a fixed time and duration: those are the machine's own, and differ from one time to the next."""
    answer = route.fetch()
    found = answer.json()
    for entry in found["entries"]:
        entry |= {"at": at, "ms": TOLD_MS}
    route.fulfill(response=answer, json=found)
