"""One errand in hand: an import taken back and told of, or deals sent as a file."""

from pathlib import Path

from slack_sdk import WebClient

from bot import errors
from bot.jobs import slack_files, telling
from bot.services.errands import ErrandRow, Errands, export_of, undone_of
from bot.services.exports import Exports
from bot.services.file_imports import MOST_ATTEMPTS
from bot.texts import Texts, texts_for
from bot.values import Person
from bot.values.errands import ErrandKind, ErrandState
from bot.values.exports import ExportFormat
from bot.views import deals, export_form, reports
from bot.views.message import Message


class OneErrand:
    """Carries out what one row says, for the person who asked."""

    def __init__(self, errands: Errands, exports: Exports, row: ErrandRow, person: Person, client: WebClient) -> None:
        self._errands = errands
        self._exports = exports
        self.row = row
        self._person = person
        self._client = client
        self.texts: Texts = texts_for(person.locale)

    def go(self) -> None:
        """Raises CoachError for what the person has to know, `slack_calls.UNREACHED` for what may work later on."""
        if self.row.abandoned and self.row.attempts > MOST_ATTEMPTS:
            raise RuntimeError("each time this was in hand, the process died")
        match self.row.kind:
            case ErrandKind.UNDO:
                self._take_back()
            case ErrandKind.EXPORT:
                self._send()

    def fail(self, message: Message) -> None:
        """Tell who asked, and be done with it; an import that is taken back is told as that."""
        if self.row.state is ErrandState.DONE:
            self._tell_undone()
            return
        telling.show(self._client, message, self.row.place, self._person.slack_user_id)
        self._errands.give_up(self.row)

    def put_back(self) -> float:
        """It may work later on; returns in how many seconds that is tried."""
        return self._errands.put_back(self.row).total_seconds()

    def abandon(self) -> None:
        """Be done with it; nobody could be told."""
        self._errands.give_up(self.row)

    def _take_back(self) -> None:
        if self.row.state is ErrandState.WANTED:
            done = self._errands.undo(self.row)
            if done is None:
                return  # whoever was faster tells of it
            self.row = done
        self._tell_undone()

    def _tell_undone(self) -> None:
        said = deals.import_undone(self.texts, undone_of(self.row))
        telling.show(self._client, said, self.row.place, self._person.slack_user_id)
        self._errands.told(self.row)

    def _send(self) -> None:
        """Make the file and share it.

        Slack has no key by which a second one would be known. So the file is brought there first, seen by nobody, and
        its id written down; then it is shared. After a death or a lost answer in between, Slack is asked whether it is
        to be seen: only where it is not, or Slack does not say, it is made and sent again. It may come twice where
        Slack shares it later than it says; it is never left out.
        """
        before = self.row.outcome.get("slack_file_id")
        if before is None or not slack_files.is_shared(self._client, str(before)):
            wanted = export_of(self.row)
            dm = str(self._client.conversations_open(users=self._person.slack_user_id)["channel"]["id"])
            with slack_files.folder() as here:
                path = here / export_form.file_name(self.texts, wanted)
                rows = reports.export_rows(self._exports.deals(self._person, wanted))
                count = _write(path, rows, wanted.format, reports.csv_style(self.texts))
                if not count:
                    raise errors.NothingToExport  # they were there when it was asked for
                file_id = slack_files.upload(self._client, path)
                self.row = self._errands.uploaded(self.row, file_id)
                slack_files.share(self._client, file_id, dm, path.name, export_form.sent(self.texts, count))
        self._errands.told(self.row)


def _write(path: Path, rows: reports.Rows, kind: ExportFormat, style: reports.CsvStyle) -> int:
    """Write the rows to a file; returns how many there are below the heading."""
    counted = reports.Counted(rows)
    if kind is ExportFormat.XLSX:
        reports.write_xlsx(path, counted)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as written:
            written.writelines(reports.as_csv(counted, style))
    return counted.count - 1
