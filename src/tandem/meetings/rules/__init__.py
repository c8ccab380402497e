"""Decisions about a meeting: facts in, answer with reasons out; no database and no clock."""
