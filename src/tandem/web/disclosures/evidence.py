"""The 22 fields of evidence of a consent in words, in the order of `definitions/consent/evidence.yaml`."""

from datetime import date, datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from tandem.register import organisations
from tandem.sharing.consenting.data import Evidence
from tandem.sharing.reading import standard
from tandem.sharing.records import Outcome
from tandem.web.disclosures import shown

Fact = tuple[str, str, str]


def facts_of(record: Evidence) -> list[Fact]:
    """Label, value and '' for each field; '—' where it does not apply."""
    values = {**_about(record), **_said(record), **_after(record)}
    return [(shown.said(one.text), values[one.code] or "—", "") for one in standard().evidence]


def _about(record: Evidence) -> dict[str, str]:
    said, places = record.consent, organisations.briefs([record.organisation, record.consent.receiver.organisation])

    def named(organisation: UUID, function: str) -> str:
        return f"{places[organisation].name}, {shown.function_name(function)}"

    return {
        "toestemming_id": str(said.id),
        "casus_id": str(record.case or ""),
        "betrokkene_id": str(record.child),
        "leeftijd_bij_toestemming": said.age_band,
        "gever_id": record.giver_name or gettext("De leerling zelf"),
        "gezag_vastgesteld": str(shown.SOURCES[record.authority_checked]),
        "doel": record.purpose_words or shown.purpose_of(said.purpose),
        "gegevenssoorten": ", ".join(shown.kind_names(said.kinds)),
        "van_organisatie_en_rol": named(record.organisation, record.function),
        "naar_organisatie_en_rol": named(said.receiver.organisation, said.receiver.function),
        "geregistreerd_door": f"{shown.function_name(record.function)}, {_moment(said.recorded_at)}",
    }


def _said(record: Evidence) -> dict[str, str]:
    said = record.consent
    refused = said.outcome is Outcome.REFUSED
    return {
        "vorm": str(shown.FORMS[said.form]),
        "tekst_versie": f"{said.text_version} {record.text_hash[:12]}".strip(),
        "uitdrukkelijk": _yes(record.explicit),
        "datum_tijd_gegeven": _moment(said.given_at),
        "geldig_tot": _day(said.valid_until),
        "vrijheid_bevestigd": _yes(record.freedom_explained),
        "geweigerd_door": said.refusal_reason or (gettext("ja, zonder reden") if refused else ""),
        "herbevestiging_nodig_op": _day(said.reconfirm_on) if said.reconfirm_on else "",
    }


def _after(record: Evidence) -> dict[str, str]:
    said, moment = record.consent, record.receivers_informed_at
    withdrawn = ""
    if said.withdrawn_at and said.withdrawn_by and said.withdrawn_channel:
        who, how = shown.GIVERS[said.withdrawn_by], shown.CHANNELS[said.withdrawn_channel]
        withdrawn = f"{_moment(said.withdrawn_at)}, {who}, {how}"
    return {
        "ingetrokken_op": withdrawn,
        "ontvangers_geinformeerd_intrekking": _moment(moment) if moment else "",
        "afwijking_reden": str(shown.GROUNDS[record.deviation]) if record.deviation else "",
    }


def _yes(so: bool) -> str:
    return gettext("ja") if so else gettext("nee")


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "j F Y, H:i")


def _day(day: date) -> str:
    return date_format(day, "j F Y")
