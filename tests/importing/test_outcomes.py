"""Open, won, lost, left out or asked about: never guessed."""

from pathlib import Path

import pytest

from bot.importing import Mapping, Outcome
from bot.importing.outcome import Evidence, Rules
from tests.importing.reading import Everything, planned, written

NOTHING = Rules()


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("Won", "won"),
        ("CLOSED WON", "won"),
        ("closed-won", "won"),
        ("closedwon", "won"),
        ("6 - Closed Won", "won"),
        ("Closed Won (Sales Pipeline)", "won"),
        ("Vunnen", "won"),
        ("vunnet ", "won"),
        ("Closed Lost", "lost"),
        ("Förlorad", "lost"),
        ("Forlorad", "lost"),
        ("Stängd – förlorad", "lost"),
        ("Negotiation/Review", "open"),
        ("Proposal/Price Quote", "open"),
        ("decisionmakerboughtin", "open"),
        ("Pågående", "open"),
        ("Disqualified", "disqualified"),
        ("Diskvalificerad", "disqualified"),
        ("Archived", "disqualified"),
        ("Deleted", "disqualified"),
        ("Won't buy", "unknown"),
        ("Not won", "unknown"),
        ("Nurture", "unknown"),
        ("", "empty"),
    ],
)
def test_stage_names(name: str, outcome: str) -> None:
    assert NOTHING.outcome(Evidence(stage=name)) == outcome
    assert NOTHING.outcome(Evidence(status=name)) == outcome


@pytest.mark.parametrize(
    ("evidence", "outcome"),
    [
        (Evidence(stage="Signed", is_won="1", is_closed="1"), "won"),
        (Evidence(stage="Signed", is_won="Ja", is_closed="TRUE"), "won"),
        (Evidence(stage="Gone", is_won="", is_closed="true"), "lost"),
        (Evidence(stage="Gone", is_won="0", is_closed="yes"), "lost"),
        (Evidence(stage="Talking", is_won="false", is_closed="FALSE"), "open"),
        (Evidence(stage="Talking", is_won="", is_closed=""), "open"),
        (Evidence(stage="Talking", is_won="true"), "won"),
        (Evidence(stage="Talking", is_won="false"), "unknown"),  # open or lost
        (Evidence(stage="Closed Lost", is_won="false"), "lost"),
        (Evidence(stage="Closed Won", is_won="false"), "contradiction"),
        (Evidence(stage="Closed Lost", is_won="true", is_closed="true"), "contradiction"),
        (Evidence(stage="Closed Won", is_won="false", is_closed="true"), "contradiction"),
        (Evidence(stage="Closed Lost", is_won="false", is_closed="false"), "contradiction"),
        (Evidence(is_won="true", is_closed="false"), "contradiction"),
        (Evidence(is_won="maybe"), "flag_not_understood"),
        (Evidence(stage="Disqualified", is_won="false", is_closed="true"), "disqualified"),
        (Evidence(is_won="true", is_lost=""), "won"),
        (Evidence(is_won="", is_lost="true"), "lost"),
        (Evidence(is_won="", is_lost=""), "open"),
        (Evidence(status="Won", stage="Negotiation"), "won"),
        (Evidence(status="Open", stage="Closed Won"), "contradiction"),
        (Evidence(status="Won", stage="Closed Lost"), "contradiction"),
        (Evidence(status="Key account", stage="Closed Won"), "won"),
    ],
)
def test_flags_and_words_have_to_agree(evidence: Evidence, outcome: str) -> None:
    assert NOTHING.outcome(evidence) == outcome


def test_the_map_decides_first() -> None:
    rules = Rules({"disqualified": Outcome.LOST, "Closed Won": Outcome.SKIP, "*": Outcome.OPEN})
    assert rules.outcome(Evidence(stage="Disqualified")) == "lost"
    assert rules.outcome(Evidence(stage="CLOSED-WON", is_won="1")) == "skip"
    assert rules.outcome(Evidence(stage="Nurture")) == "open"
    assert rules.outcome(Evidence(stage="Lost")) == "lost"


STAGES = "Stage,Amount,Close date\nWon,1,2017-03-09\nNurture,2,\nNurture,3,\nDisqualified,4,2017-03-09\nParked,5,\n"


def test_unknown_stages_are_asked_about_together(tmp_path: Path) -> None:
    (question,) = planned(written(tmp_path, STAGES)).questions
    assert (question.key, question.option) == ("unknown_stages", "--map")
    assert question.params == {"stages": (("Nurture", 2), ("Parked", 1)), "count": 2}


def test_disqualified_deals_are_left_out_with_a_reason(tmp_path: Path) -> None:
    mapping = Mapping(stages={"Nurture": Outcome.OPEN, "Parked": Outcome.SKIP})
    found = Everything(written(tmp_path, STAGES), mapping=mapping)
    assert found.column("status") == ["won", "open", "open"]
    assert found.reasons == {5: "disqualified", 6: "skipped_stage"}
    assert ("disqualified", {"count": 1}) in [(one.key, one.params) for one in found.plan.warnings]
    assert found.rejected[0].cells == ("Disqualified", "4", "2017-03-09")


def test_disqualified_is_lost_if_the_map_says_so(tmp_path: Path) -> None:
    mapping = Mapping(stages={"Disqualified": Outcome.LOST, "*": Outcome.OPEN})
    assert Everything(written(tmp_path, STAGES), mapping=mapping).column("status") == [
        "won",
        "open",
        "open",
        "lost",
        "open",
    ]


def test_what_a_decided_deal_needs(tmp_path: Path) -> None:
    text = (
        "Status,Created,Closed on\nWon,2017-01-31,\nLost,2017-03-09,2017-01-31\nWon,2017-01-31,2027-01-01\n"
        "Open,2027-01-01,\n,2017-01-31,2017-03-09\nWon,,2017-03-09\nOpen,,\nWon,1917-01-31,2017-03-09\n"
    )
    found = Everything(written(tmp_path, text))
    assert found.reasons == {
        2: "no_closing_date",
        3: "closed_before_opened",
        4: "closed_in_future",
        5: "opened_in_future",
        6: "no_status",
        9: "date_too_old",
    }
    assert found.deals("line", "status", "opened_known") == [(7, "won", False), (8, "open", False)]
    assert found.rejected[2].params == {"column": "Closed on", "text": "2027-01-01"}
