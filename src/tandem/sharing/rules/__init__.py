"""Decisions about sharing: facts in, verdict with reasons out. No Django, no clock, no file."""
