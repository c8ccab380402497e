"""The fictitious cast of the example region: who they are (`cast`), and how they get into the register (`filling`)."""
