"""The tables. Every row but a workspace's own belongs to one workspace; money is whole minor units.

Imported from here, whichever subject's module they stand in: so the metadata always knows every table.
"""

from bot.storage.models.base import Base, Id, Moment
from bot.storage.models.channels import BoardChoice, ChannelSetting, ChannelSettingChange, SharedWin
from bot.storage.models.coaching import CheckIn, Commitment, CommitmentChange, RuleSilence, TeamPlaybook
from bot.storage.models.customers import Customer, CustomerWord, LossReasonList
from bot.storage.models.deals import DailyTally, Deal, DealChange, KeptOpen, TagQuestion
from bot.storage.models.deliveries import Delivery, DeliveryLane, State, WeeklySetting
from bot.storage.models.errands import Errand
from bot.storage.models.events import HeardEvent
from bot.storage.models.figures import KeptBenchmark, TeamFigures, WeeklyBatch, WeeklyFigures
from bot.storage.models.files import FileImport
from bot.storage.models.goals import Goal
from bot.storage.models.imports import Import
from bot.storage.models.people import Installation, Member, RoleChange, SettingsChange, Workspace

__all__ = [
    "Base",
    "BoardChoice",
    "ChannelSetting",
    "ChannelSettingChange",
    "CheckIn",
    "Commitment",
    "CommitmentChange",
    "Customer",
    "CustomerWord",
    "DailyTally",
    "Deal",
    "DealChange",
    "Delivery",
    "DeliveryLane",
    "Errand",
    "FileImport",
    "Goal",
    "HeardEvent",
    "Id",
    "Import",
    "Installation",
    "KeptBenchmark",
    "KeptOpen",
    "LossReasonList",
    "Member",
    "Moment",
    "RoleChange",
    "RuleSilence",
    "SettingsChange",
    "SharedWin",
    "State",
    "TagQuestion",
    "TeamFigures",
    "TeamPlaybook",
    "WeeklyBatch",
    "WeeklyFigures",
    "WeeklySetting",
    "Workspace",
]
