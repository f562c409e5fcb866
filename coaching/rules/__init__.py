"""The rules, one module per theme. Each is a small function of the facts; `coaching.catalogue.RULES` lists them all."""
