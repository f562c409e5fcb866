"""What the guide's pictures show, in the order in which they are taken: each changes what the next one finds."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from camera import MARGIN, WIDE, Camera
from company import NEWCOMER, NOW, Company, elements
from playwright.sync_api import expect

from bot import ids
from bot.texts import texts_for

REP, COLLEAGUE, MANAGER = "U0SOFIA", "U0ELIN", "U0MARIA"
SHARING = ("U0ALI", "U0FATIMA", "U0JOHAN")
"""Colleagues who take something on and let the manager see it."""

BEGUN = NOW - timedelta(days=35)
WEEKS = 4
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
"""Eight in the morning where they are: the weekly messages come."""

DM = "messages"
TABLE = 1120  # pixels of the page, for messages with a table

SAID = {
    "en": {
        "won": "/deal won 25000 Acme",
        "why": "/pillars why",
        "check": "/coach done",
        "open": "lost Acme 12k on price",
        "note": "Won Fjordbygg just now: lights for the warehouse, 48,000, and they want them before Christmas",
        "help": "/deal help",
        "list": "/deal list open",
        "team": "/pillars team",
        "works": "/coach team",
        "goal": "/pillars goal aov 55,000",
        "big": "/deal won 260,000 Havslogistik product:Industriarmatur opened:2026-10-01",
    },
    "sv": {
        "won": "/deal vann 25 000 Acme",
        "why": "/pillars varför",
        "check": "/coach klar",
        "open": "förlorade Acme 12 tkr på pris",
        "note": "Vann Fjordbygg alldeles nyss: belysning till lagret, 48 000 kr, och de vill ha den före jul",
        "help": "/deal hjälp",
        "list": "/deal lista öppna",
        "team": "/pillars teamet",
        "works": "/coach teamet",
        "goal": "/pillars mål snittorder 55 000",
        "big": "/deal vann 260 000 Havslogistik produkt:Industriarmatur öppnad:2026-10-01",
    },
}


FILES = {
    "en": (
        "deals.csv",
        (
            "Deal ID,Customer,Amount,Status,Opened,Closed,Lost reason\n"
            "A-101,Kvarnlogistik,38500,won,2026-09-02,2026-10-14,\n"
            "A-102,Mälarbygg,21000,lost,2026-09-08,2026-10-29,price\n"
            "A-103,Fjordlivs,64000,open,2026-10-21,,\n"
            "A-104,Ektryck,18200,won,2026-10-01,2026-11-05,\n"
            "A-105,Stenmekan,quite a lot,open,2026-11-02,,\n"
        ),
    ),
    "sv": (
        "affärer.csv",
        (
            "Affärs-ID;Kund;Belopp;Status;Öppnad;Stängd;Förlustorsak\n"
            "A-101;Kvarnlogistik;38 500;vunnen;2026-09-02;2026-10-14;\n"
            "A-102;Mälarbygg;21 000;förlorad;2026-09-08;2026-10-29;pris\n"
            "A-103;Fjordlivs;64 000;öppen;2026-10-21;;\n"
            "A-104;Ektryck;18 200;vunnen;2026-10-01;2026-11-05;\n"
            "A-105;Stenmekan;rätt mycket;öppen;2026-11-02;;\n"
        ),
    ),
}
"""What a rep drops in the direct message: five deals, one of which has an amount that cannot be read."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where scenes are played and taken."""

    company: Company
    camera: Camera

    @property
    def said(self) -> dict[str, str]:
        return SAID[self.company.language]

    def answer(self, name: str, user: str, line: str, width: int = WIDE) -> None:
        """A command with the answer to it."""
        self.company.types(user, line)
        page = self.camera.look(user, self.company.sales, width=width)
        parts = page.get_by_test_id("echo").last, page.get_by_test_id("message").last
        self.camera.take(name, *parts)

    def newest(self, name: str, user: str, place: str = "", count: int = 1, width: int = WIDE) -> None:
        """The last messages that somebody sees in a place."""
        page = self.camera.look(user, place or self.company.sales, width=width)
        found = page.get_by_test_id("message")
        total = found.count()
        self.camera.take(name, *(found.nth(total - 1 - n) for n in range(min(count, total))))

    def form(self, name: str, user: str, height: int = 900) -> None:
        """The form that is open, which is closed afterwards."""
        page = self.camera.look(user, self.company.sales, height=height)
        expect(page.get_by_test_id("modal")).to_be_visible()
        self.camera.take(name, page.get_by_test_id("modal"))
        self.company.control("close-view", user=user, all=True)

    def home(self, name: str, user: str, tab: str = "mine", *, upto: str = "", since: str = "") -> None:
        """The home tab, turned to one of its own tabs: from the heading whose text is `since` to that of `upto`."""
        page = self.camera.look(user, "home")  # which opens it, at its first tab
        self.company.settle()
        if tab != "mine":
            self.turn(user, f"{ids.ACTION_HOME_TAB}:{tab}")
            self.company.settle()
        blocks = page.locator("#content .block")
        expect(blocks.first).to_be_visible()
        texts, said = texts_for(self.company.language), blocks.all_inner_texts()
        first = said.index(texts.t(since)) if since else 0
        last = said.index(texts.t(upto)) - 1 if upto else len(said) - 1
        self.camera.take(name, blocks.nth(first), blocks.nth(last), margin=MARGIN)

    def open_home(self, user: str, tab: str) -> None:
        """Open the home tab and turn to one of its own tabs, where there are several."""
        self.company.control("open-home", user=user)
        self.turn(user, f"{ids.ACTION_HOME_TAB}:{tab}")

    def turn(self, user: str, action: str) -> bool:
        """Press a button on the home tab by its action's name, as `home_tab:team`; whether there is one."""
        view: dict[str, Any] = self.company.snapshot(user)["home"]["view"] or {}
        for block in view.get("blocks", ()):
            for element in elements(block):
                if element.get("action_id") == action:
                    act: dict[str, Any] = {
                        key: element[key] for key in ("type", "action_id", "value") if key in element
                    }
                    act["block_id"] = block["block_id"]
                    self.company.control("interact", home=True, user=user, action=act)
                    return True
        return False


