"""Break-glass (noodknop): one child, to read, for four hours, when waiting would do harm. Start at `actions.begin`."""
