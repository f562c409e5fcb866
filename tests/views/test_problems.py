"""Every error has a sentence with an example, in both languages."""

import re
from datetime import date

import pytest

from bot import errors
from bot.errors import CoachError
from bot.language.amounts import parse_amount
from bot.texts import Texts
from bot.views import problems
from pillars import PILLARS
from tests.views.examples import BOTH, GB, SV, spaced

DAY = date(2026, 10, 1)
REASONS: tuple[tuple[str, dict[str, object]], ...] = (
    *(("too_large", {"longest": 100_000}), ("not_toml", {}), ("said_twice", {}), ("unknown_key", {})),
    *(("unknown_rule", {"options": ("a_rule", "another")}), ("unknown_threshold", {"options": ("sure", "sample")})),
    *(("unknown_threshold", {"options": ()}), ("unknown_pillar", {"options": PILLARS}), ("not_a_number", {})),
    *(("not_whole", {}), ("out_of_range", {"low": 0.2, "high": 0.9}), ("missing", {}), ("missing_language", {})),
    *(("wrong_type", {}), ("empty", {}), ("too_long", {"longest": 60}), ("line_break", {}), ("bad_key", {})),
    *(("key_taken", {}), ("duplicate_key", {}), ("too_many", {"longest": 30}), ("not_https", {})),
)
PLAYBOOKS = tuple(
    errors.PlaybookRefused(reason=reason, line=line, path="actions.1.sv.title", value="x y", **more)
    for line in (0, 12)
    for reason, more in REASONS
)
EXAMPLES: tuple[CoachError, ...] = (
    *PLAYBOOKS,
    errors.ReasonTooLong(text="a very long reason", limit=75),
    errors.TooManyReasons(count=40, limit=30),
    errors.NoReasons(),
    errors.OneDealAtATime(first="vann Volvo 25 000", second="vann Acme 10 000"),
    errors.PauseInThePast(date=DAY),
    errors.WinsFromNotOnce(text="2000/mån"),
    errors.WinsFromCurrency(text="50 000 EUR", currency="SEK"),
    errors.WinsAnHourNotUnderstood(text="many", least=1, most=30),
    errors.AmountNotUnderstood(text="25 00"),
    errors.AmountAmbiguous(text="2.500k", first="2 500 000", second="2 500"),
    errors.AmountOutOfRange(text="-5"),
    errors.AmountMissing(verb="won"),
    errors.SeveralAmounts(first="25000", second="3M"),
    errors.SeveralNames(first="Acme", second="Volvo"),
    errors.SeveralDeals(first="#1042", second="#1043"),
    errors.QuotesNeeded(option="product", first='product:"A B"', second='product:"A" B'),
    errors.CurrencyUnknown(text="QQQ"),
    errors.DateNotUnderstood(text="32/13"),
    errors.DateAmbiguous(text="3/4", first=date(2026, 4, 3), second=date(2026, 3, 4)),
    errors.PeriodNotUnderstood(text="q7"),
    errors.CommandNotUnderstood(command="/deal", text="wonn", suggestion="won"),
    errors.CommandNotUnderstood(command="/deal", text="frobnicate", suggestion=None),
    errors.CommandNotUnderstood(command="/pillars", text="frobnicate", suggestion=None),
    errors.CommandNotUnderstood(command="/coach", text="frobnicate", suggestion=None),
    errors.CommandNotUnderstood(command="/coach", text="dön", suggestion="done"),
    errors.OptionUnknown(option="colour", suggestion=None),
    errors.OptionUnknown(option="custmer", suggestion="customer"),
    errors.OptionTwice(option="reason"),
    errors.OptionEmpty(option="reason"),
    errors.QuoteNotClosed(text='"Acme'),
    errors.NumberMissing(command="edit"),
    errors.TextTooLong(option="customer", limit=200),
    errors.DealNotFound(number=1042),
    errors.DealNotYours(number=1042),
    errors.DealAlreadyClosed(number=1042, status="won", closed_on=DAY),
    errors.DealAlreadyClosed(number=1042, status="lost", closed_on=DAY),
    errors.NoOpenDealFor(customer="Acme", verb="won"),
    errors.DateInFuture(date=DAY),
    errors.DateTooOld(date=date(1926, 1, 1)),
    errors.ClosedBeforeOpened(opened_on=DAY, closed_on=date(2026, 9, 1)),
    errors.OpenHasNoClosing(date=DAY),
    errors.DatesOutOfOrder(which="first_meeting_on", date=date(2026, 8, 1), opened_on=date(2026, 9, 1), closed_on=DAY),
    errors.DatesOutOfOrder(which="quoted_on", date=date(2026, 11, 1), opened_on=None, closed_on=DAY),
    errors.DatesOutOfOrder(which="quoted_on", date=date(2026, 8, 1), opened_on=date(2026, 9, 1), closed_on=None),
    errors.NothingToUndo(),
    errors.UndoneElsewhere(number=1042),
    errors.AlreadyUndone(number=1042),
    errors.NothingToChange(number=1042),
    errors.NotAllowed(what="rep_pillars"),
    errors.NotAllowed(what="something_else"),
    errors.NotAllowed(what="team_goal"),
    errors.NotAllowed(what="settings", who="Anna Falk, Bo Ek"),
    errors.NotAllowed(what="settings", who=""),
    errors.NotAllowed(what="roles"),
    errors.NotAllowed(what="own_role"),
    errors.GoalPillarUnknown(text="foo 30", suggestion=None),
    errors.GoalPillarUnknown(text="aovv 30", suggestion="aov"),
    *(errors.GoalMissing(pillar=pillar) for pillar in PILLARS),
    *(errors.GoalNotUnderstood(pillar=pillar, text="x") for pillar in PILLARS),
    *(errors.GoalOutOfRange(pillar=pillar, text="0") for pillar in PILLARS),
    errors.GoalAmbiguous(text="1", first="1%", second="100%"),
    errors.GoalCurrency(text="30 EUR", currency="SEK"),
    errors.NoGoal(pillar="order_value"),
    errors.GoalChangedSince(pillar="time_to_close"),
    errors.CurrencyCodeUnknown(text="kr"),
    errors.HorizonNotUnderstood(text="x", least=1, most=120),
    errors.MemberUnknown(who="@nobody"),
    errors.OpenDealsOnly(number=1042),
    errors.StorageBusy(),
    errors.FiguresNotReady(),
    errors.FormExpired(),
    errors.ImportNotFound(number=7),
    errors.ImportAlreadyUndone(number=7),
    errors.ImportBeingUndone(file="deals.csv"),
    errors.FileNotFound(name="deals.csv"),
    errors.FileEmpty(name="deals.csv"),
    errors.FileNotATable(name="deals.png"),
    errors.FileProtected(name="deals.xlsx"),
    errors.FileTooLarge(name="deals.xlsx", limit=500),
    errors.FileDamaged(name="deals.xlsx"),
    errors.FileWithoutRows(name="deals.csv"),
    errors.FileChanged(name="deals.csv"),
    errors.ColumnsNotRecognised(name="deals.csv", found="a, b"),
    errors.SheetUnknown(sheet="Deals", sheets="Sheet1, Sheet2"),
    errors.MappingNotUnderstood(name="map.toml", line=3, reason="not_toml", text="stages"),
    errors.MappingDoesNotFit(column="Amount", found="Belopp, Kund"),
    errors.QuestionsOpen(name="deals.csv", count=2),
    errors.FileTooBig(name="deals.csv", limit=20),
    errors.FileTooLong(name="deals.csv", rows=60_000, limit=50_000),
    errors.HeadingNotFound(name="deals.csv", found="Acme, 25000"),
    errors.FileAccessMissing(name="deals.csv"),
    errors.FileGone(name="deals.csv"),
    errors.FileElsewhere(name="deals.csv"),
    errors.FileNotSent(),
    errors.AnswersMissing(count=2),
    errors.FileStillReading(),
    errors.FileSettled(),
    errors.NoFileChosen(),
    errors.NothingToExport(),
    errors.TooManyToExport(count=120_000, limit=100_000),
    errors.NotAllowed(what="file"),
    errors.NotAllowed(what="export"),
    errors.NotAllowed(what="undo_import"),
    errors.NotAllowed(what="playbook", who="Anna Falk"),
    errors.NotAllowed(what="playbook", who=""),
)
# What is wrong with a file is put right in the file: the sentence says what to do, there is nothing to type.
ABOUT_FILES = (
    errors.ImportAlreadyUndone,
    errors.ImportBeingUndone,
    errors.FileEmpty,
    errors.FileNotATable,
    errors.FileProtected,
    errors.FileTooLarge,
    errors.FileDamaged,
    errors.FileWithoutRows,
    errors.FileChanged,
    errors.SheetUnknown,
    errors.MappingDoesNotFit,
    errors.QuestionsOpen,
    errors.FileAccessMissing,
    errors.FileGone,
    errors.FileElsewhere,
    errors.FileNotSent,
    errors.FileStillReading,
    errors.FileSettled,
    errors.NoFileChosen,
    errors.NothingToExport,
)
# Nothing can be written better here: one waits, or asks somebody. A form's field says which code, without a digit.
WITHOUT_EXAMPLE = (
    errors.ReasonTooLong,
    errors.TooManyReasons,
    errors.NoReasons,
    errors.OneDealAtATime,
    errors.FiguresNotReady,
    errors.StorageBusy,
    errors.NotAllowed,
    errors.TextTooLong,
    errors.CurrencyCodeUnknown,
    *ABOUT_FILES,
)


