"""A command's line after the verb: its options (`reason:price`) read, and the words without a key beside them."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from bot.errors import (
    AmountNotUnderstood,
    DateNotUnderstood,
    OptionEmpty,
    OptionTwice,
    QuotesNeeded,
    SeveralNames,
    TextTooLong,
)
from bot.language.amounts import parse_amount
from bot.language.commands import LIMITS
from bot.language.dates import parse_date
from bot.language.positional import Piece, PieceKind, leading_amount, read
from bot.language.slack_text import shorten
from bot.language.tokens import Token, TokenKind, tidy, tokens
from bot.language.words import REASONS, fold
from bot.values import Amount

Value = str | date | Amount | None

_DATES = ("opened_on", "closed_on", "first_meeting_on", "quoted_on")
_MOST_WORDS_IN_DATE = 6  # "the day before yesterday" has four, "för tre dagar sedan" too
_CLEAR = ("-", "–", "—", "−")


@dataclass(frozen=True, slots=True)
class Line:
    """`values` by field (None empties it), `pieces` of what stood without a key, in order."""

    values: dict[str, Value]
    pieces: tuple[Piece, ...]
    amount_text: str = ""  # the amount option, as written

    def text(self, field: str) -> str | None:
        """A text option's value, if it was given."""
        value = self.values.get(field)
        return value if isinstance(value, str) else None

    def checked(self, field: str, text: str) -> str:
        return checked(field, text, field)


@dataclass(frozen=True, slots=True)
class Run:
    """The pieces after an option's value, or at the line's beginning (`key` None)."""

    key: Token | None
    pieces: list[Piece]

    @property
    def following(self) -> Piece | None:
        """The words right after an option's text that had no quotes: they may go on with it."""
        takes_words = self.key is not None and self.key.option in LIMITS and self.key.option != "note"
        first = self.pieces[0] if self.pieces else None
        if takes_words and first and first.kind is PieceKind.NAME and first.first == 0 and not first.quoted:
            return first
        return None


def checked(field: str, text: str, option: str) -> str:
    """A text option's value as it is stored. Raises OptionEmpty and TextTooLong (option, limit)."""
    text = tidy(text)
    if not text:
        raise OptionEmpty(option=option)
    if field == "loss_reason":
        text = loss_reason(text)
    if len(text) > LIMITS[field]:
        raise TextTooLong(option=option, limit=LIMITS[field])
    return text


def loss_reason(text: str) -> str:
    """The key of a well-known reason (`LOSS_REASONS`) in either language, or the text as it is, with single spaces."""
    text = tidy(text)
    return REASONS.get(fold(text).strip(" .,!"), text)


def read_line(rest: str, *, today: date, currency: str, day_first: bool | None, editing: bool = False) -> Line:
    """The options and pieces of a flattened line without its verb. `editing`: "-" empties a field, and words after an
    option's value belong to it. Raises the errors of options, dates and amounts."""
    return read_tokens(tokens(rest), today=today, currency=currency, day_first=day_first, editing=editing)


def read_tokens(
    found: list[Token], *, today: date, currency: str, day_first: bool | None, editing: bool = False
) -> Line:
    """As `read_line`, of a line that is cut into tokens already."""
    return _Reader(found, today, currency, day_first, editing).line()


