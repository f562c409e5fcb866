"""A file dropped in the direct messages: looked at, asked about, confirmed, told of, taken back; deals taken out."""

import base64
import csv
import io
from pathlib import Path
from typing import Any

import pytest
import requests
from python_calamine import CalamineWorkbook

from bot.demo.start import read_manifest
from bot.services.errands import AT_ONCE
from bot.storage.engine import Database
from tests.conftest import StandingClock
from tests.stories import conftest
from tests.stories.conftest import ELIN, MARIA, OSKAR, Answer, Office, running, until

HEADING = "Id,Owner,Customer,Amount,Status,Opened,Closed\n"
ELINS = "1,Elin Sandberg,Acme,25000,won,2026-09-01,2026-10-01\n2,Elin Sandberg,Volvo,12000,lost,2026-09-05,2026-10-02\n"
OSKARS = "3,Oskar Berg,IKEA,9000,won,2026-09-05,2026-10-03\n"


@pytest.fixture(params=["socket"])
def office(request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path, clock: StandingClock) -> Any:
    path = tmp_path / "office.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    with running(database, clock, request.param) as opened:
        yield opened
    database.close()


def in_dm(office: Office, user: str) -> list[Answer]:
    return office.sees(user, channel=user)


def by_bot(office: Office, user: str) -> list[Answer]:
    return [each for each in in_dm(office, user) if each.message.get("bot_id")]


def drops(office: Office, user: str, content: str | bytes, name: str = "deals.csv", **more: Any) -> Answer:
    """A file into the direct messages; returns what stands there once it was looked at."""
    before = len(by_bot(office, user))
    raw = content.encode() if isinstance(content, str) else content
    done = office.control(
        "upload", user=user, channel=user, filename=name, content_base64=base64.b64encode(raw).decode(), **more
    )
    assert done["ok"], done
    return settled(office, user, before)


def settled(office: Office, user: str, before: int) -> Answer:
    """The newest answer, when it is no longer the one that says that a file is being read."""

    def reached() -> Answer | None:
        found = by_bot(office, user)[before:]
        waits = ("Reading", "Läser", "Thank you. Looking", "Tack. Läser")
        return found[0] if found and not found[0].text.startswith(waits) else None

    answer: Answer = until(reached)
    return answer


def stands(office: Office, user: str, answer: Answer) -> Answer:
    return next(each for each in in_dm(office, user) if each.message["ts"] == answer.message["ts"])


def presses(office: Office, user: str, answer: Answer, label: str) -> dict[str, Any]:
    button = answer.buttons[label]
    block = next(b for b in answer.message["blocks"] if b["type"] == "actions" and button in b["elements"])
    action = {"type": "button", "action_id": button["action_id"], "value": button.get("value")}
    return office.control(
        "interact",
        channel=user,
        user=user,
        messageTs=answer.message["ts"],
        action={**action, "block_id": block["block_id"]},
    )


def chooses(office: Office, user: str, answer: Answer, place: int, option: str) -> None:
    menus = [(b, b["accessory"]) for b in answer.message["blocks"] if b.get("accessory", {}).get("options")]
    block, menu = menus[place]
    chosen = next(each for each in menu["options"] if each["text"]["text"] == option)
    done = office.control(
        "interact",
        channel=user,
        user=user,
        messageTs=answer.message["ts"],
        action={"action_id": menu["action_id"], "block_id": block["block_id"], "selected_option": chosen},
    )
    assert done["ok"], done


def confirmed(office: Office, user: str, answer: Answer, label: str) -> Answer:
    """Confirm; returns what then stands in the place of the preview when it is told."""
    assert presses(office, user, answer, label)["ok"]

    def told() -> Answer | None:
        now = stands(office, user, answer)
        return now if "read in:" in now.text or "inläst:" in now.text else None

    done: Answer = until(told)
    return done


def file_of(office: Office, user: str, place: int = -1) -> bytes:
    """The content of a file that the bot has sent."""
    files = until(lambda: [f for each in by_bot(office, user) for f in each.message.get("files") or ()])
    return content_of(office, user, files[place])


def content_of(office: Office, user: str, file: dict[str, Any]) -> bytes:
    return requests.get(f"{office.slack.url}/_page/files/{file['id']}?user={user}&download", timeout=10).content


