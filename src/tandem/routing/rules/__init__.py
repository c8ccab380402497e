"""Decisions of the one desk: facts in, an answer with reasons out."""
