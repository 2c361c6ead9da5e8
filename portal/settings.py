"""The settings, all of them; nothing else reads the environment.

`AFTERCARE_MODE` chooses between four kinds of running:

- `production` (the default): every secret and address must be given, or the portal refuses to start.
- `demo`: what `make run` starts, with the local services and a local mail sink.
- `development`: one's own `manage.py` commands, with DEBUG.
- `test`: pytest.
"""

import logging
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from aftercare.notifications.vapid import public_key
from portal.discreet_logs import refusal_in_a_line, send_structlog_through_logging
from portal.local.state import State, find_state

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

MODES = ("development", "demo", "test", "production")
MODE = env.str("AFTERCARE_MODE", default="production")
if MODE not in MODES:
    raise ImproperlyConfigured(f"AFTERCARE_MODE is {MODE!r}; it must be one of: {', '.join(MODES)}.")
PRODUCTION = MODE == "production"
DEMO_MODE = MODE == "demo"
DEBUG = MODE == "development"


def required(name: str, elsewhere: str, hint: str) -> str:
    """The value of a variable that production must set; `elsewhere` is used in the other modes."""
    value: str = env.str(name, default="" if PRODUCTION else elsewhere)
    if PRODUCTION and not value:
        raise ImproperlyConfigured(
            f"{name} is not set. {hint} (Without AFTERCARE_MODE the portal takes itself to be in production; "
            "for one's own machine set AFTERCARE_MODE=development, or use `make run`.)"
        )
    return value


# --- the local services, outside production ------------------------------------------------------------

STATE_FOLDER = env.str("AFTERCARE_STATE", default="")
STATE = State(Path(STATE_FOLDER)) if STATE_FOLDER else find_state()
SERVICES = env.str("AFTERCARE_SERVICES", default="auto")
MAIL_FOLDER = STATE.mail

# --- what is secret or differs from place to place -----------------------------------------------------

SECRET_KEY = required(
    "SECRET_KEY",
    elsewhere="only-for-one-machine-" + "0123456789" * 5,
    hint="Make one with: python -c 'import secrets; print(secrets.token_urlsafe(60))'",
)
PORTAL_URL = required(
    "PORTAL_URL",
    elsewhere="http://127.0.0.1:8000",
    hint="The address patients see, such as https://aftercare.example.org; links in messages begin with it.",
).rstrip("/")
ALLOWED_HOSTS = required(
    "ALLOWED_HOSTS",
    elsewhere="localhost,127.0.0.1,[::1]",
    hint="The host names the portal answers to, separated by commas, such as aftercare.example.org",
).split(",")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
DATABASE_URL = required(
    "DATABASE_URL",
    elsewhere=STATE.database_url,
    hint="PostgreSQL 14 or newer, such as postgresql://portal:password@db.example.org/portal",
)
REDIS_URL = required(
    "REDIS_URL",
    elsewhere=STATE.redis_url,
    hint="Redis or Valkey with maxmemory-policy noeviction, such as redis://redis.example.org:6379/0",
)
LOCAL_POSTGRES = STATE.database_url == DATABASE_URL  # whether portal.services has to start them
LOCAL_REDIS = STATE.redis_url == REDIS_URL


def broker_url(url: str) -> str:
    """The address of Redis as Celery spells it: sockets are `redis+socket://` there."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    return f"redis+socket://{parts.path}?virtual_host={database_number(url)}"


def cache_url(url: str) -> str:
    """The address of the database after the broker's, so that clearing the cache takes no task along."""
    parts = urlsplit(url)
    number = database_number(url) + 1
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={number}"
    return urlunsplit(parts._replace(path=f"/{number}"))


def database_number(url: str) -> int:
    """The number of the Redis database in an address, 0 where none is given."""
    parts = urlsplit(url)
    number = parts.query.removeprefix("db=") if parts.scheme == "unix" else parts.path.strip("/")
    return int(number or 0)


DATABASES = {
    "default": {
        **env.db_url_config(DATABASE_URL),
        # seconds; a test's web server must not hold on to a database that the tests are about to drop
        "CONN_MAX_AGE": 0 if MODE == "test" else 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
CACHES = {
    "default": {
        "BACKEND": "portal.cache.SteadyCache",
        "LOCATION": cache_url(REDIS_URL),
        "KEY_PREFIX": "portal",
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},  # seconds; somebody waits to sign in
    },
    # what several people read alike for a minute or two: it never leaves the process
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 50}},
}

