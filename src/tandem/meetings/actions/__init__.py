"""Writes of a meeting: planned, its agenda made, held, closed. Each is one function, by somebody who leads it."""
