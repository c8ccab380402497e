"""What retention needs done each night."""

from tandem.platform.jobs import each
from tandem.sharing.retention import destroying


@each("30 2 * * *", name="sharing.retention")
def destroy_what_is_over() -> None:
    destroying.run()
