"""Cards, charts, goals and what is measured with, with the worst data."""

from hypothesis import strategies as st

from bot.values import (
    GoalChange,
    Goals,
    YardstickChange,
)
from bot.views import (
    card_lines,
    gain_lines,
    goals,
    pillar_chart,
    pillars,
    problems,
    rep_table,
    trend_chart,
    verdict_lines,
    verdict_words,
    yardstick,
)
from tests.views.test_problems import EXAMPLES as PROBLEMS
from tests.views.worst import coaching as coached
from tests.views.worst import values as worst
from tests.views.worst.call import SCORED, VALUED, call, currency, flags, metadata

FIGURES = (
    call(card_lines.value_of, {VALUED: worst.pillar_with_value}, currency=currency),
    call(card_lines.now, {SCORED: worst.pillar_with_score}, currency=currency),
    call(card_lines.beside, card=worst.cards),
    call(card_lines.pipeline, card=worst.cards),
    call(card_lines.velocity, card=worst.cards),
    call(card_lines.left_out, card=worst.cards),
    call(card_lines.conventions, card=worst.cards),
    call(card_lines.period, card=worst.cards),
    call(pillars.card, card=worst.cards),
    call(pillars.title, card=worst.cards, shows=lambda a: [None if a["card"].mine else a["card"].name]),
    call(pillars.fields, card=worst.cards),
    call(pillars.moves, card=worst.cards),
    call(pillars.help),
    call(verdict_lines.pillar_lines, card=worst.cards),
    call(verdict_lines.before, {SCORED: worst.pillar_with_score}, currency=currency),
    call(verdict_lines.team, {SCORED: worst.pillar_with_score}, currency=currency),
    call(
        verdict_words.verdict,
        pillar=worst.pillars,
        word=worst.verdicts,
        value=worst.shares,
        other=worst.shares,
        more=st.sampled_from([None, 1.0, 1e6]),
        sample=worst.counts,
    ),
    call(verdict_lines.season, card=worst.cards),
    call(verdict_lines.drifts, card=worst.cards),
    call(
        verdict_words.why_more,
        pillar=worst.pillars,
        more=st.sampled_from([None, 1.0, 1e6]),
        sample=worst.counts,
        days=st.just(91),
    ),
    call(gain_lines.lever, card=worst.cards),
    call(gain_lines.step, one=worst.levers, decided=worst.counts, currency=currency),
    call(gain_lines.change, card=worst.cards),
    call(
        gain_lines.attributed,
        moved=st.none() | worst.attributions,
        currency=currency,
        scores=worst.pillar_scores,
    ),
    call(verdict_lines.whose, card=worst.cards),
    call(verdict_lines.title, card=worst.cards),
    call(verdict_lines.why, card=worst.cards),
    call(verdict_lines.buttons, card=worst.cards),
    call(pillar_chart.message, card=worst.cards, pillar=worst.pillars),
    call(pillar_chart.chart, {("pillar", "points"): worst.pillar_with_points}, currency=currency, band=flags),
    call(pillar_chart.line, {("pillar", "points"): worst.pillar_with_points}, currency=currency),
    call(trend_chart.chart, card=worst.cards),
    call(trend_chart.words, card=worst.cards),
    call(trend_chart.labels_of, points=worst.trends.map(list)),
    call(rep_table.by_name, reps=worst.reps),
    call(rep_table.table, reps=worst.reps, currency=currency),
    call(rep_table.lines, reps=worst.reps, currency=currency, room=st.sampled_from([0, 2_000])),
    call(goals.level, goal=worst.goals),
    call(goals.progress_lines, card=worst.cards),
    call(
        goals.changed,
        change=worst.goals.flatmap(
            lambda goal: st.builds(
                GoalChange,
                st.just(goal.pillar),
                st.just(goal.team),
                st.none() | st.just(goal),
                st.none() | st.just(goal),
                st.sampled_from([0, 2**62]),
                st.sampled_from([0, 2**62]),
            )
        ),
    ),
    call(goals.removing, goal=worst.goals),
    call(
        goals.listing,
        goals=st.builds(Goals, *[st.lists(worst.goals, max_size=4, unique_by=lambda goal: goal.pillar).map(tuple)] * 2),
        card=worst.cards,
    ),
    call(yardstick.modal, yardstick=coached.yardsticks, metadata=metadata),
    call(yardstick.shown, yardstick=coached.yardsticks),
    call(yardstick.changed, change=st.builds(YardstickChange, coached.yardsticks, coached.yardsticks)),
    call(problems.sentence, problem=st.sampled_from(PROBLEMS)),
    call(problems.message, problem=st.sampled_from(PROBLEMS)),
    call(problems.surprise, reference=st.just("a1b2c3d4"), done=st.sampled_from([True, False, None])),
    call(problems.not_shown),
    call(problems.exactly, value=st.sampled_from([0.0, 0.35, 1e9])),
)
