"""Evidence: may we say that it changed, and that it differs from the team?

`standing` counts what each group did in a window, in sums that can be added and taken away; `team` makes of them the
rest of each group's team; `differences` says how far apart two standings are, pillar by pillar, and how sure that is;
`verdicts` turns that into better, worse, steady or too early, with an error that is promised for the whole card.
"""
