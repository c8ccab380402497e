"""How gunicorn serves: two processes with four threads, logs as ours, nothing written outside TANDEM_HOME."""

import logging

wsgi_app = "tandem.project.wsgi"
worker_class = "gthread"
workers = 2
threads = 4
preload_app = True  # imported and checked once, then shared; wsgi.py closes what may not be shared
keepalive = 5
graceful_timeout = 10
control_socket_disable = True  # it would stand in the user's home folder


def on_starting(_server: object) -> None:
    """Hand gunicorn's own lines to the root logger, which settings.py makes a JSON one."""
    for name in ("gunicorn.error", "gunicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = True
