"""A small chaos in every run of the tests; the great one is `python -m benchmarks.chaos`."""

import pytest

from benchmarks.chaos import Plan, run


@pytest.mark.parametrize(
    "plan",
    [
        Plan("sqlite", 1, recipients=40, kills=3, seconds=90),
        pytest.param(Plan("postgresql", 2, recipients=40, kills=3, restarts=1, seconds=90), marks=pytest.mark.postgres),
    ],
    ids=lambda plan: plan.database,
)
def test_everybody_has_one_whatever_dies(plan: Plan, request: pytest.FixtureRequest) -> None:
    if plan.database == "postgresql":
        request.getfixturevalue("postgres_server")  # says so where there is none
    outcome = run(plan)
    assert outcome.copies == {1: plan.recipients}
    assert outcome.states == {"sent": plan.recipients}
    assert outcome.kills == plan.kills
    assert outcome.restarts == plan.restarts
