"""Takes the guide's pictures anew, from the local page: `python docs/guide/take_pictures.py [en] [sv]`."""

import sys
from pathlib import Path

from camera import Camera, launch
from company import LOCALES, Company
from playwright.sync_api import sync_playwright
from scenes import SCENES, Stage

PICTURES = Path(__file__).parent / "pictures"


def main() -> None:
    """Both languages, or those that are named; what is not taken any more is removed."""
    languages = sys.argv[1:] or list(LOCALES)
    if unknown := set(languages) - set(LOCALES):
        raise SystemExit(f"There are no pictures in {', '.join(sorted(unknown))}. Write en, sv, or nothing for both.")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for language in languages:
            folder = PICTURES / language
            with Company(language) as company:
                camera = Camera(browser, company.slack.url, folder)
                for scene in SCENES:
                    scene(Stage(company, camera))
                camera.close()
            for picture in folder.glob("*.png"):
                if picture.stem not in camera.taken:
                    picture.unlink()
            size = sum(picture.stat().st_size for picture in folder.glob("*.png"))
            print(f"{language}: {len(camera.taken)} pictures, {size / 1000:,.0f} kB")
        browser.close()


if __name__ == "__main__":
    main()