def begin(stage: Stage) -> None:
    """Five weeks ago: four reps took something on, and have checked in each week since."""
    company = stage.company
    company.set_time(BEGUN)
    everybody = (REP, *SHARING)
    company.types(REP, "/pillars")
    company.settle()
    for user in everybody:
        company.types(user, "/coach")
        company.presses(user, ids.ACTION_COACH_COMMIT)
    for user in SHARING:
        company.presses(user, ids.ACTION_COACH_SHARE)
    for week in range(1, WEEKS + 1):
        company.set_time(BEGUN + timedelta(weeks=week))
        for place, user in enumerate(everybody):
            company.types(user, stage.said["check"])
            answer = ids.ACTION_COACH_CHECK_PARTLY if (week + place) % 3 == 0 else ids.ACTION_COACH_CHECK_YES
            company.presses(user, answer)
    for user in SHARING:  # what has run its time is looked back at, and the next one begun
        company.types(user, "/coach")
        company.presses(user, ids.ACTION_COACH_REVIEW)
        company.presses(user, ids.ACTION_COACH_FINISH)
        company.types(user, "/coach")
        company.presses(user, ids.ACTION_COACH_COMMIT)
        company.presses(user, ids.ACTION_COACH_SHARE)
    company.set_time(NOW)
    company.types(REP, "/pillars")
    company.types(MANAGER, stage.said["team"])
    company.settle()


