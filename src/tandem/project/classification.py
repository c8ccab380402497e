"""What kind of data every table of the database holds. A table that is not here stops the start-up.

Person: somebody can be found in it, so row security is on and forced. Reference: public facts. System: the house
itself.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import connection


class Kind(StrEnum):
    PERSON = "person"
    REFERENCE = "reference"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Classified:
    kind: Kind
    reason: str


TABLES: dict[str, Classified] = {
    "audit_access": Classified(Kind.PERSON, "who saw whose data; append-only, the app cannot read it"),
    "audit_change": Classified(Kind.PERSON, "who changed which row; append-only, the app cannot read it"),
    "audit_event": Classified(Kind.PERSON, "who did what, codes and counts; append-only, the app cannot read it"),
    "context.signing_key": Classified(Kind.SYSTEM, "verifies who acts; only the owner can read it"),
    "django_migrations": Classified(Kind.SYSTEM, "which migrations were applied"),
    "identity_account": Classified(Kind.PERSON, "who can sign in: e-mail address, hashed password"),
    "identity_authenticator": Classified(Kind.PERSON, "sealed secret of an app that shows codes"),
    "identity_device": Classified(Kind.PERSON, "browsers in which somebody signed in before, hashed"),
    "identity_passkey": Classified(Kind.PERSON, "public keys of somebody's devices"),
    "identity_provider": Classified(Kind.PERSON, "sign-in of an organisation; guarded for its sealed secret"),
    "identity_recovery_code": Classified(Kind.PERSON, "hashed codes on paper"),
    "identity_session": Classified(Kind.PERSON, "who is signed in where, hashed token"),
    "identity_step": Classified(Kind.PERSON, "steps of signing in that are half done"),
    "identity_subject": Classified(Kind.PERSON, "whom a provider knows under which subject"),
    "identity_throttle": Classified(Kind.PERSON, "failures under a keyed hash of account and address"),
    "register_area": Classified(Kind.REFERENCE, "which municipality, district or postcodes an organisation covers"),
    "register_board": Classified(Kind.REFERENCE, "school boards, from DUO's open data"),
    "register_contact": Classified(Kind.PERSON, "direct numbers and addresses of people in functions"),
    "register_membership": Classified(Kind.PERSON, "who has which function where, from and until when"),
    "register_municipality": Classified(Kind.REFERENCE, "municipalities, from CBS's open data"),
    "register_organisation": Classified(Kind.REFERENCE, "organisations with their general telephone, nobody's name"),
    "register_partnership": Classified(Kind.REFERENCE, "partnerships, from the law's annex"),
    "register_person": Classified(Kind.PERSON, "names of people in functions"),
    "register_school": Classified(Kind.REFERENCE, "schools, from DUO's open data"),
    "register_school_link": Classified(Kind.PERSON, "which function is linked to which school, for how many hours"),
    "register_school_location": Classified(Kind.REFERENCE, "school locations, from DUO's open data"),
    "register_stand_in": Classified(Kind.PERSON, "who takes over whose calls, and until when"),
}

_TABLES_SQL = """
select case c.relnamespace::regnamespace::text when 'public' then '' else c.relnamespace::regnamespace || '.' end
    || c.relname,
  c.relrowsecurity and c.relforcerowsecurity, pg_get_userbyid(c.relowner) = 'tandem_app'
from pg_class c
where c.relkind in ('r', 'p', 'm', 'f') and c.relnamespace::regnamespace::text not like 'pg\\_%'
  and c.relnamespace::regnamespace::text <> 'information_schema'
order by 1
"""


def problems(tables: dict[str, Classified] = TABLES) -> list[str]:
    """What is wrong with the tables of the connected database, as Dutch sentences; empty when all is well."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES_SQL)
        found = {name: (protected, owned_by_app) for name, protected, owned_by_app in cursor.fetchall()}
    wrong = [f"Tabel {name} is niet ingedeeld; zet haar in classification.py." for name in found if name not in tables]
    wrong += [f"Tabel {name} is ingedeeld, maar bestaat niet." for name in tables if name not in found]
    for name, (protected, owned_by_app) in found.items():
        if owned_by_app:
            wrong.append(f"Tabel {name} is van tandem_app; alleen tandem_owner mag tabellen bezitten.")
        if name in tables and tables[name].kind is Kind.PERSON and not protected:
            wrong.append(f"Tabel {name} gaat over personen, maar rijbeveiliging staat niet aan en verplicht.")
    return wrong + _role_problems()


def _role_problems() -> list[str]:
    """The role that we speak as must not be able to step around the rules."""
    with connection.cursor() as cursor:
        cursor.execute("select rolname, rolsuper or rolbypassrls from pg_roles where rolname = current_user")
        role, too_strong = cursor.fetchone()
    return [f"Rol {role} kan rijbeveiliging omzeilen; gebruik tandem_app."] if too_strong else []
