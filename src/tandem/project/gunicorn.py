"""How gunicorn serves: two processes with four threads, logs as ours, nothing written outside TANDEM_HOME."""

import logging
import threading

wsgi_app = "tandem.project.wsgi"
worker_class = "gthread"
workers = 2
threads = 4
preload_app = True  # imported and checked once, then shared; wsgi.py closes what may not be shared
keepalive = 5
graceful_timeout = 10
limit_request_line = 8190  # its most; from answers.LONGEST_ADDRESS on the answer is ours, beyond this a bare 414
control_socket_disable = True  # it would stand in the user's home folder


def on_starting(_server: object) -> None:
    """Hand gunicorn's own lines to the root logger, which settings.py makes a JSON one."""
    for name in ("gunicorn.error", "gunicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = True


def post_worker_init(_worker: object) -> None:
    """Prepare the first page beside the work, so that a start takes no longer and a first reader hardly waits."""
    from tandem.web.warm import warm  # noqa: PLC0415 – gunicorn reads this file before Django is set up

    threading.Thread(target=warm, name="warm", daemon=True).start()
