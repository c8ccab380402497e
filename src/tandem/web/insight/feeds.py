"""The feed of changes: the same choice and the same sentences as the page above it."""

from django.http import HttpRequest, HttpResponse

from tandem.flows.changes import read_changes
from tandem.flows.cube import NoOpenData, NotInData
from tandem.register.data import Region
from tandem.web.access import public, read_only
from tandem.web.insight import words
from tandem.web.insight.choice import read_choice
from tandem.web.insight.feed import MEDIA_TYPE, atom
from tandem.web.insight.links import links_for
from tandem.web.insight.shown import asked_region, explanation, nothing_loaded, params_of
from tandem.web.insight.store import current_store
from tandem.web.pagecache import served
from tandem.web.refusals import refused


@public
@read_only
def changes(request: HttpRequest, region: str = "", code: str = "") -> HttpResponse:
    """The changes of a region, or of one municipality."""
    try:
        store = current_store()
    except NoOpenData:
        return nothing_loaded(request)

    def make() -> HttpResponse:
        try:
            choice = read_choice(params_of(request), store.cube, asked_region(store, region, request))
            about = choice.region
            if code:
                if code not in store.cube.municipalities:
                    raise NotInData(f"De code {code} kennen we niet.")
                about = Region(code.lower(), words.unit(store.cube, code), (code,))
            found = read_changes(store.cube, about, choice.sectors, choice.year)
        except NotInData as error:
            return refused(request, 404, explanation(error))
        except ValueError as error:
            return refused(request, 400, explanation(error))
        address = request.build_absolute_uri(request.path.removesuffix("feed.atom"))
        name = words.unit(store.cube, code) if code else words.region(store.cube, about)
        return HttpResponse(atom(store, found, name, address, links_for(store.cube, choice)), content_type=MEDIA_TYPE)

    return served(request, store.cube.snapshot_id, make)
