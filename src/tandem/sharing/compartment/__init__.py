"""The compartment around a protected address, and words that lead back to somebody. Start at `scanning.scan`."""
