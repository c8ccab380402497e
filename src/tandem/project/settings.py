"""Django's settings, the same for development, tests and production; what differs comes from the environment.

`tandem.platform.environment` names every variable and refuses a typing error.
"""

import os

import dj_database_url

from tandem.platform import environment
from tandem.platform.home import tandem_home
from tandem.platform.secret import signing_key
from tandem.project.logs import configure_logs

environment.refuse_unknown_names()

HOME = tandem_home()
DEBUG = environment.switch("TANDEM_DEBUG")
HTTPS = environment.switch("TANDEM_HTTPS")
SECRET_KEY = environment.given_secret() or signing_key(HOME)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *environment.names("TANDEM_HOSTS")]
SITE = environment.site()  # how a mail begins an address of ours
TRUSTED_PROXIES = environment.proxies()
DEMO_SIGN_IN = environment.switch("TANDEM_DEMO")  # sign in with one click; only on the fictitious region
WEBHOOKS = environment.origins()  # systems that events may be sent to
SMTP = environment.mail_server()
MAIL_FROM = os.environ.get("TANDEM_MAIL_FROM", "")
CONTACT = os.environ.get("TANDEM_CONTACT", "")  # empty: security@ the host, the mailbox of RFC 2142

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django_cotton",
    "django_htmx",
    "procrastinate.contrib.django",
    "tandem.platform",
    "tandem.audit",
    "tandem.identity",
    "tandem.register",
    "tandem.children",
    "tandem.directory",
    "tandem.sharing",
    "tandem.casework",
    "tandem.routing",
    "tandem.sharing.retention",
    "tandem.sharing.breakglass",
    "tandem.sharing.subject",
    "tandem.sharing.accounting",
    "tandem.cases",
    "tandem.meetings",
    "tandem.decisions",
    "tandem.family",
    "tandem.plans",
    "tandem.web",
    "tandem.api",
    "tandem.project.apps.ProjectConfig",
]
MIDDLEWARE = [
    "tandem.project.headers.SecurityHeaders",
    "tandem.project.logs.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "tandem.project.answers.ShortAddress",
    "tandem.project.answers.Compression",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tandem.web.language.AddressLanguage",
    "django.middleware.common.CommonMiddleware",
    "tandem.project.transaction.OneTransaction",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tandem.project.reading.NoLineNoData",  # last: nearest to the view
]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # of each domain
PROCRASTINATE_IMPORT_PATHS = ["tandem.platform.mail"]  # a job that stands elsewhere
CONTEXT_OF_HAT = "tandem.project.hats.context_of_hat"
# Argon2id as OWASP advises it; Django's own form of storing, so that it can be made slower later.
PASSWORD_HASHERS = ["tandem.identity.hashing.Argon2id"]
AUTH_USER_MODEL = "identity.Account"
ROOT_URLCONF = "tandem.project.urls"
WSGI_APPLICATION = "tandem.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
            ],
        },
    },
]

# `tandem run` and `tandem db` start the embedded database and set DATABASE_URL; elsewhere it must be set.
# The public pages need no database, so a missing address is only an error for who asks the database something.
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", "postgresql://tandem_app@127.0.0.1:1/DATABASE_URL-is-not-set"),
        conn_max_age=600,
        conn_health_checks=True,
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "tandem.project.errors.not_by_this_form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING_CONFIG = None
configure_logs()
