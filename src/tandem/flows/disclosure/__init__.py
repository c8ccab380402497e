"""Attacks what Tandem publishes, to be sure that it opens no masked cell. Start reading in `audit`."""
