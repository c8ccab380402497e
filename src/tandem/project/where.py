"""Which code answers an address: `make where URL=/inzicht/`."""

import inspect
import os
import sys
from functools import partial
from pathlib import Path

import django
from django.urls import Resolver404, resolve

from tandem.platform.home import PROJECT_ROOT


def place_of(address: str) -> str:
    """File, line and name of the view behind an address. Raises Resolver404."""
    match = resolve(address)
    view = inspect.unwrap(getattr(match.func, "view_class", match.func))
    while isinstance(view, partial):
        view = inspect.unwrap(view.func)
    file = Path(inspect.getsourcefile(view) or "")
    shown = file.relative_to(PROJECT_ROOT) if file.is_relative_to(PROJECT_ROOT) else file
    line = inspect.getsourcelines(view)[1]
    return f"{shown}:{line}  {view.__qualname__}  (route /{match.route}, arguments {match.kwargs})"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.project.settings")
    django.setup()
    address = "/" + " ".join(sys.argv[1:]).partition("?")[0].lstrip("/")
    try:
        sys.stdout.write(place_of(address) + "\n")
    except Resolver404:
        sys.stderr.write(f"Geen pagina op {address}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
