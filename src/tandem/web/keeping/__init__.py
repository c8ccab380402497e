"""Files that are close to their end, and those that are held. Start reading at `views.everything`."""
