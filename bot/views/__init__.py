"""What people see: frozen values in, Slack's blocks out. Pure: no Slack client, no database, no services."""
