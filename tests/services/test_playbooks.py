"""The team's own playbook: in force at once, refused with the line, kept with its history, followed by the plan."""

import pytest

from bot import errors
from bot.errors import PlaybookRefused
from bot.services.playbook_changes import key_for, values_of, with_action, with_rules, with_thresholds, without_action
from bot.services.playbooks import Playbooks, check, known_rules, overrides_of
from bot.storage.engine import Database
from bot.storage.playbooks import add_playbook, newest_playbooks
from bot.values import Person, Role
from coaching.catalogue import RULES
from coaching.facts import Facts, Part, SmallOrders
from coaching.plan import plan
from coaching.playbook import Playbook, to_toml
from tests.conftest import NOW, MakePerson, StandingClock

TEXTS = {"title": "Friday demo", "question": "Who?", "action": "Invite them.", "habit": "invited"}
ACTION = {"pillar": "win_rate", "sv": {**TEXTS, "title": "Fredagsdemo"}, "en": TEXTS, "link": "https://example.com/a"}
SMALL_ORDERS = Facts(decided=60, won=30, lost=30, small_orders=SmallOrders(Part(12, 30), 1_000_000))


@pytest.fixture
def playbooks(database: Database, clock: StandingClock) -> Playbooks:
    return Playbooks(database, clock)


@pytest.fixture
def anna(make_person: MakePerson) -> Person:
    return make_person("U0ANNA", name="Anna Falk", role=Role.ADMIN)


def suggested(playbooks: Playbooks, database: Database, person: Person) -> list[str]:
    """The rules that a rep with many small orders is suggested, by what the playbook now says."""
    with database.read() as connection:
        overrides, _ = playbooks.overrides(connection, person.workspace_id)
    facts = Facts(decided=60, won=30, lost=30, small_orders=SMALL_ORDERS.small_orders, overrides=overrides)
    return [suggestion.advice.rule for suggestion in plan(facts).suggestions]


def test_a_rule_that_is_switched_off_is_not_suggested(playbooks: Playbooks, database: Database, anna: Person) -> None:
    assert "account_selection" in suggested(playbooks, database, anna)
    playbooks.change(anna, 'off = ["account_selection"]')
    assert "account_selection" not in suggested(playbooks, database, anna)
    playbooks.change(anna, "")
    assert "account_selection" in suggested(playbooks, database, anna)


def test_a_threshold_that_is_raised_silences_the_rule(playbooks: Playbooks, database: Database, anna: Person) -> None:
    playbooks.change(anna, "[thresholds.account_selection]\nsmall_share = 0.4")
    assert "account_selection" in suggested(playbooks, database, anna)  # twelve of thirty are 0.4
    playbooks.change(anna, lambda now: with_thresholds(now, "account_selection", {"small_share": 0.41}))
    assert "account_selection" not in suggested(playbooks, database, anna)


def test_what_is_wrong_is_refused_with_its_line_and_the_old_one_stays(playbooks: Playbooks, anna: Person) -> None:
    playbooks.change(anna, "review_weeks = 6")
    with pytest.raises(PlaybookRefused) as refused:
        playbooks.change(anna, 'review_weeks = 5\n\noff = [\n  "no_such_rule",\n]')
    assert (refused.value.params["reason"], refused.value.params["line"]) == ("unknown_rule", 4)
    assert "account_selection" in refused.value.params["options"]
    found = playbooks.current(anna)
    assert (found.playbook.review_weeks, found.toml) == (6, "review_weeks = 6")


def test_an_error_in_a_form_names_its_field(playbooks: Playbooks, anna: Person) -> None:
    changes = (
        (lambda now: with_action(now, ACTION | {"link": "ftp://x"}, known_rules()), "link", "not_https"),
        (lambda now: with_action(now, ACTION | {"sv": {**TEXTS, "title": " "}}, known_rules()), "sv.title", "empty"),
        (lambda now: with_action(now, ACTION | {"pillar": "luck"}, known_rules()), "pillar", "unknown_pillar"),
        (lambda now: with_thresholds(now, "account_selection", {"orders": 500}), "orders", "out_of_range"),
        (lambda now: with_thresholds(now, "account_selection", {"orders": "x"}), "orders", "not_a_number"),
        (lambda now: with_rules(now, (), (), "x"), "review_weeks", "not_a_number"),
        (lambda now: with_rules(now, (), (), 99), "review_weeks", "out_of_range"),
    )
    for change, field, reason in changes:
        with pytest.raises(PlaybookRefused) as refused:
            playbooks.change(anna, change)
        assert (refused.value.field, refused.value.params["reason"]) == (field, reason)
        assert refused.value.params["line"] == 0
    assert playbooks.current(anna).at is None


def test_an_own_action_comes_with_its_texts_in_both_languages(
    playbooks: Playbooks, database: Database, anna: Person
) -> None:
    playbooks.change(anna, lambda now: with_action(now, ACTION, known_rules()))
    with database.read() as connection:
        overrides, english = playbooks.overrides(connection, anna.workspace_id, "en")
        _, swedish = playbooks.overrides(connection, anna.workspace_id, "sv")
    (action,) = overrides.actions
    assert (action.key, action.pillar, action.review_weeks) == ("friday_demo", "win_rate", 4)
    assert english["friday_demo"].title == "Friday demo"
    assert (swedish["friday_demo"].title, swedish["friday_demo"].link) == ("Fredagsdemo", "https://example.com/a")
    playbooks.change(anna, lambda now: without_action(now, "friday_demo"))
    assert playbooks.current(anna).playbook == Playbook()


