"""The directory of services (aanbod) and of good examples (voorbeelden), for everybody."""
