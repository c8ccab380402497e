"""What ends is denied on the next call: each end × each way of the API, enumerated. Each way opens before."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from tests.api.calling import System, made, owner_of_key
from tests.on_stage import role_of
from tests.web.casework.conftest import SEEN, School

from tandem.api.concerns import SCOPES
from tandem.audit.actions import acting_actor
from tandem.children.models import Teaching
from tandem.identity import system_keys
from tandem.identity.models import Account, SystemKey
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.register.models import Membership


def _revoked(owner: Context) -> None:
    with acting(owner):
        [key] = SystemKey.objects.all()
        assert system_keys.revoke(by=acting_actor(), account=key.account_id, key=key.pk)


def _function_ended(owner: Context) -> None:
    Membership.objects.filter(pk=str(owner.hat)).update(valid_until=clock.today())


def _employment_ended(owner: Context) -> None:
    Membership.objects.filter(person_id=str(owner.person)).update(valid_until=clock.today())


def _account_closed(owner: Context) -> None:
    Account.objects.filter(pk=str(owner.account)).update(is_active=False)


def _key_over(owner: Context) -> None:
    today = clock.today()
    SystemKey.objects.filter(account_id=str(owner.account)).update(
        created=clock.now() - timedelta(days=9), valid_until=today
    )


ENDS: dict[str, Callable[[Context], None]] = {
    "key revoked": _revoked,
    "key over": _key_over,
    "function ended": _function_ended,
    "employment ended": _employment_ended,
    "account closed": _account_closed,
}


def ways(school: School, system: System, id: UUID) -> dict[str, int]:
    """Per address and method the status; what is written is taken back."""
    new = {"leerling": str(school.bo), "gezien": SEEN, "urgentie": "kan-wachten"}
    found = {}
    for address, scopes in SCOPES.items():
        path = address.replace("{signaal}", str(id))
        for method in scopes:
            with transaction.atomic():
                sent = new if address == "/signalen" else {"tekst": "Nog iets."}
                answer = system.get(path) if method == "GET" else system.post(path, sent)
                transaction.set_rollback(True)
            found[f"{method} {address}"] = answer.status_code
    return found


def test_each_end_closes_each_way_on_the_next_call(school: School) -> None:
    owner = owner_of_key("noor", "LERAAR")
    system, id = System(made(owner)), school.raised(child=school.bo)
    before = ways(school, system, id)
    assert set(before.values()) <= {200, 201}, before
    for name, end in ENDS.items():
        with transaction.atomic():
            end(owner)
            assert set(ways(school, system, id).values()) == {401}, name
            transaction.set_rollback(True)
        assert ways(school, system, id) == before, f"{name}: taken back, it opens again"


def test_a_pupil_who_is_no_longer_hers_has_no_name_and_no_new_concern(school: School) -> None:
    """She still sees what she raised, as on her page; not about whom."""
    system, id = System(made(owner_of_key("noor", "LERAAR"))), school.raised(child=school.bo)
    Teaching.objects.filter(membership_id=role_of("noor", "LERAAR").id).update(valid_until=clock.today())
    for path in (f"/signalen/{id}", "/signalen", "/leerlingen"):
        answer = system.get(path)
        assert answer.status_code == 200
        assert b"Boterbloem" not in answer.content
        assert str(school.bo).encode() not in answer.content
    new = {"leerling": str(school.bo), "gezien": SEEN, "urgentie": "kan-wachten"}
    assert system.post("/signalen", new).status_code == 400


def test_a_function_that_raises_nothing_has_no_door(school: School) -> None:
    owner = owner_of_key("noor", "LERAAR")
    system = System(made(owner))
    Membership.objects.filter(pk=str(owner.hat)).update(function="SMW")
    nobodys = system.get("/bestaat-niet")
    for path in ("/signalen", "/leerlingen"):
        answer = system.get(path)
        assert (answer.status_code, answer.content) == (404, nobodys.content)