def test_weeks_until_a_review_change_the_usual_ones_only() -> None:
    overrides = overrides_of(Playbook(review_weeks=6))
    usual = {rule.key for rule in RULES if rule.review_weeks == 4 and rule.kind == "action"}
    assert overrides.review_weeks == dict.fromkeys(usual, 6)
    assert "design_meeting" not in overrides.review_weeks  # it waits eight weeks for a reason
    assert overrides_of(Playbook()).review_weeks == {}


def test_two_admins_who_change_different_things(playbooks: Playbooks, anna: Person) -> None:
    both_saw: tuple[str, ...] = ("email_segment",)
    playbooks.change(anna, 'off = ["email_segment"]')
    playbooks.change(anna, lambda now: with_rules(now, both_saw, ("email_segment", "next_step"), 5))
    playbooks.change(anna, lambda now: with_rules(now, both_saw, (), None))
    found = playbooks.current(anna).playbook
    assert (found.off, found.review_weeks) == (("next_step",), 5)


def test_who_wrote_which_version_and_when_is_kept(
    playbooks: Playbooks, database: Database, anna: Person, clock: StandingClock
) -> None:
    playbooks.change(anna, "# Ours.\nreview_weeks = 6")
    clock.advance(days=1)
    playbooks.use(anna.workspace_id, "review_weeks = 8")
    playbooks.change(anna, lambda now: values_of(now))  # nothing is otherwise: no version
    with database.read() as connection:
        found = newest_playbooks(connection, anna.workspace_id, 10)
    assert [(v.at, v.by, v.toml) for v in found] == [
        (clock(), None, "review_weeks = 8"),
        (NOW, "Anna Falk", "# Ours.\nreview_weeks = 6"),
    ]


def test_a_version_that_makes_no_sense_any_more_gives_way_to_the_one_before(
    playbooks: Playbooks, database: Database, anna: Person
) -> None:
    playbooks.change(anna, "review_weeks = 6")
    with database.write() as connection:  # as an older program wrote it, which knew another rule
        add_playbook(connection, anna.workspace_id, None, NOW, 'off = ["gone"]', {"off": ["gone"]})
    found = playbooks.current(anna)
    assert found.playbook.review_weeks == 6
    assert found.refused is not None
    assert found.refused.params["reason"] == "unknown_rule"


@pytest.mark.parametrize("role", [None, Role.MANAGER])
def test_others_are_told_whom_to_ask(
    playbooks: Playbooks, anna: Person, make_person: MakePerson, role: Role | None
) -> None:
    elin = make_person(role=role)
    for attempt in (lambda: playbooks.current(elin), lambda: playbooks.change(elin, "review_weeks = 6")):
        with pytest.raises(errors.NotAllowed) as raised:
            attempt()
        assert raised.value.params == {"what": "playbook", "who": "Anna Falk"}
    assert playbooks.current(anna).at is None


def test_another_workspace_keeps_its_own(playbooks: Playbooks, anna: Person, make_person: MakePerson) -> None:
    far = make_person(team="T0FAR", role=Role.ADMIN)
    playbooks.change(anna, "review_weeks = 6")
    assert playbooks.current(far).playbook == Playbook()


def test_another_process_s_change_is_seen_in_a_while_and_one_s_own_at_once(
    playbooks: Playbooks, database: Database, clock: StandingClock, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.read() as connection:
        assert playbooks.overrides(connection, anna.workspace_id)[0].off == frozenset()
    Playbooks(database, clock).change(anna, 'off = ["next_step"]')
    now = playbooks._known[anna.workspace_id][0]
    monkeypatch.setattr("time.monotonic", lambda: now + 4.9)
    with database.read() as connection:
        assert playbooks.overrides(connection, anna.workspace_id)[0].off == frozenset()
    monkeypatch.setattr("time.monotonic", lambda: now + 5.1)
    with database.read() as connection:
        assert playbooks.overrides(connection, anna.workspace_id)[0].off == {"next_step"}
    playbooks.change(anna, "")
    with database.read() as connection:
        assert playbooks.overrides(connection, anna.workspace_id)[0].off == frozenset()


@pytest.mark.parametrize(
    ("title", "used", "key"),
    [
        ("Friday demo", (), "friday_demo"),
        ("Friday demo", ("friday_demo",), "friday_demo_2"),
        ("Åka ut!", (), "aka_ut"),
        ("10 calls", (), "action_10_calls"),
        ("演示", (), "action"),
        ("x" * 60, (), "x" * 36),
    ],
)
def test_keys_are_made_of_titles(title: str, used: tuple[str, ...], key: str) -> None:
    assert key_for(title, used) == key


def test_every_playbook_that_a_form_makes_is_a_file_too() -> None:
    values = with_action(Playbook(off=("next_step",)), ACTION, known_rules())
    text = to_toml(check(to_toml(Playbook.model_validate(values))))
    assert 'key = "friday_demo"' in text
    assert 'off = ["next_step"]' in text
