"""Why somebody sees a child's data, who else can, and who did. Start at `queries.reasons`."""
