"""Retention: how long each record is kept, and its end. Start reading at `destroying.run`."""
