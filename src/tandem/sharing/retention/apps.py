"""An app of its own, so that its tables have their own migrations."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "tandem.sharing.retention"
    label = "retention"
