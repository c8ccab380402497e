"""Plans in words: in whose words, what became of it, what can be done, what happened, and why something cannot."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, ngettext

from tandem.plans.data import Agreement, Command, GoalState, NewAgreement, Progress, State, Voice
from tandem.plans.rules.standing import Why
from tandem.web.cases import words as of_cases

VOICES = {
    Voice.CHILD: gettext_lazy("in de woorden van het kind"),
    Voice.PARENTS: gettext_lazy("in de woorden van de ouders"),
    Voice.PROFESSIONAL: gettext_lazy("opgeschreven door een professional"),
}
CHOICES = {
    Voice.CHILD: gettext_lazy("Het kind of de jongere"),
    Voice.PARENTS: gettext_lazy("De ouders of verzorgers"),
    Voice.PROFESSIONAL: gettext_lazy("Een professional schreef het op"),
}
GOALS = {
    GoalState.OPEN: gettext_lazy("hier werken we aan"),
    GoalState.REACHED: gettext_lazy("bereikt"),
    GoalState.DROPPED: gettext_lazy("niet meer nodig"),
}
STATES = {
    State.OPEN: gettext_lazy("loopt"),
    State.DONE: gettext_lazy("gedaan"),
    State.NOT_DONE: gettext_lazy("niet gedaan"),
    State.CHANGED: gettext_lazy("gewijzigd"),
}
MARKS = {State.OPEN: "○", State.DONE: "✓", State.NOT_DONE: "✕", State.CHANGED: "↻"}
VERBS = {
    Command.SET_GOAL: gettext_lazy("Zet een doel in het plan"),
    Command.REWORD_GOAL: gettext_lazy("Verwoord anders"),
    Command.REACH_GOAL: gettext_lazy("Het doel is bereikt"),
    Command.DROP_GOAL: gettext_lazy("Niet meer nodig"),
    Command.REOPEN_GOAL: gettext_lazy("Werk er weer aan"),
    Command.AGREE: gettext_lazy("Maak een afspraak"),
    Command.PROTECT: gettext_lazy("Maak een veiligheidsafspraak"),
    Command.DONE: gettext_lazy("Gedaan"),
    Command.NOT_DONE: gettext_lazy("Niet gedaan"),
    Command.CHANGE: gettext_lazy("Wijzig"),
    Command.REOPEN: gettext_lazy("Toch nog doen"),
}
SAFETY_VERBS = {
    Command.DONE: gettext_lazy("Niet meer nodig"),
    Command.CHANGE: gettext_lazy("Wijzig"),
    Command.REOPEN: gettext_lazy("Weer nodig"),
}
SENTENCES = {
    Command.SET_GOAL: gettext_lazy("%(who)s zette een doel in het plan."),
    Command.REWORD_GOAL: gettext_lazy("%(who)s schreef een doel anders op."),
    Command.REACH_GOAL: gettext_lazy("%(who)s schreef op dat een doel is bereikt."),
    Command.DROP_GOAL: gettext_lazy("%(who)s schreef op dat een doel niet meer nodig is."),
    Command.REOPEN_GOAL: gettext_lazy("%(who)s nam een doel weer op."),
    Command.AGREE: gettext_lazy("%(who)s maakte een afspraak."),
    Command.PROTECT: gettext_lazy("%(who)s maakte een veiligheidsafspraak."),
    Command.DONE: gettext_lazy("%(who)s vinkte een afspraak af."),
    Command.NOT_DONE: gettext_lazy("%(who)s schreef op dat een afspraak niet is gedaan."),
    Command.CHANGE: gettext_lazy("%(who)s wijzigde een afspraak."),
    Command.REOPEN: gettext_lazy("%(who)s nam een afspraak weer op."),
    Command.MOMENT: gettext_lazy("%(who)s sprak af wanneer jullie terugkijken."),
    Command.EVALUATE: gettext_lazy("%(who)s schreef op of het hielp."),
    Command.TALK: gettext_lazy("%(who)s schreef een gesprek over de Big 5 op."),
    Command.LAY_OUT: gettext_lazy("%(who)s begon met een voorbeeld, en zette dat in het plan."),
}
CANNOT = {
    Why.PART: gettext_lazy("Dat kan alleen wie meedoet in de casus."),
    Why.CLOSED: gettext_lazy("De casus is afgesloten. Het plan blijft te lezen."),
    Why.STATE: gettext_lazy("Dat kan nu niet: er is intussen iets veranderd."),
    Why.WORDS: gettext_lazy("Vul dit in."),
    Why.OWNER: gettext_lazy("Kies wie het doet, of schrijf op wie het is."),
    Why.PAST: gettext_lazy("Kies een dag die nog komt."),
    Why.FAR: gettext_lazy("Kies een dag binnen twee jaar."),
    Why.AHEAD: gettext_lazy("Kies een dag die al is geweest."),
    Why.MEASURE: gettext_lazy("Schrijf op hoe jullie zien dat het werkt."),
    Why.WHEN_WRONG: gettext_lazy("Schrijf op wie wat doet als het misgaat."),
    Why.STILL_OPEN: gettext_lazy("Onder dit doel lopen nog afspraken. Zet die eerst op gedaan of niet gedaan."),
}


def cannot(code: str) -> str:
    """Why something cannot be done; `code` is that of `CannotError`."""
    return str(CANNOT[Why(code)]) if code in set(Why) else of_cases.cannot(code)


def state(one: Agreement, *, late: bool) -> str:
    """What became of it; a safety agreement holds until it is no longer needed."""
    if one.is_safety and one.state is not State.CHANGED:
        if late:
            return gettext("geldt, en het is tijd om er weer naar te kijken")
        return gettext("geldt") if one.state is State.OPEN else gettext("niet meer nodig")
    return gettext("te laat") if late else str(STATES[one.state])


def when(one: Agreement) -> str:
    """'uiterlijk 14 december 2026'"""
    text = gettext("kijk er weer naar op %(day)s") if one.is_safety else gettext("uiterlijk %(day)s")
    return text % {"day": day(one.due)}


def until(one: NewAgreement) -> str:
    return gettext("Wanneer kijken jullie er weer naar?") if one.when_wrong else gettext("Uiterlijk wanneer?")


def day(on: date | None) -> str:
    return date_format(on, "j F Y") if on else ""


def how_far(found: Progress) -> str:
    """'2 van 5 afspraken gedaan. De volgende is op 12 december 2026. 1 is te laat.'"""
    if not found.total:
        said = [gettext("Er zijn nog geen afspraken.")]
    else:
        counts = {"done": found.done, "total": found.total}
        text = ngettext(
            "%(done)s van %(total)s afspraak gedaan.", "%(done)s van %(total)s afspraken gedaan.", found.total
        )
        said = [text % counts]
    if found.next:
        said.append(gettext("De volgende datum is %(day)s.") % {"day": day(found.next)})
    if found.late:
        said.append(
            ngettext("%(late)s afspraak is te laat.", "%(late)s afspraken zijn te laat.", found.late)
            % {"late": found.late}
        )
    return " ".join(said)
