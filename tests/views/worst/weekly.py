"""Weekly messages, wins and boards, with the worst data."""

from bot.views import (
    boards,
    sharing_form,
    weekly,
    weekly_digest,
    weekly_settings,
    wins,
)
from tests.views.worst import coaching as coached
from tests.views.worst import values as worst
from tests.views.worst.call import call, currency, flags, metadata

WEEKLY = (
    call(weekly.letter, letter=coached.letters, agenda=coached.agendas, own=coached.own),
    call(weekly.week, last=coached.last_weeks, currency=currency),
    call(weekly.compared_line, scores=worst.pillar_scores, pillar=worst.pillars, currency=currency),
    call(weekly_digest.digest, digest=coached.digests, lines=coached.team_lines, own=coached.own),
    call(weekly_settings.home_blocks, choice=coached.weekly_choices, sees_everyone=flags),
    call(weekly_settings.state, choice=coached.weekly_choices),
    call(weekly_settings.when, choice=coached.weekly_choices),
    call(weekly_settings.footer),
    call(weekly_settings.changed, choice=coached.weekly_choices),
    call(weekly_settings.modal, choice=coached.weekly_choices, today=worst.days, metadata=metadata),
    call(wins.win, win=coached.a_win, shows=lambda a: [a["win"].deal.rep_name]),
    call(wins.gathered, wins=coached.many_wins, shows=lambda a: [a["wins"][0].deal.rep_name]),
    call(boards.board, board=coached.boards, shows=lambda a: [line.name for line in a["board"].lines]),
    call(boards.place, place=coached.places),
    call(boards.chosen, joins=flags),
    call(boards.home_blocks, takes_part=flags),
    call(sharing_form.modal, sharing=coached.sharings, metadata=metadata),
    call(sharing_form.changed, sharing=coached.sharings),
    call(sharing_form.lines, sharing=coached.sharings),
)
