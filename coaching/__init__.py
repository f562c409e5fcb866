"""The coach's rules: from the figures of `pillars` to a few well-founded actions. Keys and numbers, no sentences."""