def names(problem: CoachError) -> str:
    return f"{type(problem).__name__}({', '.join(map(str, problem.params.values()))})"


def test_every_error_is_among_the_examples() -> None:
    assert {type(problem) for problem in EXAMPLES} == set(CoachError.__subclasses__())


@pytest.mark.parametrize("texts", BOTH, ids=["sv", "en"])
@pytest.mark.parametrize("problem", EXAMPLES, ids=names)
def test_a_sentence_says_what_was_wrong_and_what_is_right(problem: CoachError, texts: Texts) -> None:
    said = problems.sentence(texts, problem)
    assert said[0].isupper() or said[0] in "“”#1"
    assert len(said) <= 300
    assert "{" not in said
    assert "None" not in said
    assert "_" not in said or isinstance(problem, errors.PlaybookRefused)  # a file's words are as they are
    assert "`" not in said, "a form shows it as plain text"
    if not isinstance(problem, WITHOUT_EXAMPLE):
        assert re.search(r"/deal|/pillars|/coach|\d|:", said)
    message = problems.message(texts, problem)
    assert message.blocks[0]["text"]["text"] == said


def test_what_was_typed_is_quoted() -> None:
    assert problems.sentence(SV, errors.AmountNotUnderstood(text="25 00")) == (
        "”25 00” går inte att läsa som ett belopp. Skriv till exempel 25 000, 25 tkr eller 2 000/mån."
    )


