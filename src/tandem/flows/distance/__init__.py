"""How far pupils live from their school, and how near a suitable one is. Start reading in `journeys`."""
