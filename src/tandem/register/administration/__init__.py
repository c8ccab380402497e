"""What the administrator of an organisation does: people, functions, school links, stand-ins, invitations, tasks."""
