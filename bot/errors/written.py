"""What was written could not be read; raised by `bot.language` and by forms."""

from bot.errors.base import CoachError


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
