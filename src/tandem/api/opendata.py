"""The snapshot that the answers come from."""

from ninja import Router

router = Router(tags=["Gegevens"], by_alias=True)
