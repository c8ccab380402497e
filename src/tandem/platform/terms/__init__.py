"""Terms: until when something may wait, must be kept or counts. Start reading at `rules.deadline`."""
