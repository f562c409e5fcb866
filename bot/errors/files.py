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
