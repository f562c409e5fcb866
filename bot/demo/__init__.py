"""The demo: a local Slack, a sales team with eighteen months behind it, and the unchanged app between them."""
