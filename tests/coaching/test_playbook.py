"""The team's own playbook: what is read, what is refused and with which line."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.playbook import LARGEST, OwnAction, Playbook, PlaybookError, Range, Texts, build, parse, to_toml
from coaching.toml_lines import lines_of

KNOWN = {
    "account_selection": {"small_share": Range(0.3, 0.9), "least_orders": Range(5, 50, whole=True)},
    "design_meeting": {"slower": Range(0.05, 0.5)},
    "same_yardstick": dict[str, Range](),
}

ACTION = """\
[[actions]]
key = "friday_demo"
pillar = "win_rate"
link = "https://wiki.example.com/demo"

[actions.sv]
title = "Demo på fredag"
question = "Vem hos kunden har aldrig sett oss arbeta?"
action = "Bjud in kunden till fredagens demo."
habit = "Inbjudna kunder i veckan"

[actions.en]
title = "Friday demo"
question = "Who at the customer has never seen us work?"
action = "Invite the customer to Friday's demo."
habit = "Customers invited a week"
"""

WHOLE = f"""\
# Ours since May.
review_weeks = 6
off = ["same_yardstick"]

[thresholds.account_selection]
small_share = 0.6
least_orders = 10

{ACTION}"""


def refused(text: str) -> PlaybookError:
    with pytest.raises(PlaybookError) as caught:
        parse(text, KNOWN)
    return caught.value


def test_a_whole_playbook() -> None:
    playbook = parse(WHOLE, KNOWN)
    assert (playbook.review_weeks, playbook.off) == (6, ("same_yardstick",))
    assert playbook.thresholds == {"account_selection": {"small_share": 0.6, "least_orders": 10}}
    (action,) = playbook.actions
    assert (action.key, action.pillar, action.link) == ("friday_demo", "win_rate", "https://wiki.example.com/demo")
    assert (action.texts("sv").title, action.texts("en").title) == ("Demo på fredag", "Friday demo")


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "\ufeff", "[thresholds]\n"])
def test_an_empty_playbook_changes_nothing(text: str) -> None:
    assert parse(text, KNOWN) == Playbook()


def test_line_ends_of_windows() -> None:
    assert parse(WHOLE.replace("\n", "\r\n"), KNOWN) == parse(WHOLE, KNOWN)
    assert refused(WHOLE.replace("0.6", "6.0").replace("\n", "\r\n")).line == 6


WRONG: list[tuple[str, str, int, dict[str, Any]]] = [
    # syntax
    ("review_weeks = 6\noff = [", "not_toml", 2, {}),
    ("review_weeks 6", "not_toml", 1, {"value": "review_weeks 6"}),
    ("\n\noff = ['same_yardstick\n", "not_toml", 3, {}),
    ("[thresholds\n", "not_toml", 1, {}),
    ("review_weeks = 0006\n", "not_toml", 1, {}),
    ("a = 1\x00", "not_toml", 1, {}),
    ("review_weeks = " + "9" * 5000, "not_toml", 1, {}),
    ("off = " + "[" * 20_000, "not_toml", 1, {}),
    ("review_weeks = 6\nreview_weeks = 7\n", "said_twice", 2, {}),
    ("[thresholds.design_meeting]\nslower = 0.2\n[thresholds.design_meeting]\n", "said_twice", 3, {}),
    ("#" * (LARGEST + 1), "too_large", 0, {"longest": LARGEST}),
    ("x" * 1_000_000, "too_large", 0, {}),
    # names
    ("review_weeks = 6\nreviews = 3\n", "unknown_key", 2, {"field": "reviews", "value": "reviews"}),
    ("[threshold.design_meeting]\nslower = 0.2\n", "unknown_key", 1, {"value": "threshold"}),
    ('off = ["cold_calls"]', "unknown_rule", 1, {"value": "cold_calls", "options": tuple(KNOWN)}),
    ('off = [\n  "same_yardstick",\n  "cold_calls",\n]', "unknown_rule", 3, {"field": "off.2"}),
    ('off = ["design_meeting", "design_meeting"]', "duplicate_key", 1, {"value": "design_meeting"}),
    ("[thresholds.cold_calls]\nslower = 0.2\n", "unknown_rule", 1, {"value": "cold_calls"}),
    ("\n[thresholds.design_meeting]\nfaster = 0.2\n", "unknown_threshold", 3, {"options": ("slower",)}),
    ("[thresholds]\ndesign_meeting.faster = 0.2\n", "unknown_threshold", 2, {"value": "faster"}),
    ("thresholds = { design_meeting = { faster = 0.2 } }\n", "unknown_threshold", 1, {}),
    ("[thresholds.same_yardstick]\nshare = 1\n", "unknown_threshold", 2, {"options": ()}),
    # numbers
    ("[thresholds.design_meeting]\n# why\nslower = 0.51\n", "out_of_range", 3, {"low": 0.05, "high": 0.5}),
    ("[thresholds.design_meeting]\nslower = nan\n", "out_of_range", 2, {}),
    ("[thresholds.design_meeting]\nslower = inf\n", "out_of_range", 2, {}),
    ("[thresholds.design_meeting]\nslower = -0.1\n", "out_of_range", 2, {"value": "-0.1"}),
    ("[thresholds.account_selection]\nleast_orders = 7.5\n", "not_whole", 2, {"value": "7.5"}),
    ('[thresholds.design_meeting]\nslower = "0.2"\n', "not_a_number", 2, {"field": "thresholds.design_meeting.slower"}),
    ("[thresholds.design_meeting]\nslower = true\n", "not_a_number", 2, {}),
    ("[thresholds.design_meeting]\nslower = 2026-01-01\n", "not_a_number", 2, {}),
    ("review_weeks = 0", "out_of_range", 1, {"low": 1, "high": 26}),
    ("off = []\nreview_weeks = 27", "out_of_range", 2, {"value": "27"}),
    ("review_weeks = 4.5", "not_a_number", 1, {}),
    ('review_weeks = "four"', "not_a_number", 1, {"value": "four"}),
    # kinds
    ('off = "design_meeting"', "wrong_type", 1, {"field": "off"}),
    ("off = [1]", "wrong_type", 1, {"field": "off.1"}),
    ("thresholds = 3", "wrong_type", 1, {}),
    ("\n[thresholds]\ndesign_meeting = 3", "wrong_type", 3, {}),
    ("actions = 3", "wrong_type", 1, {}),
    ("\n[actions]\nkey = 'x'", "wrong_type", 2, {}),
    # actions
    (ACTION.replace('pillar = "win_rate"', 'pillar = "margin"'), "unknown_pillar", 3, {"value": "margin"}),
    (ACTION.replace('pillar = "win_rate"', "pillar = 3"), "wrong_type", 3, {}),
    (ACTION.replace('pillar = "win_rate"\n', ""), "missing", 1, {"field": "actions.1.pillar"}),
    (ACTION.replace('"friday_demo"', '"Friday demo"'), "bad_key", 2, {"value": "Friday demo"}),
    (ACTION.replace('"friday_demo"', '"design_meeting"'), "key_taken", 2, {"value": "design_meeting"}),
    (ACTION + "\n" + ACTION, "duplicate_key", 19, {"field": "actions.2.key", "value": "friday_demo"}),
    (ACTION[: ACTION.index("[actions.en]")], "missing_language", 1, {"field": "actions.1.en"}),
    (ACTION.replace("[actions.sv]", "[actions.se]"), "missing_language", 1, {"field": "actions.1.sv"}),
    (ACTION.replace('habit = "Customers invited a week"\n', ""), "missing", 12, {"field": "actions.1.en.habit"}),
    (ACTION.replace("Friday demo", "F" * 61), "too_long", 13, {"longest": 60, "field": "actions.1.en.title"}),
    (ACTION.replace("Bjud in", "B" * 300), "too_long", 9, {"longest": 300}),
    (ACTION.replace("Friday demo", "  "), "empty", 13, {}),
    (ACTION.replace('"Friday demo"', '"""Friday\ndemo"""'), "line_break", 13, {}),
    (ACTION.replace("Friday demo", "Friday\\u202Edemo"), "line_break", 13, {}),
    (ACTION.replace('"Friday demo"', "['Friday demo']"), "wrong_type", 13, {"value": "list"}),
    (ACTION + 'owner = "Maria"\n', "unknown_key", 17, {"field": "actions.1.en.owner"}),
    (ACTION.replace("https://", "http://"), "not_https", 4, {"value": "http://wiki.example.com/demo"}),
    (ACTION.replace("https://wiki.example.com/demo", "javascript:alert(1)"), "not_https", 4, {}),
    (ACTION.replace("https://wiki.example.com/demo", "https://"), "not_https", 4, {}),
    (ACTION.replace("https://wiki.example.com/demo", "https://[wiki"), "not_https", 4, {}),
    (ACTION.replace("https://wiki.example.com/demo", "https://a.se/|<!channel>"), "not_https", 4, {}),
    (ACTION.replace("https://wiki.example.com/demo", "https://me:secret@wiki.example.com"), "not_https", 4, {}),
    (ACTION.replace("/demo", "/" + "d" * 500), "too_long", 4, {"longest": 500}),
]


@pytest.mark.parametrize(("text", "key", "line", "params"), WRONG, ids=lambda value: str(value)[:30])
def test_a_wrong_playbook_is_refused_with_its_line(text: str, key: str, line: int, params: dict[str, Any]) -> None:
    error = refused(text)
    assert (error.key, error.line) == (key, line)
    assert {name: error.params[name] for name in params} == params
    assert len(error.params["value"]) <= 60


def test_too_many_actions() -> None:
    text = "\n".join(ACTION.replace("friday_demo", f"demo_{number}") for number in range(31))
    assert (refused(text).key, refused(text).params["longest"]) == ("too_many", 30)


def test_the_first_wrong_line_is_told() -> None:
    wrong_twice = WHOLE.replace("review_weeks = 6", "review_weeks = 60").replace("https:", "http:")
    assert (refused(wrong_twice).key, refused(wrong_twice).line) == ("out_of_range", 2)


def test_ends_of_ranges_are_allowed() -> None:
    text = "review_weeks = 26\n[thresholds.account_selection]\nsmall_share = 0.9\nleast_orders = 5.0\n"
    assert parse(text, KNOWN).thresholds["account_selection"] == {"small_share": 0.9, "least_orders": 5.0}


def test_a_form_is_refused_without_a_line() -> None:
    with pytest.raises(PlaybookError) as caught:
        build({"thresholds": {"design_meeting": {"slower": 2}}}, KNOWN)
    assert (caught.value.key, caught.value.line) == ("out_of_range", 0)
    assert caught.value.params["field"] == "thresholds.design_meeting.slower"


def test_a_playbook_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Playbook().review_weeks = 3  # type: ignore[misc]


def test_lines_through_strings_comments_and_brackets() -> None:
    text = '''\
a = """
[not.a.table] # no comment
b = 1
""" # a comment with [ and "
"c d".e = [ # [
  1,
  "x]", { f = 2 },
]
[[g]]
h = 'a"b'
[[g]]
  [g.i]
  j = 3
'''
    lines = lines_of(text)
    assert lines["a",] == 1
    assert lines["c d", "e"] == 5
    assert lines["c d", "e", 1] == 7
    assert [lines["g", 0], lines["g", 0, "h"], lines["g", 1], lines["g", 1, "i"], lines["g", 1, "i", "j"]] == [
        9, 10, 11, 12, 13,
    ]  # fmt: skip
    assert ("b",) not in lines


def words(longest: int) -> st.SearchStrategy[str]:
    letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp"))
    return st.text(letters, min_size=1, max_size=longest).map(str.strip).filter(bool)


TEXTS = st.builds(Texts, title=words(60), question=words(300), action=words(300), habit=words(300))
ACTIONS = st.builds(
    OwnAction,
    key=st.from_regex(r"own_[a-z0-9_]{0,20}", fullmatch=True),
    pillar=st.sampled_from(["win_rate", "order_value", "time_to_close", "opportunities"]),
    sv=TEXTS,
    en=TEXTS,
    link=st.none() | st.just("https://wiki.example.com/åäö?q=1#del"),
)
PLAYBOOKS = st.builds(
    Playbook,
    review_weeks=st.integers(1, 26),
    off=st.lists(st.sampled_from(sorted(KNOWN)), unique=True).map(tuple),
    thresholds=st.fixed_dictionaries(
        {},
        optional={
            "account_selection": st.fixed_dictionaries(
                {}, optional={"small_share": st.floats(0.3, 0.9), "least_orders": st.integers(5, 50)}
            ),
            "design_meeting": st.fixed_dictionaries({"slower": st.floats(0.05, 0.5)}),
        },
    ),
    actions=st.lists(ACTIONS, max_size=3, unique_by=lambda action: action.key).map(tuple),
)


@given(PLAYBOOKS)
def test_what_is_written_is_read_back(playbook: Playbook) -> None:
    assert parse(to_toml(playbook), KNOWN) == playbook


@given(st.text(max_size=60), st.integers(0, len(WHOLE)), st.integers(0, 40))
def test_a_damaged_file_is_read_or_refused_with_a_line_of_it(noise: str, at: int, cut: int) -> None:
    damaged = WHOLE[:at] + noise + WHOLE[at + cut :]
    line = 1
    try:
        parse(damaged, KNOWN)
    except PlaybookError as error:
        line = error.line
    assert 1 <= line <= damaged.count("\n") + 1
