"""`/deal …`: what people write, understood."""

import difflib
import re
from dataclasses import replace
from datetime import date, timedelta

from bot.errors import (
    AmountMissing,
    AmountNotUnderstood,
    CommandNotUnderstood,
    DealNotFound,
    NumberMissing,
    OptionTwice,
    QuotesNeeded,
    SeveralAmounts,
    SeveralDeals,
    SeveralNames,
)
from bot.language.commands import (
    LARGEST_NUMBER,
    Changes,
    DealCommand,
    Delete,
    Edit,
    Export,
    Form,
    Help,
    Import,
    List,
    Record,
    Undo,
)
from bot.language.options import Line, read_line
from bot.language.positional import Piece, PieceKind, starts_with_digit
from bot.language.slack_text import shorten, unescape
from bot.language.tokens import flatten
from bot.language.words import (
    DAY_WORDS,
    DEAL_VERBS,
    FILE_FILLERS,
    LIST_FILLERS,
    LIST_WORDS,
    REASONS,
    SPELLED_VERBS,
    STATUS_WORDS,
    fold,
)
from bot.values import Amount, Details, Kind, Status

COMMAND = "/deal"
_PAGE = re.compile(r"[1-9][0-9]{0,3}")
_NUMBER = re.compile(r"#?([0-9]{1,15})[,:.]?")


def parse_deal(text: str, *, today: date, currency: str, day_first: bool | None) -> DealCommand:
    """The command that stands in `text`, which is what was typed after `/deal`, as Slack sends it.

    `today` is a date in the person's time zone, `currency` the workspace's own, `day_first` whether 3/4 is in April
    (None: not known, so it is asked about). The verb comes first; then in any order an amount, the customer's name and
    options (`reason:price`).

    - A lone plain integer may be a deal's number (`maybe_number`) as well as an amount; `1042 30000` is number and
      amount, `#1042` always a number. "54 250" is one amount; a name of digits alone has to be quoted.
    - An option's value is one word or a quoted text; dates, amounts and `note:` take all that belongs to them. Further
      words after a value belong to it if the customer stands elsewhere; where that cannot be told, QuotesNeeded.
    - "today", "igår" and their like at the end of a name are the deal's closing date (of an open deal, its opening).
    - A lower-case preposition between amount and name is dropped, and so are dashes and emoji around a name.

    Raises a CoachError, always with something that the person can do about it, for all that cannot be understood or
    could be meant in two ways.
    """
    line = flatten(unescape(text))
    if not line:
        return Form()
    written, verb, rest = _verb(line)
    if verb == "help":
        return Help()
    if verb == "list":
        return _list(rest)
    if verb == "undo":
        if rest:
            raise CommandNotUnderstood(command=COMMAND, text=shorten(line), suggestion=written)
        return Undo()
    if verb in ("export", "import"):
        return _file(verb, written, rest)
    if verb in ("edit", "delete"):
        return _numbered(verb, written, rest, today=today, currency=currency, day_first=day_first)
    return as_record(verb, written, read_line(rest, today=today, currency=currency, day_first=day_first), today)


def _verb(line: str) -> tuple[str, str, str]:
    """The verb as written, its key, and what follows."""
    words = line.split(" ")
    for count in (2, 1):
        written = " ".join(words[:count]).rstrip(":,.!")
        if verb := DEAL_VERBS.get(fold(written) or line[:1]):
            return written, verb, " ".join(words[count:])
    close = difflib.get_close_matches(fold(words[0]), DEAL_VERBS, 1)
    raise CommandNotUnderstood(
        command=COMMAND, text=shorten(words[0]), suggestion=SPELLED_VERBS[close[0]] if close else None
    )


def _file(verb: str, written: str, rest: str) -> Export | Import:
    """What else is to be said stands in the form; "my deals" and a kind of file may be said here all the same."""
    if any(fold(word) not in LIST_FILLERS | FILE_FILLERS for word in rest.split()):
        raise CommandNotUnderstood(command=COMMAND, text=shorten(f"{written} {rest}"), suggestion=written)
    return Export() if verb == "export" else Import()


