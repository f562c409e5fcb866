"""What stands behind a plain sentence: what was done last, which it may take back."""

from dataclasses import dataclass

from bot.values.deals import Deal, Deed


@dataclass(frozen=True, slots=True)
class LastDone:
    """The person's last change that still stands, `deal` as it is now. `change_id` is what a button takes back."""

    deed: Deed
    deal: Deal
    change_id: int
