"""What a process needs for its first page, made before a reader asks for one."""

from django.template.loader import render_to_string
from django.utils import translation

from tandem.flows.cube import NoOpenData
from tandem.web.insight.choice import read_choice
from tandem.web.insight.overview import overview
from tandem.web.insight.shown import usual_region
from tandem.web.insight.store import current_store


def warm() -> None:
    """Open the cube and the areas, draw the usual map and build the templates; a reader would wait a second for it."""
    try:
        store = current_store()
    except NoOpenData:
        return
    with translation.override("nl"):
        page = overview(store, read_choice({}, store.cube, usual_region(store)))
        render_to_string("insight/page.html", {"page": page, "section": "inzicht"})
