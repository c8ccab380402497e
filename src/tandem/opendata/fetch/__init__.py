"""Fetches the publishers' files that `definitions/sources.yaml` names. Start reading at `action.fetch_all`."""
