"""Slow drifts noticed early: a sequential test for each pillar, fed week by week, for all groups at once.

`weekly` cuts the deals into weeks, `ripening` finds what open deals tell, `teams` what colleagues tell, `evidence`
weighs a change against none, `chart` does so for each pillar, `thresholds` says how much evidence it takes, and
`drifts` tells.
"""

from pillars.drift.drifts import DIRECTIONS, Direction, drifts

__all__ = ["DIRECTIONS", "Direction", "drifts"]