def test_dates_are_shown_and_can_be_copied() -> None:
    problem = errors.DateAmbiguous(text="3/4", first=date(2026, 4, 3), second=date(2026, 3, 4))
    assert problems.sentence(GB, problem) == ("“3/4” can be 3 Apr 2026 or 4 Mar 2026. Write 2026-04-03 or 2026-03-04.")


def test_the_limit_is_written_as_in_the_language() -> None:
    assert "1 000 000 000 000," in spaced(problems.sentence(SV, errors.AmountOutOfRange(text="-5")))
    assert "1,000,000,000,000," in problems.sentence(GB, errors.AmountOutOfRange(text="-5"))


def test_the_example_is_of_the_command_that_was_written() -> None:
    pillars = problems.sentence(SV, errors.CommandNotUnderstood(command="/pillars", text="x", suggestion=None))
    assert "/pillars laget" in pillars
    assert "/deal" not in pillars
    meant = problems.sentence(GB, errors.CommandNotUnderstood(command="/deal", text="wonn", suggestion="won"))
    assert "Did you mean /deal won?" in meant


def test_a_number_is_asked_for_with_the_word_that_was_written() -> None:
    assert problems.sentence(SV, errors.NumberMissing(command="ändra")).endswith("/deal ändra 1042")
    assert problems.sentence(SV, errors.NumberMissing(command="/deal ändra")).endswith("/deal ändra 1042")


def test_a_field_of_the_form_is_called_by_its_label() -> None:
    assert problems.sentence(SV, errors.TextTooLong(option="customer", limit=200)).startswith(
        "”Kund” rymmer 200 tecken"
    )
    assert "notering" in problems.sentence(SV, errors.TextTooLong(option="notering", limit=1000))


def test_the_days_a_meeting_can_be_on() -> None:
    def said(opened: date | None, closed: date | None) -> str:
        problem = errors.DatesOutOfOrder(which="quoted_on", date=DAY, opened_on=opened, closed_on=closed)
        return problems.sentence(GB, problem)

    first, last = date(2026, 9, 1), date(2026, 9, 20)
    assert "from 1 Sept 2026 to 20 Sept 2026. Write for example quoted:2026-09-20" in said(first, last)
    assert "until 20 Sept 2026" in said(None, last)
    assert "from 1 Sept 2026" in said(first, None)


def test_long_input_is_cut_and_markup_does_nothing() -> None:
    message = problems.message(GB, errors.MemberUnknown(who="<!channel> *now* " + "x" * 500))
    assert len(message.text) < 400
    assert "&lt;!channel&gt;" in message.text
    assert "<!channel>" in message.blocks[0]["text"]["text"]
    assert message.blocks[0]["text"]["type"] == "plain_text"


@pytest.mark.parametrize("texts", BOTH, ids=["sv", "en"])
def test_a_surprise_gives_the_reference(texts: Texts) -> None:
    message = problems.surprise(texts, "ABC123")
    assert "ABC123" in message.text
    assert "ABC123" in message.blocks[0]["text"]["text"]


@pytest.mark.parametrize("texts", BOTH, ids=["sv", "en"])
def test_the_amounts_it_proposes_are_understood(texts: Texts) -> None:
    said = problems.sentence(texts, errors.AmountNotUnderstood(text="x"))
    proposed = re.split(r", | eller | or ", re.split(r"like |exempel ", said)[1].rstrip("."))
    assert len(proposed) == 3
    assert all(parse_amount(amount, "SEK").minor in (2_500_000, 200_000) for amount in proposed)