def shown(answer: Answer) -> str:
    """Everything that its blocks say."""
    parts = []
    for block in answer.message["blocks"]:
        parts += [block["text"]["text"]] if "text" in block else []
        parts += [cell["text"] for row in block.get("rows", ()) for cell in row]
    return "\n".join(parts).replace("\xa0", " ")


class TestImport:
    @pytest.mark.parametrize("office", ["socket", "http"], indirect=True)
    def test_dropped_shown_confirmed_and_undone_in_english(self, office: Office) -> None:
        content = HEADING + OSKARS + ELINS.splitlines()[0] + "\n4,Oskar Berg,Saab,7000,won,2026-09-01,\n"
        seen = drops(office, OSKAR, content)
        text = shown(seen)
        assert "deals.csv has 3 rows." in text
        assert "1 deal will be added." in text
        assert "2 rows will be left out." in text
        assert "“Amount” → amount" in text
        assert "IKEA" in text
        assert "the row belongs to Elin Sandberg" in text
        assert "decided, but without a closing date" in text
        assert "#" not in office.types(OSKAR, "/deal list").text
        done = confirmed(office, OSKAR, seen, "Read it in")
        assert done.text.splitlines() == [
            "deals.csv is read in: 1 deal added.",
            "2 rows were left out. They come back in a file, each with its reason.",
        ]
        rows = file_of(office, OSKAR).decode("utf-8-sig").splitlines()
        assert rows[0] == "Line,Left out because,Id,Owner,Customer,Amount,Status,Opened,Closed"
        assert rows[1].startswith('3,"the row belongs to Elin Sandberg;')
        assert rows[1].endswith("1,Elin Sandberg,Acme,25000,won,2026-09-01,2026-10-01")
        assert rows[2].startswith('4,"decided, but without a closing date",4,Oskar Berg')
        assert "IKEA" in office.types(OSKAR, "/deal list").text
        assert presses(office, OSKAR, done, "Undo the import")["ok"]
        assert stands(office, OSKAR, done).text.startswith("The import of deals.csv is taken back: 1 deal")
        assert "IKEA" not in office.types(OSKAR, "/deal list").text

    def test_in_swedish_with_a_question(self, office: Office) -> None:
        rows = "Kund;Belopp;Status;Öppnad;Avslutad\nAcme;25 000;Vunnen;01/02/2026;03/04/2026\n"
        asked = drops(office, ELIN, rows, "affärer.csv")
        assert "Innan jag kan läsa affärer.csv" in asked.text
        assert "Börjar" in asked.text
        presses(office, ELIN, asked, "Fortsätt")
        assert "Välj ett svar på varje fråga först" in in_dm(office, ELIN)[-1].text
        chooses(office, ELIN, asked, 0, "Dagen först: 31/12/2026")
        assert presses(office, ELIN, asked, "Fortsätt")["ok"]
        seen = until(lambda: (now := stands(office, ELIN, asked)) and "Läs in" in now.buttons and now)
        assert "1 affär läggs till." in shown(seen)
        assert "Ingen kolumn säger vems affärerna är, så de blir dina." in shown(seen)
        assert "Belopp utan valuta är i SEK." in shown(seen)
        done = confirmed(office, ELIN, seen, "Läs in")
        assert done.text == "affärer.csv är inläst: 1 affär tillagd."
        assert "3 apr. 2026" in office.types(ELIN, "/deal lista").text

    def test_confirmed_twice_it_is_read_in_once(self, office: Office) -> None:
        seen = drops(office, MARIA, HEADING + ELINS + OSKARS)
        assert "3 deals will be added." in shown(seen)
        assert presses(office, MARIA, seen, "Read it in")["ok"]
        presses(office, MARIA, seen, "Read it in")
        done = until(lambda: (now := stands(office, MARIA, seen)) and "is read in" in now.text and now)
        assert done.text == "deals.csv is read in: 3 deals added."
        again = drops(office, MARIA, HEADING + ELINS + OSKARS)
        assert "3 rows say what is recorded already." in shown(again)
        assert "Read it in" not in again.buttons
        assert "There is nothing to read in." in again.text

    def test_a_large_one_is_taken_back_out_of_sight_and_told_where_it_was_asked_for(self, office: Office) -> None:
        rows = "".join(f"{n},Customer {n},{n + 1},won,2026-09-01,2026-10-01\n" for n in range(AT_ONCE + 1))
        seen = drops(office, OSKAR, HEADING.replace("Owner,", "") + rows)
        done = confirmed(office, OSKAR, seen, "Read it in")
        assert presses(office, OSKAR, done, "Undo the import")["ok"]
        told = until(lambda: (now := stands(office, OSKAR, done)) and "is taken back:" in now.text and now)
        assert told.text == "The import of deals.csv is taken back: 501 deals have left every figure."
        assert "#" not in office.types(OSKAR, "/deal list").text

    def test_a_large_one_is_taken_back_by_the_command(self, office: Office) -> None:
        rows = "".join(f"{n},Customer {n},{n + 1},won,2026-09-01,2026-10-01\n" for n in range(AT_ONCE + 1))
        confirmed(office, OSKAR, drops(office, OSKAR, HEADING.replace("Owner,", "") + rows), "Read it in")
        asked = office.types(OSKAR, "/deal undo")
        assert asked.text.startswith("The last change here is the import of deals.csv")
        before = len(by_bot(office, OSKAR))
        said = office.presses(OSKAR, asked, "Take it back")
        assert said.text == "Taking the import of deals.csv back. When it is done you get a direct message."
        told = until(lambda: by_bot(office, OSKAR)[before:])
        assert told[0].text == "The import of deals.csv is taken back: 501 deals have left every figure."

    def test_put_aside(self, office: Office) -> None:
        seen = drops(office, OSKAR, HEADING + OSKARS)
        assert presses(office, OSKAR, seen, "Put it aside")["ok"]
        assert stands(office, OSKAR, seen).text == "deals.csv was put aside. Nothing of it was recorded."
        assert "IKEA" not in office.types(OSKAR, "/deal list").text

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("empty.csv", b"  \n", "“empty.csv” is empty"),
            ("broken.xlsx", b"PK\x03\x04 and then nothing of a workbook", "broken.xlsx"),
            ("page.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>", "page.xls"),
            ("words.csv", b"dear,sir\nthis,is\nno,table\n", "No row in “words.csv” looks like a heading"),
            ("head.csv", HEADING.encode(), "has a heading"),
        ],
    )
    def test_damaged_files_get_a_sentence(self, office: Office, name: str, content: bytes, said: str) -> None:
        told = drops(office, OSKAR, content, name)
        assert said in told.text
        assert "reference" not in told.text
        assert "--" not in told.text

    def test_a_picture_gets_a_hint_and_the_form(self, office: Office) -> None:
        told = drops(office, OSKAR, b"\x89PNG", "cat.png")
        assert told.text.startswith("cat.png is not a file that I can read deals from.")
        assert presses(office, OSKAR, told, "Import a file")["ok"]
        assert office.modal(OSKAR)["callback_id"] == "import_form"

    def test_a_picture_with_a_sentence_is_the_sentence(self, office: Office) -> None:
        told = drops(office, OSKAR, b"\x89PNG", "cat.png", text="lost Acme 12k on price")
        assert told.text.startswith("I understood: lost")

    def test_by_the_form(self, office: Office) -> None:
        view = office.opens_form(OSKAR, "/deal import")
        assert view["callback_id"] == "import_form"
        before = len(by_bot(office, OSKAR))
        file = office.control("file", user=OSKAR, filename="deals.csv", content=HEADING + OSKARS)["file"]
        done = office.control("submit-view", user=OSKAR, values={"files": {"files": [file["id"]]}})
        assert done["response_action"] == "update", done
        assert "deals.csv" in office.modal(OSKAR)["blocks"][0]["text"]["text"]
        assert "1 deal will be added." in shown(settled(office, OSKAR, before))

    def test_formulas_and_markup_are_shown_as_typed(self, office: Office) -> None:
        formula = '=HYPERLINK(""https://evil.example"")'
        rows = f'1,Oskar Berg,"{formula}",1000,won,2026-09-01,2026-10-01\n2,Oskar Berg,"{formula}",x,won,,\n'
        seen = drops(office, OSKAR, HEADING + rows)
        assert '=HYPERLINK("https' in shown(seen)
        confirmed(office, OSKAR, seen, "Read it in")
        assert ",\"'=HYPERLINK(" in file_of(office, OSKAR).decode("utf-8-sig")


