"""What plans need done by themselves. The worker finds it here."""

from tandem.plans import watching
from tandem.platform.jobs import each


@each("55 3 * * *", name="plans.watch")
def watch() -> None:
    """Every night, after midnight in the Netherlands: a moment is on a day."""
    watching.watch()
