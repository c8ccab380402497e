"""The words of insight, explained at B1 level: on the glossary page and beside the words themselves."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language, gettext


@dataclass(frozen=True, slots=True)
class Term:
    """`key` is its place on the glossary page; `short` the one sentence beside the word; `more` what follows there."""

    key: str
    name: str
    short: str
    more: str = ""


def terms() -> tuple[Term, ...]:
    """All terms, by name."""
    return _terms(get_language() or "nl")


def term(key: str) -> Term:
    """KeyError when the glossary does not have it."""
    return {one.key: one for one in terms()}[key]


@lru_cache(maxsize=4)
def _terms(_language: str) -> tuple[Term, ...]:
    """Kept per language, because most pages explain a few."""
    return tuple(sorted((*_about_pupils(), *_about_places(), *_about_numbers()), key=lambda term: term.name.casefold()))


def _about_pupils() -> tuple[Term, ...]:
    return (
        Term(
            "grensverkeer",
            gettext("Grensverkeer"),
            gettext("Leerlingen die in een andere gemeente naar school gaan dan waar ze wonen."),
        ),
        Term(
            "uit",
            gettext("Uit"),
            gettext("Leerlingen die in deze gemeente wonen en in een andere gemeente naar school gaan. Blauw."),
        ),
        Term(
            "in",
            gettext("In"),
            gettext("Leerlingen die in deze gemeente naar school gaan en ergens anders wonen. Oranje."),
        ),
        Term(
            "basisonderwijs",
            gettext("Basisonderwijs (bo)"),
            gettext("De gewone basisschool, voor kinderen van ongeveer 4 tot 12 jaar."),
        ),
        Term(
            "speciaal-basisonderwijs",
            gettext("Speciaal basisonderwijs (sbo)"),
            gettext("Basisonderwijs in kleinere groepen, voor kinderen die meer hulp nodig hebben bij het leren."),
        ),
        Term(
            "speciaal-onderwijs",
            gettext("Speciaal onderwijs (so en vso)"),
            gettext("Onderwijs voor kinderen met een beperking, een ziekte of ernstig probleemgedrag."),
            gettext(
                "So is voor kinderen van ongeveer 4 tot 12 jaar, vso (voortgezet speciaal onderwijs) voor 12 tot 20 "
                "jaar. Als we 'speciaal onderwijs' als groep tonen, telt het speciaal basisonderwijs (sbo) mee."
            ),
        ),
        Term(
            "cluster",
            gettext("Cluster"),
            gettext("De soort hulp waar een school voor speciaal onderwijs zich op richt, genummerd van 1 tot 4."),
            gettext("De bestanden van DUO noemen het cluster niet. Je kunt er daarom niet op kiezen."),
        ),
        Term(
            "teldatum",
            gettext("Teldatum"),
            gettext("DUO telt leerlingen elk jaar op 1 oktober. Een jaartal hier is het jaar van die telling."),
        ),
    )


def _about_places() -> tuple[Term, ...]:
    return (
        Term(
            "regio",
            gettext("Regio"),
            gettext("Gemeenten die samenwerken, zoals de jeugdregio Haaglanden. Je kunt ook zelf gemeenten kiezen."),
        ),
        Term(
            "samenwerkingsverband",
            gettext("Samenwerkingsverband"),
            gettext("Schoolbesturen die in een gebied samen zorgen voor passend onderwijs."),
            gettext(
                "Er zijn verbanden voor primair onderwijs (code PO) en voor voortgezet onderwijs (code VO). Hun gebied "
                "is vastgelegd in postcodes en loopt soms dwars door een gemeente of over de grens van een regio."
            ),
        ),
        Term(
            "vestiging",
            gettext("Vestiging"),
            gettext("Eén gebouw van een school. De code is het BRIN-nummer van de school met twee cijfers erachter."),
        ),
        Term(
            "pc4",
            gettext("Postcodegebied (PC4)"),
            gettext("De vier cijfers van een postcode. Zo weten we ongeveer waar leerlingen wonen."),
        ),
        Term(
            "buitenland-en-onbekend",
            gettext("Buitenland en onbekend"),
            gettext(
                "Van een leerling die in het buitenland woont, of van wie DUO de woonplaats niet kent, is er geen "
                "postcode."
            ),
            gettext("Deze leerlingen tellen wel mee bij de school. We tonen ze schuin gedrukt."),
        ),
    )


def _about_numbers() -> tuple[Term, ...]:
    return (
        Term(
            "afgeschermde-cel",
            gettext("Afgeschermde cel"),
            gettext("Een aantal onder de 5 dat DUO niet laat zien. Het is 1, 2, 3 of 4; nooit nul."),
            gettext(
                "Wij rekenen met de ondergrens en de bovengrens en tonen allebei: 47–102. Zo zie je nooit een getal "
                "dat nauwkeuriger lijkt dan het is."
            ),
        ),
        Term(
            "bereik",
            gettext("Van–tot"),
            gettext("Het echte aantal ligt tussen deze twee getallen, en kan ook een van de twee zijn."),
            gettext(
                "In een kaart of tabel arceren we wat onzeker is: als het verschil meer is dan de helft van het midden."
            ),
        ),
        Term(
            "ontbreekt",
            gettext("Minstens"),
            gettext(
                "We weten alleen hoeveel leerlingen er zeker zijn. Er is een cel leeg, of er ontbreken scholen of "
                "woonplaatsen in de bestanden."
            ),
        ),
        Term("nul", gettext("Nul"), gettext("Er zijn geen leerlingen. In een tabel staat dan een punt: ·")),
    )
