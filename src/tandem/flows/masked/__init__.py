"""What can be said about masked cells: narrower sums, and an estimate. Start reading in `refined`."""
