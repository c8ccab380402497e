"""The project's own settings, with a TANDEM_HOME that the test process makes and removes itself."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_home = Path(tempfile.mkdtemp(prefix="tandem-test-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["TANDEM_HOME"] = str(_home)
_OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_MAINT_URL", "TANDEM_DATA", "TANDEM_AUDIT_HEADS")
for _name in (*_OURS, "TANDEM_HOSTS", "TANDEM_HTTPS", "TANDEM_DEBUG"):
    os.environ.pop(_name, None)
os.environ["TANDEM_WEBHOOKS"] = "https://systeem.voorbeeld.example"
(_home / "static").mkdir()

from tandem.project.settings import *  # noqa: E402, F403 - the environment must be ready first

# Straight from the source folder: collecting and compressing is what the tests of `tandem run` do.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
WHITENOISE_USE_FINDERS = True
MIDDLEWARE = ["tests.recorder.Recorder", *MIDDLEWARE]  # noqa: F405 - sees every answer as it leaves