def _list(rest: str) -> List:
    page, open_only = 0, False
    for word in rest.split():
        meaning = LIST_WORDS.get(fold(word))
        if meaning == "open":
            open_only = True
        elif _PAGE.fullmatch(word) and not page:
            page = int(word)
        elif meaning != "page" and fold(word) not in LIST_FILLERS:
            raise CommandNotUnderstood(command=COMMAND, text=shorten(f"list {rest}"), suggestion="list")
    return List(page or 1, open_only)


def _numbered(
    verb: str, written: str, rest: str, *, today: date, currency: str, day_first: bool | None
) -> Edit | Delete:
    first, _, rest = rest.partition(" ")
    match = _NUMBER.fullmatch(first)
    if match is None:
        raise NumberMissing(command=written)
    number = _checked_number(match[1])
    if not rest:
        return Delete(number) if verb == "delete" else Edit(number)
    if verb == "delete":
        raise CommandNotUnderstood(command=COMMAND, text=shorten(f"{written} {first} {rest}"), suggestion=written)
    line = read_line(rest, today=today, currency=currency, day_first=day_first, editing=True)
    return Edit(number, _changes(line))


def _changes(line: Line) -> Changes:
    """What an edit's line changes: a verb before or in place of a name is the new status ("edit 1042 lost Acme")."""
    status, pieces = _status(line.pieces)
    line = replace(line, pieces=pieces)
    deals = _of(line.pieces, PieceKind.DEAL)
    if deals:
        raise SeveralDeals(first=deals[0].text, second=deals[-1].text)
    values = dict(line.values)
    for stated in _one(_of(line.pieces, PieceKind.AMOUNT)):
        if "amount" in values:
            raise SeveralAmounts(first=stated.text, second=line.amount_text)
        values["amount"] = stated.amount
    name = _name(line)
    if name is not None and fold(name) in DAY_WORDS:
        raise QuotesNeeded(option="closed", first=f"closed:{name}", second=f'"{name}"')
    if name is not None:
        values["customer"] = name
    if status is not None:
        values["status"] = status
    return Changes(**values)  # type: ignore[arg-type]  # each option's type is settled where it is read


def _status(pieces: tuple[Piece, ...]) -> tuple[Status | None, tuple[Piece, ...]]:
    """The status that an edit states, and the other pieces. Raises CommandNotUnderstood for two, and other verbs."""
    status = None
    others = []
    for piece in pieces:
        words = piece.words if piece.kind is PieceKind.NAME and not piece.quoted else ()
        while words and (words[0].islower() or len(words) == 1):
            verb = DEAL_VERBS.get(fold(words[0])) if len(words) == 1 else STATUS_WORDS.get(fold(words[0]))
            if verb is None:
                break
            if status is not None or verb not in list(Status):
                raise CommandNotUnderstood(command=COMMAND, text=shorten(f"edit … {piece.text}"), suggestion=None)
            status, words = Status(verb), words[1:]
        if words:
            others.append(replace(piece, words=words))
        elif piece.kind is not PieceKind.NAME or piece.quoted:
            others.append(piece)
    return status, tuple(others)


def as_record(verb: str, written: str, line: Line, today: date) -> Record:
    """What a line records: `verb` is "won", "lost", "open" or "order", `written` the word for it, to be quoted back.

    Raises as `parse_deal` does.
    """
    line = _with_day(line, "opened_on" if verb == "open" else "closed_on", today)
    name = _name(line) or line.text("customer")
    _refuse_stray_word(verb, written, line)
    number, maybe_number, amount = _number_and_amount(line, name)
    if number is None and amount is None and name is None:
        raise AmountMissing(verb=written)
    if amount is None and number is None:
        for word in (word for piece in line.pieces if not piece.quoted for word in piece.words):
            if starts_with_digit(word):  # an amount with a slip in it rather than a customer
                raise AmountNotUnderstood(text=shorten(word))
    said = {field: value for field, value in line.values.items() if field != "amount"} | {"customer": name}
    return Record(
        outcome=None if verb == "order" else Status(verb),
        kind=Kind.CALL_OFF if verb == "order" else Kind.ONE_OFF,
        number=number,
        maybe_number=maybe_number,
        amount=amount,
        name=name,
        details=Details(**said),  # type: ignore[arg-type]
    )


