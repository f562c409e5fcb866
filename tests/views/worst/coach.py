"""The coach and the playbook, with the worst data."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from bot.texts import escape
from bot.values.commitment import Answer
from bot.views import (
    check_ins,
    coach,
    coach_follow_up,
    coach_standing,
    coach_words,
    playbook,
    problems,
)
from tests.views.examples import SV
from tests.views.test_problems import EXAMPLES as PROBLEMS
from tests.views.worst import coaching as coached
from tests.views.worst import values as worst
from tests.views.worst.call import VALUED, call, currency, flags, metadata

_committed: dict[str, Any] = {"rule": coached.rules, "own": coached.own}
_running: dict[str, Any] = {"commitment": coached.commitments, "own": coached.own}
_id = st.just(2**62)
_answered_weeks = st.builds(
    lambda commitment, week, answer: (replace(commitment, answers={**commitment.answers, week: answer}), week),
    coached.commitments,
    worst.days,
    st.sampled_from(Answer),
)
_letter_rows = st.just(
    [{"type": "divider", "block_id": "ways"}, {"type": "divider", "block_id": f"letter:49:check:{2**62}"}]
)

COACH = (
    call(
        coach.plan,
        plan=coached.plans,
        currency=currency,
        own=coached.own,
        running=coached.running,
        team_pending=flags,
    ),
    call(coach.why, plan=coached.plans, currency=currency, own=coached.own, rule=st.none() | coached.rules),
    call(coach.effect, effect=st.none() | coached.effects),
    call(coach.rule_named, plan=coached.plans, words=worst.names, own=coached.own),
    call(coach.help),
    call(coach_follow_up.committed, commitment=_id, review_on=worst.days, shared=flags, **_committed),
    call(coach_follow_up.sharing_button, commitment=coached.commitments),
    call(coach_follow_up.declined, until=st.none() | worst.days, **_committed),
    call(coach_follow_up.at_most_two),
    call(coach_follow_up.none_running),
    call(coach_follow_up.review_moved, review_on=worst.days, **_committed),
    call(coach_follow_up.sharing, commitment=_id, shared=flags, **_committed),
    call(
        coach_follow_up.verdict,
        commitment=_id,
        pillar=st.none() | worst.pillars,
        found=coached.found,
        next_step=st.sampled_from(["continue", "change", "celebrate"]),
        currency=currency,
        kept=worst.counts,
        asked=worst.counts,
        **_committed,
    ),
    call(
        coach_follow_up.baseline_words,
        {("pillar", "level"): worst.pillar_with_known_value},
        sample=worst.counts,
        currency=currency,
    ),
    call(coach_follow_up.team, lines=coached.team_lines, own=coached.own, sees_everyone=flags),
    call(coach_standing.line, **_running),
    call(
        coach_standing.under_way,
        running=coached.running,
        week=worst.days,
        today=worst.days,
        own=coached.own,
        again=st.none() | _id,
    ),
    call(check_ins.key, commitment=coached.commitments),
    call(check_ins.value, commitment=coached.commitments, week=worst.days),
    call(check_ins.row, commitment=coached.commitments, week=worst.days),
    call(check_ins.answered, {("commitment", "week"): _answered_weeks}),
    call(check_ins.noted, commitment=coached.commitments, answer=st.sampled_from(Answer)),
    call(check_ins.has_row, blocks=_letter_rows, commitment=coached.commitments),
    call(
        check_ins.in_letter,
        {("of", "week"): _answered_weeks.map(lambda one: (lambda _: one[0], one[1]))},
        blocks=_letter_rows,
        again=st.none() | _id,
    ),
    call(
        coach_standing.skip,
        running=coached.running,
        rules=st.lists(coached.rules, max_size=3),
        week=worst.days,
        own=coached.own,
    ),
    call(coach_standing.blocks, running=coached.running, week=worst.days, today=worst.days, own=coached.own),
    call(coach_standing.ended, **_running),
    call(coach_standing.resumed, **_running),
    call(coach_standing.heeded, **_committed),
    call(coach_standing.history, all_of_them=coached.histories, own=coached.own),
    call(coach_standing.verdict_words, commitment=coached.commitments),
    call(coach_words.rule_text, **_committed),
    call(
        coach_words.with_sample,
        {VALUED: worst.pillar_with_known_value},
        sample=worst.counts,
        currency=currency,
    ),
    call(coach_words.change, ratio=worst.ratios),
    call(
        playbook.modal,
        playbook=coached.playbooks,
        own=st.just(coached.EVERY_OWN),
        metadata=metadata,
        said=st.none() | worst.names.map(escape),
    ),
    call(playbook.limits_modal, key=coached.rules_with_limits, changed=st.just({}), metadata=metadata),
    call(playbook.action_modal, metadata=metadata),
    call(playbook.changes, before=coached.playbooks, after=coached.playbooks, own=st.just(coached.EVERY_OWN)),
    call(playbook.saved, before=coached.playbooks, after=coached.playbooks, own=st.just(coached.EVERY_OWN)),
    call(playbook.changed, before=coached.playbooks, after=coached.playbooks, own=st.just(coached.EVERY_OWN)),
    call(
        playbook.refused_since, sentence=st.sampled_from(PROBLEMS).map(lambda problem: problems.sentence(SV, problem))
    ),
)
