"""Sharing: what may go from whom to whom, on which ground; the standard and the gate."""