def rep(stage: Stage) -> None:
    """What a rep meets."""
    company, said = stage.company, stage.said
    stage.answer("answer", COLLEAGUE, said["won"])
    company.types(COLLEAGUE, "/deal")
    stage.form("form", COLLEAGUE)
    company.types(REP, said["goal"])
    stage.answer("pillars", REP, "/pillars")
    stage.answer("why", REP, said["why"])
    company.types(REP, "/coach")
    company.presses(REP, ids.ACTION_COACH_REVIEW)
    stage.newest("verdict", REP)
    company.presses(REP, ids.ACTION_COACH_FINISH)
    stage.answer("coach", REP, "/coach")
    company.presses(REP, ids.ACTION_COACH_COMMIT)
    stage.newest("agreed", REP)
    stage.home("home", REP, upto="goal.list.mine")
    stage.home("home-deals", REP, since="home.commitments", upto="home.settings")
    stage.home("home-settings", REP, since="home.settings")
    company.types(REP, said["open"], company.dm(REP))
    company.settle()
    stage.newest("sentence", REP, DM, count=2)
    _drop_a_file(stage)
    noted = company.control("message", user="U0OSKAR", channel=company.sales, text=said["note"])
    ts = (noted.get("message") or noted)["ts"]
    shortcut = {"callback_id": ids.SHORTCUT_RECORD_FROM_MESSAGE, "channel": company.sales, "messageTs": ts}
    company.control("shortcut", user=REP, **shortcut)
    stage.form("from-message", REP)


def _drop_a_file(stage: Stage) -> None:
    company, (file_name, content) = stage.company, FILES[stage.company.language]
    company.control("upload", user=REP, channel=company.dm(REP), filename=file_name, content=content, text="")
    company.until(lambda: ids.ACTION_IMPORT_CONFIRM in str(company.snapshot(REP)["messages"]))
    company.settle()
    stage.newest("import", REP, DM, count=2, width=TABLE)


def manager(stage: Stage) -> None:
    """What a manager meets."""
    said = stage.said
    stage.answer("team", MANAGER, said["team"], width=TABLE)
    stage.answer("team-works-on", MANAGER, said["works"])
    stage.home("home-team", MANAGER, "team", upto="coach.team.title")


def admin(stage: Stage) -> None:
    """What an admin meets, from the first minute."""
    company, said = stage.company, stage.said
    stage.answer("help", NEWCOMER.id, said["help"])
    stage.home("first-home", NEWCOMER.id)
    page = stage.camera.look(NEWCOMER.id, company.sales, at=NOW.timestamp(), width=1240, height=700)
    stage.camera.take("local-page")
    page.get_by_test_id("traffic-button").click()
    inspector = page.get_by_test_id("inspector")
    inspector.get_by_test_id("inspector-clear").click()
    company.types(NEWCOMER.id, "/pillars")
    company.control("open-home", user=NEWCOMER.id)
    company.settle()
    expect(inspector.get_by_test_id("entry")).not_to_have_count(0)
    stage.camera.take("traffic")
    stage.home("home-workspace", MANAGER, "workspace")
    for name, action in (
        ("settings", ids.ACTION_SETTINGS),
        ("playbook", ids.ACTION_PLAYBOOK),
        ("reasons", ids.ACTION_LOSS_REASONS),
        ("channels", ids.ACTION_CHANNELS),
    ):
        stage.open_home(MANAGER, "workspace")
        if stage.turn(MANAGER, action):
            if name == "channels":
                _share(stage)
            stage.form(name, MANAGER)


def _share(stage: Stage) -> None:
    """Fill in the form for channels, save it and open it again, so that the picture shows it as it is used."""
    company = stage.company
    values = {
        ids.FIELD_WINS_CHANNEL: company.sales,
        ids.FIELD_WINS_FROM: "100 000",
        ids.FIELD_WINS_AN_HOUR: "4",
        ids.FIELD_BOARDS_CHANNEL: company.sales,
        ids.FIELD_BOARDS: ["improved"],
    }
    company.control("submit-view", user=MANAGER, values={field: {field: value} for field, value in values.items()})
    stage.open_home(MANAGER, "workspace")
    stage.turn(MANAGER, ids.ACTION_CHANNELS)


def later(stage: Stage) -> None:
    """What comes by itself: a won deal in the channel, and on Monday the weekly messages."""
    company = stage.company
    company.types("U0INGRID", stage.said["big"])
    company.set_time(NOW + timedelta(minutes=3))
    stage.newest("wins", REP)
    for user in (REP, MANAGER):
        stage.open_home(user, "mine")
        stage.turn(user, ids.ACTION_WEEKLY_YES)
    company.set_time(MONDAY)
    stage.newest("letter", REP, DM)
    stage.newest("digest", MANAGER, DM)


SCENES = (begin, rep, manager, admin, later)
