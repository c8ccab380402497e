"""Logs: one JSON object per line on standard error, with only the fields named here.

Personal data stay out by construction: a field that is not named is dropped, an address is logged as its route
(never with what somebody typed), and of an error we keep the kind and the place, not the message.
"""

import logging
import time
import traceback
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase

ALLOWED_FIELDS = frozenset(
    {"event", "level", "logger", "timestamp", "error", "method", "route", "status", "ms", "snapshot", "dropped", "job"}
)
log = structlog.get_logger("tandem.request")

Event = MutableMapping[str, Any]


def keep_allowed(_logger: Any, _name: str, event: Event) -> Event:
    """Keep the named fields; of the others only how many there were."""
    kept = {key: value for key, value in event.items() if key in ALLOWED_FIELDS}
    if len(kept) < len(event):
        kept["dropped"] = len(event) - len(kept)
    return kept


def error_without_message(_logger: Any, _name: str, event: Event) -> Event:
    """`exc_info` becomes the kind of error and the lines it passed: its message may hold what somebody typed."""
    info = event.pop("exc_info", None)
    if isinstance(info, tuple) and info[0] is not None:
        frames = traceback.extract_tb(info[2])[-8:]
        event["error"] = {
            "kind": info[0].__name__,
            "at": [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames],
        }
    return event


def foreign_event(_logger: Any, _name: str, event: Event) -> Event:
    """Lines of Django and gunicorn: the text before its arguments are filled in, since those may be anything."""
    record = event.get("_record")
    if isinstance(record, logging.LogRecord) and not event.get("_from_structlog"):
        event["event"] = str(record.msg)
    return event


def configure_logs() -> None:
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                foreign_event,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                error_without_message,
                keep_allowed,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("procrastinate").setLevel(
        logging.CRITICAL
    )  # it writes what a job was told; platform.jobs does not
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


class RequestLog:
    """One line per answer: method, route, status and milliseconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        response = self.get_response(request)
        log.info(
            "answered",
            method=request.method,
            route=request.resolver_match.route if request.resolver_match else "",
            status=response.status_code,
            ms=round((time.perf_counter() - started) * 1000, 1),
        )
        return response
