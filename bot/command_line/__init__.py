"""The commands of `sales-coach`, beside those that start it."""
