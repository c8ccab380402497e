"""Meetings about cases. Start reading at `rules.screen.on_screen`."""