class TestRights:
    def test_without_the_right_to_read_files_it_says_so(
        self, tmp_path: Path, sqlite_template: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with office_without(tmp_path, sqlite_template, clock, monkeypatch, "files:read") as office:
            told = drops(office, OSKAR, HEADING + OSKARS)
            assert told.text.startswith("Slack does not let me read “deals.csv”. Ask your admin")
            assert "files:read" in told.text

    def test_without_the_right_to_send_files_the_deals_are_there_all_the_same(
        self, tmp_path: Path, sqlite_template: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with office_without(tmp_path, sqlite_template, clock, monkeypatch, "files:write") as office:
            seen = drops(office, OSKAR, HEADING + OSKARS + ELINS)
            assert presses(office, OSKAR, seen, "Read it in")["ok"]
            until(lambda: "could not be sent" in stands(office, OSKAR, seen).text)
            assert "IKEA" in office.types(OSKAR, "/deal list").text


def office_without(tmp_path: Path, template: Path, clock: Any, patch: pytest.MonkeyPatch, scope: str) -> Any:
    """An office whose app was installed before it asked for `scope`."""
    path = tmp_path / "office.db"
    path.write_bytes(template.read_bytes())
    manifest = read_manifest()
    manifest["oauth_config"]["scopes"]["bot"].remove(scope)
    patch.setattr(conftest, "read_manifest", lambda: manifest)
    return running(Database(f"sqlite:///{path}"), clock, "socket")


class TestExport:
    def test_as_csv_and_back_in(self, office: Office) -> None:
        office.types(OSKAR, '/deal won 25000.50 "=HYPERLINK(1)" opened:2026-10-01 closed:2026-10-20')
        office.types(OSKAR, "/deal lost 12k Acme reason:price closed:2025-05-01")
        office.types(ELIN, "/deal vann 8000 Volvo")
        view = office.opens_form(OSKAR, "/deal export")
        assert [block.get("block_id") for block in view["blocks"][1:]] == ["export_period", "export_format"]
        done = office.submits(OSKAR, export_format="csv", export_period="this_year")
        assert done["response_action"] == "update", done
        assert "1 deal is on its way" in office.modal(OSKAR)["blocks"][0]["text"]["text"]
        lines = file_of(office, OSKAR).decode("utf-8-sig").splitlines()
        assert len(lines) == 2
        assert "'=HYPERLINK(1)" in lines[1]
        assert ",25000.50,SEK," in lines[1]

    def test_as_a_workbook_of_everyones_for_a_manager(self, office: Office) -> None:
        office.types(ELIN, "/deal vann 8000 Volvo")
        office.types(OSKAR, '/deal won 9000 "@cmd"')
        office.opens_form(MARIA, "/deal export excel")
        office.submits(MARIA, export_format="xlsx", export_period="all", export_whose="all")
        book = CalamineWorkbook.from_filelike(io.BytesIO(file_of(office, MARIA)))
        rows = book.get_sheet_by_name("Sales Coach").to_python()
        assert [row[1] for row in rows] == ["rep", "Elin Sandberg", "Oskar Berg"]
        assert [row[4] for row in rows[1:]] == [8000, 9000]
        assert rows[2][7] == "'@cmd"

    def test_in_swedish_as_a_swedish_spreadsheet_splits_it(self, office: Office) -> None:
        office.types(ELIN, '/deal vann 25000,50 "Acme;=1+1"')
        office.opens_form(ELIN, "/deal exportera")
        office.submits(ELIN, export_format="csv", export_period="all")
        heading, row = csv.reader(file_of(office, ELIN).decode("utf-8-sig").splitlines(), delimiter=";")
        said = dict(zip(heading, row, strict=True))
        assert (said["amount"], said["customer"]) == ("25000,50", "Acme;'=1+1")

    def test_nothing_in_the_period_is_said_in_the_form(self, office: Office) -> None:
        office.opens_form(ELIN, "/deal exportera")
        done = office.submits(ELIN, export_format="csv", export_period="last_year")
        assert done["errors"] == {
            "export_period": "Det finns inga affärer i den perioden. Välj en annan, till exempel alla."
        }
