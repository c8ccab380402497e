"""An app of its own, so that its tables have their own migrations."""

from django.apps import AppConfig


class SubjectConfig(AppConfig):
    name = "tandem.sharing.subject"
    label = "subject"
