"""The amounts of a chunk: cells of an amount, its currency and how often it is paid → columns of the frame."""

from collections import Counter
from collections.abc import Sequence
from itertools import repeat

import numpy as np
import pandas as pd

from bot.importing import amounts, units
from bot.importing.cells import Memo, Problems, strings, texts_of
from bot.importing.plan import Cell, Plan, as_text
from bot.language.amounts import LARGEST
from bot.language.currencies import exponent
from bot.values import Per

Cells = tuple[Cell, str, str]  # amount, currency, period
# Whole minor units of the plan's currency, paid once, where there is nothing else to say; None: not stated.
Brief = int | amounts.Money | None


class MoneyReader:
    """Reads the amounts of a plan's file."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.style = plan.amount or amounts.Style()
        self.quick = self.style.unit == units.PLAIN and exponent(plan.currency) == 2
        self.plain_amounts = Memo(self._plain_amount)
        self.amounts: Memo[Cells, Brief] = Memo(lambda cells: self._brief(self._amount(cells)))
        self.minors: Memo[Cells, Brief] = Memo(lambda cells: self._brief(self._minor(cells)))

    def columns(
        self, values: dict[str, Sequence[Cell]], count: int, problems: Problems, notes: Counter[str]
    ) -> dict[str, object]:
        """The columns amount, currency and per. What cannot be read goes to `problems`."""
        exact = "amount_minor" in values
        cells = values.get("amount_minor" if exact else "amount", [""] * count)
        own = self.plan.currency
        currencies = texts_of(values["currency"]) if "currency" in values else []
        often = texts_of(values["per"]) if "per" in values else []
        if not exact and not often and {*currencies} <= {"", own}:
            money = self.plain_amounts.all(cells)
        else:
            keys = zip(cells, currencies or repeat("", count), often or repeat("", count), strict=True)
            money = (self.minors if exact else self.amounts).all(list(keys))
        codes: list[str | None] = [None if one is None else own for one in money]
        pers: list[str | None] = [None] * count
        if amounts.Money in {*map(type, money)}:
            for row, one in enumerate(money):
                if isinstance(one, amounts.Money):
                    money[row], codes[row], pers[row] = one.minor, one.currency, one.per and one.per.value
                    notes["rounded"] += one.rounded
                    if one.problem:
                        name = {"c": "currency", "p": "per"}.get(one.problem[0], "amount_minor" if exact else "amount")
                        problems.add_one(row, one.problem, name if name in values else "amount")
        unstated = np.array([one is None for one in money], dtype=bool)
        minor = np.array([one or 0 for one in money], dtype=np.int64)
        return {
            "amount": pd.arrays.IntegerArray(minor, unstated),
            "currency": strings(codes),
            "per": strings(pers),
        }

    def one(self, cells: Cells) -> amounts.Money:
        """A single row's amount."""
        return (self._minor if "amount_minor" in self.plan.columns else self._amount)(cells)

    def _amount(self, cells: Cells) -> amounts.Money:
        amount, currency, per = cells
        stated = amount if isinstance(amount, str | int | float) else as_text(amount)
        money = self.style.read(stated, currency, self.plan.currency)
        if not per or money.minor is None:
            return money
        often = units.period_of(per)
        if often == "unknown":
            return amounts.Money(None, problem="per_not_understood")
        told = often if isinstance(often, Per) else None
        if money.per is not None and told != money.per:
            return amounts.Money(None, problem="per_contradicts")
        return money._replace(per=told)

    def _plain_amount(self, cell: Cell) -> Brief:
        """As `_amount`, for the usual case that the workspace's currency and no period is meant."""
        if self.quick and type(cell) is str and (simple := amounts.SIMPLE.fullmatch(cell)):
            return int(simple[1] + (simple[3] or "").ljust(2, "0"))
        return self._brief(self._amount((cell, "", "")))

    def _brief(self, money: amounts.Money) -> Brief:
        """Just the minor units where there is nothing else to say."""
        brief = not money.problem and not money.rounded and money.per is None
        return money.minor if brief and money.currency in (None, self.plan.currency) else money

    def _minor(self, cells: Cells) -> amounts.Money:
        amount, currency, per = cells
        text = as_text(amount).strip()
        if text and not (text.isascii() and text.isdigit() and len(text) < 20):
            return amounts.Money(None, problem="amount_not_understood")
        money = self._amount(("0" if text else "", currency, per))
        if money.minor is None:
            return money
        if int(text) > LARGEST * 10 ** exponent(money.currency or ""):
            return amounts.Money(None, problem="amount_out_of_range")
        return money._replace(minor=int(text))
