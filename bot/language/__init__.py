"""What people write, in Swedish and English: commands, amounts, dates and periods. Pure: no clock, no Slack, no SQL."""

from bot.language.amounts import parse_amount
from bot.language.coach_command import parse_coach
from bot.language.commands import (
    KEEP,
    LIMITS,
    Changes,
    DealCommand,
    Delete,
    Edit,
    Export,
    Form,
    Help,
    Import,
    List,
    Mine,
    PillarsCommand,
    PillarsHelp,
    Record,
    Rep,
    Team,
    Undo,
    Unsaid,
)
from bot.language.currencies import exponent
from bot.language.dates import parse_date
from bot.language.deal_command import parse_deal
from bot.language.examples import HELP_EXAMPLES, PILLARS_EXAMPLES
from bot.language.options import loss_reason
from bot.language.periods import default_window, parse_period
from bot.language.pillars_command import parse_pillars
from bot.language.slack_text import clean, escape, unescape
from bot.language.words import LOSS_REASONS, LossReason

__all__ = [
    "HELP_EXAMPLES",
    "KEEP",
    "LIMITS",
    "LOSS_REASONS",
    "PILLARS_EXAMPLES",
    "Changes",
    "DealCommand",
    "Delete",
    "Edit",
    "Export",
    "Form",
    "Help",
    "Import",
    "List",
    "LossReason",
    "Mine",
    "PillarsCommand",
    "PillarsHelp",
    "Record",
    "Rep",
    "Team",
    "Undo",
    "Unsaid",
    "clean",
    "default_window",
    "escape",
    "exponent",
    "loss_reason",
    "parse_amount",
    "parse_coach",
    "parse_date",
    "parse_deal",
    "parse_period",
    "parse_pillars",
    "unescape",
]