def _refuse_stray_word(verb: str, written: str, line: Line) -> None:
    """Raises where all that could be a name is a word of ours: "won 1042 lost", "lost 12k price"."""
    for piece in line.pieces:
        if piece.kind is not PieceKind.NAME or piece.quoted:
            continue
        if fold(piece.text) in DEAL_VERBS:
            raise CommandNotUnderstood(command=COMMAND, text=shorten(f"{written} … {piece.text}"), suggestion=None)
        if verb == "lost" and fold(piece.text) in REASONS:
            value = f'"{piece.text}"'
            raise QuotesNeeded(option="reason", first=f"reason:{value}", second=value)


def _with_day(line: Line, field: str, today: date) -> Line:
    """The line with "today" or "igår" at the end of a name taken for the date that it is: "won 25k Acme igår"."""
    pieces = []
    for piece in line.pieces:
        words = piece.words
        for count in (2, 1):
            day = " ".join(words[len(words) - count :])
            if piece.kind is PieceKind.NAME and not piece.quoted and day.islower() and fold(day) in DAY_WORDS:
                if field in line.values:
                    raise OptionTwice(option=day)
                line.values[field] = today + timedelta(days=DAY_WORDS[fold(day)])
                words = words[: len(words) - count]
                break
        if words:
            pieces.append(replace(piece, words=words))
    return replace(line, pieces=tuple(pieces))


def _number_and_amount(line: Line, name: str | None) -> tuple[int | None, int | None, Amount | None]:
    """(number, maybe_number, amount) of a recording."""
    deals, stated = _of(line.pieces, PieceKind.DEAL), _of(line.pieces, PieceKind.AMOUNT)
    if len(deals) > 1:
        raise SeveralDeals(first=deals[0].text, second=deals[1].text)
    number = _checked_number(deals[0].text.lstrip("#")) if deals else None
    option = line.values.get("amount")
    if isinstance(option, Amount):
        if not stated:
            return number, None, option
        if number is None and len(stated) == 1 and stated[0].plain:
            return _checked_number(stated[0].text), None, option
        raise SeveralAmounts(first=stated[0].text, second=line.amount_text)
    if len(stated) == 2 and number is None and _number_then_amount(line.pieces):
        return _checked_number(stated[0].text), None, stated[1].amount
    for only in _one(stated):
        alone = only.plain and number is None and name is None and 1 <= int(only.text) <= LARGEST_NUMBER
        return number, int(only.text) if alone else None, only.amount
    return number, None, None


def _number_then_amount(pieces: tuple[Piece, ...]) -> bool:
    """Whether the line begins with a deal's number and its amount: "1042 30 000 Acme".

    Not so in "25000 3M", where the second may be a customer.
    """
    first, second = pieces[:2]
    nameable = re.fullmatch(r"[0-9.,]+(?:K|[mMbB])", second.text) is not None
    return first.plain and second.kind is PieceKind.AMOUNT and first.end == second.first and not nameable


def _name(line: Line) -> str | None:
    names = _of(line.pieces, PieceKind.NAME)
    if len(names) > 1:
        raise SeveralNames(first=shorten(names[0].text), second=shorten(names[1].text))
    if names and "customer" in line.values:
        raise SeveralNames(first=shorten(str(line.values["customer"])), second=shorten(names[0].text))
    return line.checked("customer", names[0].text) if names else None


def _of(pieces: tuple[Piece, ...], kind: PieceKind) -> list[Piece]:
    return [piece for piece in pieces if piece.kind is kind]


def _one(stated: list[Piece]) -> list[Piece]:
    if len(stated) > 1:
        raise SeveralAmounts(first=shorten(stated[0].text), second=shorten(stated[1].text))
    return stated


def _checked_number(digits: str) -> int:
    number = int(digits)
    if not 1 <= number <= LARGEST_NUMBER:
        raise DealNotFound(number=number)
    return number
