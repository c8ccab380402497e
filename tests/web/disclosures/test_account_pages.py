"""A pupil's file tells why it is seen and by whom; a note is put right, an objection holds, an address is secret."""

import re
from uuid import UUID

from tests.on_stage import Seat, text
from tests.web.disclosures.test_disclosure_pages import WORDS, pupil

from tandem.register.models import Organisation
from tandem.sharing.models import Note
from tandem.sharing.retention.models import Hold

__all__ = ["pupil"]


def said(seat: Seat, path: str) -> str:
    answer = seat.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(answer)))


def test_why_who_and_what_can_be_done(iris: Seat, pupil: UUID) -> None:
    page = said(iris, f"/verstrekkingen/leerlingen/{pupil}/")
    assert "Waarom zie ik dit?" in page
    assert "Jij coördineert de zorg op zijn school." in page
    who = said(iris, f"/wie-ziet-wat/{pupil}/")
    assert "Wie kan dit vandaag zien?" in who
    assert "werken in het dossier" in who
    assert "Who can see this today?" in said(iris, f"/en/wie-ziet-wat/{pupil}/")
    assert Seat().get(f"/wie-ziet-wat/{pupil}/").status_code == 302


def test_a_note_is_put_right_beside_the_old_one(iris: Seat, pupil: UUID) -> None:
    note = Note.objects.get(child_id=pupil)
    path = f"/verstrekkingen/notitie/{note.id}/"
    assert WORDS in said(iris, path)
    assert iris.post(path, tekst="").status_code == 422
    assert iris.post(path, tekst="Was die week ziek.").status_code == 302
    page = text(iris.get(f"/verstrekkingen/leerlingen/{pupil}/"))
    assert f"<s>{WORDS}" in page or f"<s><p>{WORDS}" in page
    assert "Was die week ziek." in page
    assert iris.get(path).status_code == 404


def test_an_objection_holds_the_file_until_it_is_let_go(iris: Seat, pupil: UUID) -> None:
    path = f"/bewaren/{pupil}/"
    assert iris.post(path, soort="OBJECTION", reden="te kort").status_code == 422
    assert iris.post(path, soort="OBJECTION", reden="Moeder maakt bezwaar tegen delen.").status_code == 302
    assert "wordt vastgehouden" in said(iris, path)
    assert "maakt bezwaar tegen delen" in said(iris, "/bewaren/")
    held = str(Hold.objects.get().id)
    assert iris.post(path, vast=held, los="ja").status_code == 422, "it was not weighed"
    weighed = "De zorg weegt zwaarder; met moeder besproken."
    assert iris.post(path, soort="APPEAL", reden="Vader gaat in beroep bij de rechter.").status_code == 302
    assert iris.post(path, vast=held, los="ja", besluit=weighed).status_code == 302
    assert Hold.objects.get(pk=held).outcome == weighed
    assert "gaat in beroep" in said(iris, path)
    other = str(Hold.objects.get(ended_on=None).id)
    assert iris.post(path, vast=other, los="ja").status_code == 302
    assert not Hold.objects.filter(ended_on=None).exists()
    assert "Je houdt niets vast." in said(iris, "/bewaren/")


def test_an_address_becomes_secret_and_is_shown_to_nobody(iris: Seat, pupil: UUID) -> None:
    path = f"/geheim-adres/{pupil}/"
    assert iris.post(path, adres="", gevaar="").status_code == 422
    assert iris.post(path, gevaar="FAMILY", adres="Proeflaan 17, 2611 AB Delft").status_code == 302
    page = said(iris, path)
    assert "Dit adres is afgeschermd." in page
    assert "Proeflaan" not in page
    town = Organisation.objects.filter(kind="MUNICIPALITY").values_list("name", flat=True)[0]
    told = f"Woont nu in {town} bij oma."
    answer = iris.post(f"/verstrekkingen/leerlingen/{pupil}/", stap="notitie", soort="16", tekst=told)
    assert answer.status_code == 422
    assert "een adres dat geheim is" in text(answer)
    assert not Note.objects.filter(text__contains="oma").exists()
