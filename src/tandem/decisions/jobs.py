"""What decisions need done by themselves. The worker finds it here."""

from tandem.decisions import watching
from tandem.platform.jobs import each


@each("50 3 * * *", name="decisions.watch")
def watch() -> None:
    """Every night, after midnight in the Netherlands: terms end with a day."""
    watching.watch()
