"""What was understood cannot be done; raised by services."""

from bot.errors.base import CoachError


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


class ImportBeingUndone(CoachError):
    """Asked for a second time while the first is being carried out. params: file"""

    key = "import_being_undone"
