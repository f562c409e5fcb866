"""The frozen values that cross rooms: services return them, views and listeners read them.

Money is whole minor units (öre, cents) with its currency; dates are plain dates in the rep's time zone. What most of
the app speaks of stands here; the values of one subject alone are read from its own module.
"""

from bot.values.deals import (
    Amount,
    Changed,
    Clash,
    Deal,
    DealPage,
    Deed,
    Details,
    Duplicate,
    Foreseen,
    Kind,
    Per,
    Score,
    Standing,
    Status,
    WhichDeal,
)
from bot.values.figures import (
    Card,
    Drift,
    GroupFigures,
    LeftOut,
    PillarScore,
    RepLine,
    Report,
    TrendPoint,
)
from bot.values.imports import (
    PastImport,
    UndoneImport,
)
from bot.values.people import (
    Person,
    Role,
    RoleChanged,
    RoleNamed,
)
from bot.values.yardstick import (
    HORIZON_MONTHS,
    Goal,
    GoalChange,
    GoalProgress,
    Goals,
    StartingPoint,
    Yardstick,
    YardstickChange,
)

__all__ = [
    "HORIZON_MONTHS",
    "Amount",
    "Card",
    "Changed",
    "Clash",
    "Deal",
    "DealPage",
    "Deed",
    "Details",
    "Drift",
    "Duplicate",
    "Foreseen",
    "Goal",
    "GoalChange",
    "GoalProgress",
    "Goals",
    "GroupFigures",
    "Kind",
    "LeftOut",
    "PastImport",
    "Per",
    "Person",
    "PillarScore",
    "RepLine",
    "Report",
    "Role",
    "RoleChanged",
    "RoleNamed",
    "Score",
    "Standing",
    "StartingPoint",
    "Status",
    "TrendPoint",
    "UndoneImport",
    "WhichDeal",
    "Yardstick",
    "YardstickChange",
]
