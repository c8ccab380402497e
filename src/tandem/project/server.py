"""The web server of `tandem run`: everything is read in while others make the database ready; it opens when told.

Bringing in our code takes seconds of one core, which the second one has to spare at that time.
Where you run gunicorn yourself, project/gunicorn.py and project/wsgi.py are all there is to it.
"""

import os
import sys
from importlib import import_module

import django
from django.conf import settings
from gunicorn.app.wsgiapp import WSGIApplication


def main() -> None:
    """The arguments are gunicorn's. Wait for TANDEM_DEMO on standard input; without it who started us has gone."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.project.settings")
    django.setup()
    import_module(settings.ROOT_URLCONF)
    demo = sys.stdin.readline()
    if demo:
        settings.DEMO_SIGN_IN = demo.strip() == "1"
        WSGIApplication().run()


if __name__ == "__main__":
    main()
