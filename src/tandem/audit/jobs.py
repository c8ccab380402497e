"""What the log needs done each minute."""

from tandem.audit import sealing
from tandem.platform.jobs import each


@each("* * * * *", name="audit.seal")
def seal_the_log() -> None:
    sealing.seal()
