"""An app of its own, so that its tables have their own migrations."""

from django.apps import AppConfig


class BreakGlassConfig(AppConfig):
    name = "tandem.sharing.breakglass"
    label = "breakglass"
