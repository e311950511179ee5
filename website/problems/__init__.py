"""The problem that pauses a schedule, with the buttons that help."""
