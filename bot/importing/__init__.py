"""From whatever file to deals: CSV and workbooks, exports of known systems and spreadsheets, in Swedish and English.

`inspect` looks at the whole file and says what it found and what it must ask; `read` then gives the deals, a chunk at
a time, and each line that is none with its reason. Pure but for reading the file: no Slack, no SQL, no clock.
"""

from bot.importing.amounts import DecimalMark
from bot.importing.dates import Order
from bot.importing.fields import FIELDS, System
from bot.importing.inspecting import inspect
from bot.importing.mapping import Mapping
from bot.importing.outcome import Outcome
from bot.importing.plan import CONTENT, Chunk, Notice, Plan, Question, Rejected, StageFound
from bot.importing.reading import read

__all__ = [
    "CONTENT",
    "FIELDS",
    "Chunk",
    "DecimalMark",
    "Mapping",
    "Notice",
    "Order",
    "Outcome",
    "Plan",
    "Question",
    "Rejected",
    "StageFound",
    "System",
    "inspect",
    "read",
]
