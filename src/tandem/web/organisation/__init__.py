"""The administrator's pages: people, functions, school links, stand-ins, invitations, tasks, imports."""
