"""The agreed description of the API. `python -m tests.api.contract` rewrites it; the difference is reviewed."""

import json
import os

from tandem.platform.home import PROJECT_ROOT

CONTRACT = PROJECT_ROOT / "docs" / "api" / "openapi.json"


def served() -> str:
    """The description as we serve it, written so that a difference reads line by line."""
    from tandem.api.service import api  # noqa: PLC0415 - Django must be set up first
    from tandem.api.urls import urlpatterns  # noqa: PLC0415 - fills the API

    assert urlpatterns
    return json.dumps(json.loads(json.dumps(api.get_openapi_schema())), ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django  # noqa: PLC0415 - as above

    django.setup()
    CONTRACT.parent.mkdir(parents=True, exist_ok=True)
    CONTRACT.write_text(served(), encoding="utf-8")


if __name__ == "__main__":
    main()
