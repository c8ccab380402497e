"""The list of publishers' files that can be fetched, read from YAML that a non-programmer keeps."""

from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from tandem.platform.home import DEFINITIONS

SOURCES_FILE = DEFINITIONS / "sources.yaml"

Layout = Literal["L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9", "L10", "L11"]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
# A plain name: what a publisher or a mistake in the list calls a file may never leave the folder of downloads.
FileName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._,()-]{0,150}$")]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]


class SourcesError(ValueError):
    """The list of sources is not right; the message says where, in Dutch."""


class Source(BaseModel):
    """One file of a publisher. `columns`: the columns we need; "A|B" means that either name will do."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,60}$")]
    layout: Layout
    title: Text
    publisher: Text
    licence: Text
    page: WebAddress
    address: WebAddress
    file: FileName
    columns: tuple[Text, ...] = ()
    max_megabytes: Annotated[int, Field(gt=0, le=4096)] = 512


class ByHand(BaseModel):
    """What we read and cannot fetch: `why` and `instead` are Dutch sentences."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    layout: Layout
    title: Text
    publisher: Text
    page: WebAddress
    why: Text
    instead: Text


class SourceList(BaseModel):
    """Everything that the list names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sources: tuple[Source, ...]
    by_hand: tuple[ByHand, ...] = ()


def read_list(path: Path = SOURCES_FILE) -> SourceList:
    """The whole list, in its own order. SourcesError when the list is missing, malformed or names one twice."""
    try:
        listed = SourceList.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise SourcesError(f"De lijst met bronnen is niet te lezen: {path} ({error.strerror}).") from error
    except yaml.YAMLError as error:
        raise SourcesError(f"De lijst met bronnen is geen geldige YAML: {path}: {error}") from error
    except ValidationError as error:
        raise SourcesError(f"De lijst met bronnen klopt niet: {path}: {_first_problem(error)}") from error
    for attribute in ("id", "file"):
        values = [getattr(source, attribute) for source in listed.sources]
        double = sorted({value for value in values if values.count(value) > 1})
        if double:
            raise SourcesError(f"De lijst met bronnen klopt niet: {path}: dubbele {attribute}: {', '.join(double)}.")
    return listed


def choose(sources: tuple[Source, ...], names: tuple[str, ...]) -> tuple[Source, ...]:
    """The sources with these ids, in the order of the list; all when none is named. SourcesError names the unknown."""
    known = {source.id for source in sources}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SourcesError(f"Onbekende bron: {', '.join(unknown)}. Kies uit: {', '.join(sorted(known))}.")
    return tuple(source for source in sources if not names or source.id in names)


def _first_problem(error: ValidationError) -> str:
    problem = error.errors(include_url=False)[0]
    return f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
