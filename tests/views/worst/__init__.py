"""Every public function of the views, with the worst that it can be called with: the list that `test_worst` goes by.

A new view has a line in one of these modules, or stands in `NOT_DRAWN` with what holds it instead; a test says so
where it does not.
"""

from collections.abc import Mapping

from tests.views.worst.coach import COACH
from tests.views.worst.deals import DEALS
from tests.views.worst.figures import FIGURES
from tests.views.worst.files import FILES
from tests.views.worst.tabs import TABS
from tests.views.worst.weekly import WEEKLY

CALLS = (*DEALS, *FIGURES, *COACH, *WEEKLY, *TABS, *FILES)

TOOLS = "a tool that views are made with: what they make is drawn"
A_FILE = "a file, not Slack: held by tests/services and tests/command_line"
NOT_DRAWN: Mapping[str, str] = {
    "message": TOOLS,
    "fast_blocks": TOOLS,
    "reports": A_FILE,
    "card_lines.known": TOOLS,
    "card_lines.is_empty": TOOLS,
    "coach_follow_up.said": TOOLS,
    "coach_words.habit_of": TOOLS,
    "coach_words.tells": TOOLS,
    "coach_words.trigger": "drawn with every signal's figures in tests/views/test_coach.py, and in coach.plan here",
    "deal_form.draft_of": "drawn in deal_form.modal",
    "deal_lines.outcome_of": TOOLS,
    "playbook.groups": "drawn in playbook.modal",
    "gain_lines.carried": TOOLS,
    "home.answer": TOOLS,
    "home.answer_at": TOOLS,
    "import_files.left_out_name": A_FILE,
    "import_files.left_out_rows": A_FILE,
    "import_words": "drawn in import_preview.preview and reason; the questions by tests/command_line",
    "rounding": TOOLS,
    "sheet.fits": TOOLS,
    "verdict_lines.tells": TOOLS,
    "verdict_words.in_sight": TOOLS,
    "verdict_words.points_elsewhere": TOOLS,
    "weekly.composed": "drawn in weekly.letter and weekly_digest.digest",
    "weekly_digest.praised": "drawn in weekly_digest.digest",
}
