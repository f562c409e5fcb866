"""What we may have to tell a user: a text key with its parameters, and the form field it belongs to.

A listener never catches these; the one error boundary in `bot.app` turns them into a sentence in the user's
language, or into the inline error of a form's field. The sentences stand in `bot/texts`, under `error.<key>`.
"""

from typing import Any, ClassVar


class CoachError(Exception):
    """Something that the user can put right. Nothing has been changed when it is raised."""

    key: ClassVar[str]

    def __init__(self, *, field: str | None = None, **params: Any) -> None:
        super().__init__(self.key, params)
        self.params = params
        self.field = field


# What was written could not be read (raised by bot.language and by forms).


class AmountNotUnderstood(CoachError):
    """params: text"""

    key = "amount_not_understood"


class AmountAmbiguous(CoachError):
    """Two readings are possible. params: text, first, second (examples of how to write each)"""

    key = "amount_ambiguous"


class AmountOutOfRange(CoachError):
    """Negative, or beyond 10¹² in whole currency units. params: text"""

    key = "amount_out_of_range"


class AmountMissing(CoachError):
    """params: verb (the word as the user wrote it)"""

    key = "amount_missing"


class SeveralAmounts(CoachError):
    """params: first, second (as written)"""

    key = "several_amounts"


class CurrencyUnknown(CoachError):
    """params: text"""

    key = "currency_unknown"


class DateNotUnderstood(CoachError):
    """params: text"""

    key = "date_not_understood"


class DateAmbiguous(CoachError):
    """Day or month first? params: text, first, second (datetime.date, both readings)"""

    key = "date_ambiguous"


class PeriodNotUnderstood(CoachError):
    """params: text"""

    key = "period_not_understood"


class CommandNotUnderstood(CoachError):
    """params: command ("/deal", "/pillars"), text, suggestion (the word that was perhaps meant, or None)"""

    key = "command_not_understood"


class OptionUnknown(CoachError):
    """An option like `colour:red`. params: option, suggestion (the option that was perhaps meant, or None)"""

    key = "option_unknown"


class OptionTwice(CoachError):
    """params: option"""

    key = "option_twice"


class OptionEmpty(CoachError):
    """params: option"""

    key = "option_empty"


class QuoteNotClosed(CoachError):
    """params: text"""

    key = "quote_not_closed"


class SeveralNames(CoachError):
    """Two customers, or one and other words: quotes or `note:` would tell. params: first, second (as written)"""

    key = "several_names"


class SeveralDeals(CoachError):
    """params: first, second (as written: "#1042")"""

    key = "several_deals"


class QuotesNeeded(CoachError):
    """Where does a text end, `product:Premium Plus`? Or is a word an option's value: `lost 12k price`?

    params: option, first, second (examples of how to write each)
    """

    key = "quotes_needed"


class NumberMissing(CoachError):
    """`/deal edit` without a number. params: command"""

    key = "number_missing"


class TextTooLong(CoachError):
    """params: option, limit"""

    key = "text_too_long"


# What was understood cannot be done (raised by services).


class DealNotFound(CoachError):
    """params: number"""

    key = "deal_not_found"


class DealNotYours(CoachError):
    """params: number"""

    key = "deal_not_yours"


class DealAlreadyClosed(CoachError):
    """params: number, status ("won" | "lost"), closed_on"""

    key = "deal_already_closed"


class NoOpenDealFor(CoachError):
    """params: customer, verb ("won" | "lost")"""

    key = "no_open_deal_for"


class DateInFuture(CoachError):
    """params: date"""

    key = "date_in_future"


class DateTooOld(CoachError):
    """Before 1990: a slip of the finger. params: date"""

    key = "date_too_old"


class ClosedBeforeOpened(CoachError):
    """params: opened_on, closed_on"""

    key = "closed_before_opened"


class OpenHasNoClosing(CoachError):
    """A closing date on a deal that stays open. params: date"""

    key = "open_has_no_closing"


class DatesOutOfOrder(CoachError):
    """A meeting or quote outside the deal's life.

    params: which ("first_meeting_on" | "quoted_on"), date, opened_on, closed_on
    """

    key = "dates_out_of_order"


class NothingToUndo(CoachError):
    key = "nothing_to_undo"


class UndoneElsewhere(CoachError):
    """The deal was changed again after that change, so taking it back would lose the later one. params: number"""

    key = "changed_since"


class AlreadyUndone(CoachError):
    """params: number"""

    key = "already_undone"


class NothingToChange(CoachError):
    """params: number"""

    key = "nothing_to_change"


class NotAllowed(CoachError):
    """params: what ("rep_pillars" | ...)"""

    key = "not_allowed"


class MemberUnknown(CoachError):
    """params: who"""

    key = "member_unknown"


class OpenDealsOnly(CoachError):
    """An order (call-off) cannot be closed or opened. params: number"""

    key = "call_off_has_no_outcome"


class StorageBusy(CoachError):
    """The database could not be written in time; nothing was saved."""

    key = "storage_busy"


class FiguresNotReady(CoachError):
    """The team's figures are being added up for the first time, which takes longer than Slack waits."""

    key = "figures_not_ready"


class FormExpired(CoachError):
    """A button or form from before, which no longer fits."""

    key = "form_expired"


class ImportNotFound(CoachError):
    """params: number"""

    key = "import_not_found"


class ImportAlreadyUndone(CoachError):
    """params: number"""

    key = "import_already_undone"


# A file could not be read (raised by bot.importing).


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