# --- the application -----------------------------------------------------------------------------------

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
AUTH_USER_MODEL = "aftercare.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "aftercare",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "csp",
    "anymail",
    "django_htmx",
    "django_structlog",
    "pgtrigger",
    "pghistory",
    "phonenumber_field",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.request_log.RequestLogMiddleware",  # after the static files, which need no line each
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "aftercare.middleware.NoStoreMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "aftercare.views.frame.clock",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["calm"]
CRISPY_TEMPLATE_PACK = "calm"
CRISPY_FAIL_SILENTLY = False
PHONENUMBER_DEFAULT_REGION = "US"

# --- languages and time --------------------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en-us", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# --- static files --------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles" if PRODUCTION else None
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "portal.static_files.PortalStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION  # no collectstatic needed on one's own machine
WHITENOISE_ROOT = BASE_DIR / "static" / "root"  # what must stand beside the pages: a worker reaches no higher
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}  # what Python does not know

# --- what is sent to the portal ---------------------------------------------------------------------------

# A file is read up to its limit (services/pictures.py); a form takes three photos and says so of a fourth.
FILE_UPLOAD_HANDLERS = [
    "aftercare.uploads.NoLongerThanAllowed",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# --- sign-in -------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["aftercare.accounts.PortalBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("full_name", "email")}),
        ("MinimumLengthValidator", {}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
if MODE == "test":
    PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ]  # a real one takes most of a test's time
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "aftercare.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60  # seconds
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with an invitation to the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False  # staff share computers: a session by password ends with the browser
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password is told to its owner
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# How many proxies stand in front: allauth's rate limits count addresses, and must count the visitor's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "aftercare.views.unreadable.too_old"
CSRF_COOKIE_SAMESITE = "Lax"

# --- what the browser may do ---------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes ask the process itself, without TLS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
if env.bool("TRUST_FORWARDED_PROTO", default=False):
    # Only behind a proxy that sets this header itself: otherwise any visitor could claim to have come by TLS.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- e-mail --------------------------------------------------------------------------------------------

# Seconds for the connection to a provider, and for each silence of it; far below the time limit of a task.
PROVIDER_TIMEOUT = (5, 10)
# By SMTP, or by a provider's API: EMAIL_BACKEND=anymail.backends.postmark.EmailBackend, and ANYMAIL with what
# that backend asks for, as JSON: {"POSTMARK_SERVER_TOKEN": "...", "WEBHOOK_SECRET": "a-user:a-long-password"}
EMAIL_BACKEND = env.str("EMAIL_BACKEND", default="aftercare.notifications.smtp.EmailBackend")
MAIL_BY_PROVIDER = EMAIL_BACKEND.startswith("anymail.")
ANYMAIL = {"REQUESTS_TIMEOUT": PROVIDER_TIMEOUT, **env.json("ANYMAIL", default={})}
# The secret guards all addresses under /webhooks/mail/; a provider's own signature is checked besides.
MAIL_WEBHOOKS = bool(ANYMAIL.get("WEBHOOK_SECRET"))
if PRODUCTION and MAIL_BY_PROVIDER and not MAIL_WEBHOOKS:
    raise ImproperlyConfigured(
        "ANYMAIL holds no WEBHOOK_SECRET. By it the mail provider proves that a bounce is its own: set "
        '"WEBHOOK_SECRET": "user:password" in ANYMAIL, both long and random, and give the provider '
        f"https://user:password@{urlsplit(PORTAL_URL).netloc}/webhooks/mail/<provider>/tracking/"
    )
EMAIL_HOST = (
    ""
    if MAIL_BY_PROVIDER
    else required("EMAIL_HOST", elsewhere="127.0.0.1", hint="The host that takes outgoing mail by SMTP.")
)
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", default=False)  # encrypted from the first byte, port 465
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=PRODUCTION and not EMAIL_USE_SSL)  # by STARTTLS, port 587
EMAIL_PORT = env.int("EMAIL_PORT", default=(465 if EMAIL_USE_SSL else 587) if PRODUCTION else 8025)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_TIMEOUT = env.float("EMAIL_TIMEOUT", default=10.0)  # seconds
DEFAULT_FROM_EMAIL = required(
    "DEFAULT_FROM_EMAIL",
    elsewhere="Aftercare portal <aftercare@portal.example>",
    hint="The address that messages come from, such as aftercare@example.org; the mail host must accept it.",
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- text messages and web push: each offered where it is set up ----------------------------------------

SMS_URL = env.str("SMS_URL", default="https://api.twilio.com").rstrip("/")
TWILIO_ACCOUNT_SID = env.str("TWILIO_ACCOUNT_SID", default="")
TWILIO_AUTH_TOKEN = env.str("TWILIO_AUTH_TOKEN", default="")
SMS_FROM = env.str("SMS_FROM", default="")  # a number in E.164, or the id of a messaging service ("MG...")
SMS_OFFERED = bool(SMS_URL and TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN and SMS_FROM)

WEB_PUSH_PRIVATE_KEY = env.str("WEB_PUSH_PRIVATE_KEY", default="")  # PEM, or base64url
WEB_PUSH_CONTACT = env.str("WEB_PUSH_CONTACT", default="")  # whom push services ask: mailto:it@clinic.example
WEB_PUSH_OFFERED = bool(WEB_PUSH_PRIVATE_KEY and WEB_PUSH_CONTACT)
WEB_PUSH_ALLOW_HTTP = MODE == "test"  # browsers name the addresses to write to: only hosts with a certificate
if WEB_PUSH_OFFERED and not WEB_PUSH_CONTACT.startswith(("mailto:", "https://")):
    raise ImproperlyConfigured("WEB_PUSH_CONTACT must begin with mailto: or https://")
try:
    WEB_PUSH_PUBLIC_KEY = public_key(WEB_PUSH_PRIVATE_KEY) if WEB_PUSH_OFFERED else ""
except ValueError as error:
    raise ImproperlyConfigured(
        "WEB_PUSH_PRIVATE_KEY is no private key of the curve P-256. Make one with: vapid --gen; it is the "
        "content of private_key.pem."
    ) from error

# --- tasks ---------------------------------------------------------------------------------------------

CELERY_BROKER_URL = broker_url(REDIS_URL)
# Redis may be killed, emptied or frozen: workers and beat go on by themselves (tests/faults/test_redis.py).
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # by default a worker gives up and ends after 100 tries
CELERY_BROKER_TRANSPORT_OPTIONS = {  # in seconds
    "visibility_timeout": 600,  # far above the hard time limit
    # without these two, whoever publishes or connects waits for ever on a host that fell silent
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
    # a connection that waits for tasks is asked whether it still lives; a dead one is made anew in about 20 s
    "health_check_interval": 10,
}
# A lost connection ends no task: ended in the middle, a message would be unknown. Redis may then hand the
# task out again; that is harmless, its messages are not sent twice.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SOFT_TIME_LIMIT = 50
CELERY_TASK_TIME_LIMIT = 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Left to itself Celery closes the connection to the database around every task. portal.celery does as a
# request does: one that is too old, or does not answer, is closed before a task.
CELERY_DB_REUSE_MAX = 10**9
# A worker for each queue: neither 50,000 routine reminders nor a slow mail host may delay what is clinical,
# and the clocks (`clinical`) wait for no provider at all.
CELERY_TASK_DEFAULT_QUEUE = "outreach"
CELERY_TASK_ROUTES = {
    "aftercare.tasks.tick": {"queue": "clinical"},
    "aftercare.tasks.follow_up_patients": {"queue": "clinical"},
    "aftercare.tasks.send_escalations": {"queue": "escalations"},
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "celery.beat.Scheduler"  # in memory: no file to keep, no folder that must be there
OUTREACH_TICK_SECONDS = env.float("OUTREACH_TICK_SECONDS", default=5.0)
OUTREACH_LEASE_SECONDS = env.float("OUTREACH_LEASE_SECONDS", default=120.0)  # above the tasks' time limit
OUTREACH_PAUSE_SECONDS = env.float("OUTREACH_PAUSE_SECONDS", default=60.0)  # before a message is tried again
if PRODUCTION and OUTREACH_LEASE_SECONDS <= CELERY_TASK_TIME_LIMIT:
    raise ImproperlyConfigured(
        f"OUTREACH_LEASE_SECONDS must be above {CELERY_TASK_TIME_LIMIT}: a message must not be given to a "
        "second worker while the first may still be sending it."
    )
# A tick that could not be taken in time is worth nothing: the next one finds the same due rows.
CELERY_BEAT_SCHEDULE = {
    "tick": {
        "task": "aftercare.tasks.tick",
        "schedule": OUTREACH_TICK_SECONDS,
        "options": {"expires": OUTREACH_TICK_SECONDS},
    },
}

# --- logs: to the console, ids only --------------------------------------------------------------------

send_structlog_through_logging()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "portal.discreet_logs.DiscreetFormatter",
            "fmt": "%(message)s" if PRODUCTION else "%(asctime)s %(levelname)s %(name)s: %(message)s",
            "json": PRODUCTION,
        }
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": [refusal_in_a_line]}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
        # Said once, by django_structlog, with the id of the request or task:
        "django.request": {"level": "CRITICAL"},
        "celery.app.trace": {"level": "CRITICAL"},
        # Said for each task; the task itself says what came of it.
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "mail.log": {"level": "WARNING"},  # the demonstration's mail sink would name every address
    },
}
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
# No user: asking who it is would ask the database, also where a request failed because that does not answer.
DJANGO_STRUCTLOG_USER_ID_FIELD = ""
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_CELERY_TASK_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_CELERY_TASK_SUCCESS_LOG_LEVEL = logging.DEBUG
