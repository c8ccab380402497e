"""The door for gunicorn. Refuses to open when a start-up check finds an error.

The public pages need no database; where one is set, its tables are checked too.
"""

import os
from io import StringIO

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.project.settings")

application = get_wsgi_application()
call_command("check", databases=["default"] if "DATABASE_URL" in os.environ else None, stdout=StringIO())
connections.close_all()  # gunicorn forks after this; a connection belongs to one process
