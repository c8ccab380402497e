"""Registers the start-up checks."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "tandem.project"
    label = "project"

    def ready(self) -> None:
        from tandem.project import checks  # noqa: F401, PLC0415 - registering is what the import does
