"""The standard for sharing, and one question to it: the same answers as the page and the command line."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field, StringConstraints

from tandem.api import sharing_shapes as shapes
from tandem.api.problems import WrongQuestion
from tandem.platform.clock import today
from tandem.platform.message import Message
from tandem.sharing import asking
from tandem.sharing.codes import ConsentState, DataKind, Fact
from tandem.sharing.data import Answer, Gate, Question, Rule
from tandem.sharing.describe import Speaker
from tandem.sharing.reading import standard
from tandem.sharing.rules.consent import everybody
from tandem.sharing.rules.evaluation import evaluate
from tandem.sharing.rules.gates import articles

router = Router(tags=["Delen"], by_alias=True)

Role = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{1,30}$")]
Kinds = Annotated[str, StringConstraints(pattern=r"^[A-Z]+(,[A-Z]+){0,9}$")]
Purpose = Annotated[str, StringConstraints(pattern=r"^(DS-[0-9]{3}|[a-z0-9]+(-[a-z0-9]+)*)$", max_length=60)]
CONSENTS = {
    "onbekend": ConsentState.UNKNOWN,
    "gegeven": ConsentState.GIVEN,
    "geweigerd": ConsentState.REFUSED,
    "ingetrokken": ConsentState.WITHDRAWN,
}


class RuleParameters(BaseModel):
    van: Annotated[Role | None, Field(description="Alleen regels voor wie deelt: code van de rol.")] = None
    naar: Annotated[Role | None, Field(description="Alleen regels voor wie ontvangt: code van de rol.")] = None
    soorten: Annotated[Kinds | None, Field(description="Alleen regels over een van deze soorten informatie.")] = None


class ShareParameters(BaseModel):
    van: Annotated[Role, Field(description="Code van de rol die deelt, zoals IB.")]
    naar: Annotated[Role, Field(description="Code van de rol die ontvangt, zoals LT_TOEGANG.")]
    doel: Annotated[Purpose, Field(description="Code van het doel, of nummer van de regel (DS-006).")]
    soorten: Annotated[Kinds, Field(description="Soorten informatie met komma's, zoals ID,SIGNAAL.")]
    leeftijd: Annotated[int | None, Field(ge=0, le=130, description="In hele jaren.")] = None
    toestemming: Annotated[
        Literal["onbekend", "gegeven", "geweigerd", "ingetrokken"], Field(description="Van wie het moet geven.")
    ] = "onbekend"
    spoed: Annotated[bool, Field(description="Er is nu ernstig gevaar.")] = False


@router.get("/deelregels", response=shapes.Deelregels, operation_id="deelregels", summary="De standaard voor delen")
def rules(request: HttpRequest, asked: Query[RuleParameters]) -> shapes.Deelregels:  # noqa: ARG001 - Django's form
    wanted = set((asked.soorten or "").split(",")) - {""}
    found = [
        rule
        for rule in standard().rules
        if rule.holds(today())
        and asked.van in (None, rule.sender)
        and asked.naar in (None, rule.receiver)
        and (not wanted or wanted & rule.kinds)
    ]
    return shapes.Deelregels(versie=standard().version, resultaten=[_rule(rule) for rule in found])


@router.get("/deeltoets", response=shapes.Deelantwoord, operation_id="deeltoets", summary="Mag ik dit delen?")
def check(request: HttpRequest, asked: Query[ShareParameters]) -> shapes.Deelantwoord:  # noqa: ARG001 - as above
    source = standard()
    for name, code in (("van", asked.van), ("naar", asked.naar)):
        if code not in source.roles:
            raise WrongQuestion(Message("{name}: de rol {code} staat niet in de standaard.", name=name, code=code))
    kinds = asked.soorten.split(",")
    if unknown := [kind for kind in kinds if kind not in set(DataKind)]:
        raise WrongQuestion(Message("soorten: de soort {code} staat niet in de standaard.", code=unknown[0]))
    try:
        purpose = asking.purpose_asked(asked.doel, asked.van, asked.naar, source, today())
    except asking.UnknownWordError:
        raise WrongQuestion(Message("doel: {code} staat niet in de standaard.", code=asked.doel)) from None
    state = CONSENTS[asked.toestemming]
    question = Question(
        asked.van,
        asked.naar,
        purpose,
        frozenset(map(DataKind, kinds)),
        asked.leeftijd,
        () if state is ConsentState.UNKNOWN else everybody(state),
        {Fact.DANGER: True} if asked.spoed else {},
    )
    return _answer(evaluate(question, source, today()), Speaker(source, "nl"))


def _rule(rule: Rule) -> shapes.Deelregel:
    return shapes.Deelregel(
        id=rule.id,
        versie=rule.version,
        geldig_vanaf=rule.valid_from,
        geldig_tot=rule.valid_to,
        van=rule.sender,
        naar=rule.receiver,
        doel=rule.purpose,
        naam=rule.name.nl,
        soorten=_codes(rule.kinds),
        leeftijd_van=rule.ages.low,
        leeftijd_tot_en_met=rule.ages.high,
        grond=rule.ground.value,
        schema_toestemming=rule.scheme.value if rule.scheme else None,
        oordeel=rule.verdict.value,
        soorten_weg=_codes(rule.blocked_kinds),
        artikelen=list(articles(rule)),
        stappen=list(rule.steps),
        verificatie=[code.value for code in rule.verification],
        nagekeken_door=rule.reviewed_by or None,
        volgende_controle=rule.next_review,
    )


def _answer(answer: Answer, says: Speaker) -> shapes.Deelantwoord:
    rule = answer.rule
    sources = (says.standard.sources[code] for code in rule.sources)
    return shapes.Deelantwoord(
        oordeel=answer.verdict.value,
        oordeel_tekst=says.word("verdicts", answer.verdict),
        regel=rule.id,
        regelversie=rule.version,
        standaard=says.standard.version,
        in_plaats_van=answer.stopped.id if answer.stopped else None,
        doel=rule.purpose,
        doel_tekst=rule.name.nl,
        grond=rule.ground.value,
        waarom=rule.why.nl,
        kan_nu=answer.open,
        poorten=shapes.Poorten(verwerking=_gate(answer.processing, says), geheimhouding=_gate(answer.secrecy, says)),
        soorten_mee=_codes(answer.passing),
        soorten_weg=_codes(answer.blocked_kinds),
        weg=[shapes.Weg(soort=block.kind, tekst=says.block(block)) for block in answer.blocks],
        stappen=[
            shapes.Deelstap(code=step.code, wanneer=step.when, bewijs=step.evidence, tekst=step.text.nl)
            for step in answer.steps
        ],
        nagaan=[shapes.Nagaan(code=fact.value, tekst=says.word("facts", fact)) for fact in answer.to_check],
        toestemming_van=[giver.value for giver in answer.consent.givers] if answer.consent else [],
        alternatieven=[shapes.Alternatief(regel=one.rule or None, tekst=one.text.nl) for one in answer.alternatives],
        meldingen=[text.nl for text in answer.notices],
        bronnen=[
            shapes.Deelbron(code=one.code, titel=one.title, versie=one.version, verificatie=one.verification.value)
            for one in sources
        ],
        verificatie=[code.value for code in rule.verification],
        nog_te_toetsen=says.to_review(rule),
    )


def _gate(gate: Gate, says: Speaker) -> shapes.Poort:
    return shapes.Poort(
        stand=gate.state.value, reden=gate.reason.code, tekst=says.reason(gate.reason), artikelen=list(gate.articles)
    )


def _codes(kinds: frozenset[DataKind]) -> list[str]:
    return [kind.value for kind in DataKind if kind in kinds]
