"""A file could not be read; raised by `bot.importing`."""

from bot.errors.base import CoachError


class FileNotFound(CoachError):
    """params: name"""

    key = "file_not_found"


class FileEmpty(CoachError):
    """Nothing but spaces in it. params: name"""

    key = "file_empty"


class FileNotATable(CoachError):
    """A picture, a web page named .xls, a program: neither text with columns nor a workbook. params: name"""

    key = "file_not_a_table"


class FileProtected(CoachError):
    """A workbook with a password. params: name"""

    key = "file_protected"


class FileTooLarge(CoachError):
    """params: name, limit (megabytes, unpacked)"""

    key = "file_too_large"


class FileDamaged(CoachError):
    """A workbook that breaks off or contradicts itself. params: name"""

    key = "file_damaged"


class FileWithoutRows(CoachError):
    """A header and nothing below it. params: name"""

    key = "file_without_rows"


class FileChanged(CoachError):
    """Written to between being inspected and being read. params: name"""

    key = "file_changed"


class ColumnsNotRecognised(CoachError):
    """No line looks like a header. params: name, found (the first line's cells, as text)"""

    key = "columns_not_recognised"


class SheetUnknown(CoachError):
    """params: sheet, sheets (those that the workbook has, as text)"""

    key = "sheet_unknown"


class MappingNotUnderstood(CoachError):
    """params: name, line (0 where it is no single line), reason (a key), text (what is wrong, as written)"""

    key = "mapping_not_understood"


class MappingDoesNotFit(CoachError):
    """The mapping file names a column that this file does not have. params: column, found (headers, as text)"""

    key = "mapping_does_not_fit"


class QuestionsOpen(CoachError):
    """A file was to be read although it does not decide how. params: name, count"""

    key = "questions_open"


class FileTooBig(CoachError):
    """More than is fetched from Slack. params: name, limit (megabytes)"""

    key = "file_too_big"


class FileTooLong(CoachError):
    """More rows than are read in from Slack. params: name, rows, limit"""

    key = "file_too_long"


class HeadingNotFound(CoachError):
    """No line of a file from Slack looks like a heading. params: name, found (the first line's cells, as text)"""

    key = "heading_not_found"


class FileAccessMissing(CoachError):
    """Slack does not let the app read files: a scope was not granted. params: name"""

    key = "file_access_missing"


class FileGone(CoachError):
    """Deleted in Slack, or no longer shared with the app. params: name"""

    key = "file_gone"


class FileElsewhere(CoachError):
    """Only a link: the file itself lies with somebody else than Slack. params: name"""

    key = "file_elsewhere"


class FileNotSent(CoachError):
    """Slack does not let the app send files: a scope was not granted."""

    key = "file_not_sent"


class AnswersMissing(CoachError):
    """Not every question about a file was answered. params: count"""

    key = "answers_missing"


class FileStillReading(CoachError):
    """A button was pressed while the file is being looked at."""

    key = "file_still_reading"


class FileSettled(CoachError):
    """A button below a file that is read in already, or was put aside."""

    key = "file_settled"


class NoFileChosen(CoachError):
    """The form came without a file."""

    key = "no_file_chosen"


class NothingToExport(CoachError):
    """No deal is in what was asked for."""

    key = "nothing_to_export"


class TooManyToExport(CoachError):
    """params: count, limit"""

    key = "too_many_to_export"
