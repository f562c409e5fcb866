"""Sales Coach: the app. All that touches Slack, SQL, the clock or the network lives here."""
