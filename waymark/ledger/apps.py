from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "waymark.ledger"
    label = "ledger"
