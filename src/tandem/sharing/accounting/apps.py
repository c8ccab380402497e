"""An app of its own, so that its functions have their own migrations."""

from django.apps import AppConfig


class AccountingConfig(AppConfig):
    name = "tandem.sharing.accounting"
    label = "accounting"
