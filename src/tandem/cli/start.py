"""The door of `tandem`: light, so that Ctrl-C is understood from the first moment, while the rest still comes in."""

import sys


def main() -> None:
    try:
        from tandem.cli.main import app  # noqa: PLC0415 - see above

        app()
    except KeyboardInterrupt:
        sys.stderr.write("Afgebroken.\n")
        sys.exit(1)
