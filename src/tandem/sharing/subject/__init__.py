"""The data subject: a complete file of what an organisation holds about one child. Start at `actions.compile_file`."""
