"""Tables of the register: places and schools from open data, organisations with their area, people in functions."""

from tandem.register.models.administration import DemoRegion, ImportBatch, ImportRow, Invitation, Task
from tandem.register.models.organisations import Area, Organisation
from tandem.register.models.people import Contact, Membership, Person, SchoolLink, StandIn
from tandem.register.models.places import Board, Municipality, Partnership, School, SchoolLocation, Unit

__all__ = [
    "Area",
    "Board",
    "Contact",
    "DemoRegion",
    "ImportBatch",
    "ImportRow",
    "Invitation",
    "Membership",
    "Municipality",
    "Organisation",
    "Partnership",
    "Person",
    "School",
    "SchoolLink",
    "SchoolLocation",
    "StandIn",
    "Task",
    "Unit",
]
