"""Pages of a long list."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

LARGEST_PAGE = 1000

PageNumber = Annotated[int, Field(default=1, ge=1, le=1_000_000, description="Bladzijde, vanaf 1.")]
PageSize = Annotated[
    int, Field(default=100, ge=1, le=LARGEST_PAGE, alias="paginaGrootte", description="Resultaten per bladzijde.")
]


def page_fields(request: HttpRequest, count: int, page: int, size: int) -> dict[str, Any]:
    """What every page says about itself; `volgende` is an address on this server, None on the last page."""
    following = None
    if page * size < count:
        parameters = request.GET.copy()
        parameters["pagina"] = str(page + 1)
        following = f"{request.path}?{parameters.urlencode()}"
    return {"aantal": count, "pagina": page, "pagina_grootte": size, "volgende": following}
