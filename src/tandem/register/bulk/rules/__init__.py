"""Judging a file: cells, rows, rows against each other. Facts in, report with reasons out; no database, no clock."""