class _Reader:
    def __init__(self, found: list[Token], today: date, currency: str, day_first: bool | None, editing: bool) -> None:
        self.tokens, self.today, self.currency, self.day_first, self.editing = (
            found,
            today,
            currency,
            day_first,
            editing,
        )
        self.values: dict[str, Value] = {}
        self.written: dict[str, str] = {}
        self.amount_text = ""

    def line(self) -> Line:
        """First all options with the words that follow each, then what those words are."""
        runs: list[Run] = []
        at, key = 0, None
        while at < len(self.tokens):
            if self.tokens[at].kind is TokenKind.KEY:
                run = self._run(at + 1)
                length = self._value(self.tokens[at], run)
                # What is quoted, or has a comma after it, ends there.
                key = self.tokens[at] if run[0].is_word and run[0].text[-1] not in ",;" else None
                at += 1 + length
            else:
                run = self._run(at)
                runs.append(Run(key, read(run, self.currency)))
                at += len(run)
        return Line(self.values, tuple(self._settled(runs)), self.amount_text)

    def _run(self, at: int) -> list[Token]:
        """The tokens from `at` to the next key."""
        end = at
        while end < len(self.tokens) and self.tokens[end].kind is not TokenKind.KEY:
            end += 1
        return self.tokens[at:end]

    def _value(self, key: Token, run: list[Token]) -> int:
        """Reads the option's value from the start of the run; returns how many tokens it took."""
        if key.option in self.values:
            raise OptionTwice(option=key.text)
        if not run or not run[0].text:
            raise OptionEmpty(option=key.text)
        if run[0].is_word and run[0].text in _CLEAR:
            if not self.editing or key.option == "opened_on":
                raise OptionEmpty(option=key.text)
            self.values[key.option] = None
            return 1
        if key.option in _DATES:
            self.values[key.option], length = self._date(run)
        elif key.option == "amount":
            self.values[key.option], length = self._amount(run)
        else:
            length = len(run) if key.option == "note" and run[0].is_word else 1
            self._text(key, " ".join(token.text for token in run[:length]))
        return length

    def _text(self, key: Token, written: str) -> None:
        self.written[key.option] = written
        self.values[key.option] = checked(key.option, written.rstrip(",;") or written, key.text)

    def _amount(self, run: list[Token]) -> tuple[Amount | None, int]:
        if not run[0].is_word:
            self.amount_text = shorten(run[0].text)
            return parse_amount(run[0].text, self.currency), 1
        piece = leading_amount(run, self.currency)
        if piece is None:
            raise AmountNotUnderstood(text=shorten(run[0].text))
        self.amount_text = shorten(piece.text)
        return piece.amount, piece.end

    def _date(self, run: list[Token]) -> tuple[date, int]:
        """The date that the longest beginning of the run is."""
        words = 1
        while words < min(len(run), _MOST_WORDS_IN_DATE) and run[0].is_word and run[words].is_word:
            words += 1
        for length in range(words, 1, -1):
            text = " ".join(token.text for token in run[:length])
            with suppress(DateNotUnderstood):
                return parse_date(text, self.today, day_first=self.day_first), length
        return parse_date(run[0].text, self.today, day_first=self.day_first), 1

    def _settled(self, runs: list[Run]) -> list[Piece]:
        """All pieces, but those words that go on with the text of the option before them, which get there."""
        following = [run.following for run in runs]
        named = "customer" in self.values or any(
            piece.kind is PieceKind.NAME and piece is not going_on
            for run, going_on in zip(runs, following, strict=True)
            for piece in run.pieces
        )
        settled: list[Piece] = []
        for run, going_on in zip(runs, following, strict=True):
            taken = run.key and going_on and self._goes_on(run.key, going_on, named)
            settled.extend(piece for piece in run.pieces if not (taken and piece is going_on))
        return settled

    def _goes_on(self, key: Token, piece: Piece, named: bool) -> bool:
        """Takes the piece into the option's text, if it belongs there. Raises QuotesNeeded if that cannot be told."""
        if self.values[key.option] is None:
            raise SeveralNames(first="-", second=shorten(piece.text))
        value = self.written[key.option]
        joined = f"{value} {piece.text}"
        is_reason = key.option == "loss_reason"
        if named or self.editing or (is_reason and fold(joined) in REASONS):
            self._text(key, joined)
            return True
        if is_reason and fold(value) in REASONS:  # "reason:price Acme"
            return False
        first, second = f'{key.text}:"{joined}"', f'{key.text}:"{value}" {piece.text}'
        raise QuotesNeeded(option=key.text, first=shorten(first), second=shorten(second))
