"""How high the sum of likelihood ratios has to rise before a drift is told.

Where nothing changes, the Shiryaev–Roberts sum less the number of weeks is a martingale, so that without overshoot it
takes A weeks on average to reach A (Pollak, 1987, Annals of Statistics 15:749–779). Weeks come whole, so the sum jumps
beyond its limit, the further the more a week tells: the limit can be lower. How much a week tells is its information in
nats, and on little else the limit depends: the same table serves all pillars, sizes and directions. It was made by
simulation (`benchmarks/delays.py` measures what comes of it) of reps in teams of eight whose baselines are estimated
from the weeks themselves, the first look included.
"""

import numpy as np

from pillars.columns import Figures, Integers

# Logarithms of the limits by information of a week, with 26 and with 52 candidate weeks. Two years pass on average
# until a false alarm of either side. A fall is worth hearing of sooner than a rise, so three of five false alarms may
# be falls: 173 weeks between false falls, 260 between false rises.
INFORMATION = (0.016, 0.026, 0.045, 0.08, 0.13, 0.22, 0.35, 0.55, 0.85, 1.2, 1.6)
CANDIDATES = (26, 52)
FALL = (
    (4.10, 4.21, 4.45, 4.65, 4.76, 4.81, 4.76, 4.65, 4.50, 4.26, 4.10),
    (4.90, 4.98, 5.13, 5.20, 5.19, 5.10, 4.99, 4.80, 4.58, 4.30, 4.13),
)
RISE = (
    (4.20, 4.36, 4.62, 4.87, 5.01, 5.10, 5.07, 5.00, 4.90, 4.64, 4.48),
    (5.06, 5.17, 5.33, 5.46, 5.48, 5.42, 5.34, 5.18, 5.00, 4.70, 4.50),
)


def thresholds(information: Figures, candidates: Integers) -> tuple[Figures, Figures]:
    """Logarithms of the limits, for a fall and for a rise, each of the shape of one row of `information`.

    `information` is (2, groups): of one week, in nats, against a fall and against a rise. `candidates` (groups,) is
    the number of weeks in which a change is looked for. Between the table's places the limit is interpolated on the
    logarithms, beyond its ends it is that of the end.
    """
    few = np.interp(np.log(np.maximum(candidates, 1)), np.log(CANDIDATES), (1.0, 0.0))
    places = np.log(np.maximum(information, INFORMATION[0]))
    fall, rise = (
        few * np.interp(place, np.log(INFORMATION), table[0])
        + (1 - few) * np.interp(place, np.log(INFORMATION), table[1])
        for place, table in zip(places, (FALL, RISE), strict=True)
    )
    return fall, rise
