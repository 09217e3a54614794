"""Settings of one Waymark site.

Everything has a default that works on one machine with nothing else installed. A site that is more than a trial sets
`DATABASE_URL`, `WAYMARK_HOSTS` and `WAYMARK_SECRET_KEY`; the rest is in `docs/how-to/run-a-site.md`.
"""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("WAYMARK_DATA") or "waymark-data").resolve()
os.umask(0o077)  # what is made here names children: nobody else's to read, in a folder others may look into too


def _yes(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "yes" if default else "no").lower() in {"1", "yes", "true", "on"}


def _whole(name: str, default: int) -> int:
    said = os.environ.get(name) or str(default)
    if not said.isdecimal():
        raise ImproperlyConfigured(f"{name} takes a whole number.")
    return int(said)


def _secret_key() -> str:
    """The site's own key: from the environment, else kept in the data folder, made on first use."""
    if given := os.environ.get("WAYMARK_SECRET_KEY"):
        return given
    kept = DATA / "secret-key"
    if not kept.exists():
        DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = kept.with_suffix(f".{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):  # two first starts at once: the first one's key stands
            os.link(made, kept)
        made.unlink()
    return kept.read_text()


SECRET_KEY = _secret_key()
DEBUG = _yes("WAYMARK_DEBUG")
ALLOWED_HOSTS = os.environ.get("WAYMARK_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in {"127.0.0.1", "localhost", "[::1]"}]
BEHIND_HTTPS = _yes("WAYMARK_HTTPS")
# The address people reach the site at, for links in letters that no page wrote.
WAYMARK_ADDRESS = os.environ.get(
    "WAYMARK_ADDRESS", f"https://{ALLOWED_HOSTS[0]}" if BEHIND_HTTPS else f"http://{ALLOWED_HOSTS[0]}:8000"
).rstrip("/")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "waymark.places",
    "waymark.access",
    "waymark.intake",
    "waymark.post",
    "waymark.providers",
    "waymark.opportunities",
    "waymark.ledger",
    "waymark.leadership",
    "waymark.surveys",
    "waymark.evaluation",
    "waymark.guidance",
    "waymark.planner",
    "waymark.publishing",
    "waymark.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "waymark.web.keeping.nothing_kept",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "waymark.config.urls"
WSGI_APPLICATION = "waymark.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "waymark.web.jinja.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {  # only for the few plain e-mail texts of allauth that we do not write ourselves
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]


def _named_database(url: str) -> Any:
    """The database of an address. One that is none is refused in words that do not repeat it: it has a password."""
    with contextlib.suppress(ValueError):
        chosen = dj_database_url.parse(url)
        if chosen["NAME"] and chosen["ENGINE"].rpartition(".")[2] in {"sqlite3", "postgresql"}:
            return chosen
    raise ImproperlyConfigured("DATABASE_URL is not like postgres://name:password@host/database or sqlite:////file.")


def _database() -> Any:
    """SQLite in the data folder, or what `DATABASE_URL` names."""
    url = os.environ.get("DATABASE_URL")
    if url:
        chosen = _named_database(url)
    else:
        DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
        chosen = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(DATA / "waymark.sqlite3")}
    # Kept for the pages that follow: to open SQLite and read its schema costs more than most pages ask of it.
    chosen |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    if chosen["ENGINE"].endswith("sqlite3"):
        chosen["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                "PRAGMA mmap_size=134217728; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
            ),
        }
    if name := os.environ.get("WAYMARK_TEST_DB"):
        chosen["TEST"] = {"NAME": f"test_{name}"}
    return chosen


DATABASES = {"default": _database()}
# What limits on guessing count is kept in the database, where all processes of the site count together. How often
# programs ask is counted by each process for itself: a pace need not be exact, and is looked at with every request.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "access_tally",
        "KEY_FUNCTION": "waymark.access.tallies.hidden",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},  # past it counts would be dropped; the night drops what is over
    },
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 3000}},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.User"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "waymark.access.sign_in.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "waymark.web.entrance_forms.SignInForm",
    "change_password": "waymark.web.entrance_forms.ChangePasswordForm",
    "reset_password": "waymark.web.entrance_forms.ResetPasswordForm",
    "reset_password_from_key": "waymark.web.entrance_forms.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with an invitation sent to its address
ACCOUNT_PREVENT_ENUMERATION = True
# Signing in is limited by account only: a limit by address would lock out a whole school behind one connection. Wrong
# passwords are counted below, where an administrator can unlock; `login_failed` counts codes of the second step.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "8/15m/key",
    "reset_password": "30/h/ip,5/h/key",
    "change_password": "10/h/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_HTTPS else 0
MFA_ADAPTER = "waymark.access.sign_in.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_HTTPS
MFA_TOTP_ISSUER = "Waymark"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_CALLABLE = "waymark.access.sign_in.name_given"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # asks to count by address as well, which locks out a whole school

SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31536000 if BEHIND_HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if BEHIND_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [BASE / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(DATA / "files")}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# A file over this size is refused at the door; until then it is spooled to disk, never held in memory.
WAYMARK_LARGEST_FILE = _whole("WAYMARK_LARGEST_FILE", 25 * 1024 * 1024)
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a register of a whole year group is one form

# A mail server that is named is used: without one, letters are files in the outbox.
EMAIL_BACKEND = os.environ.get("WAYMARK_EMAIL_BACKEND") or (
    f"django.core.mail.backends.{'smtp' if os.environ.get('WAYMARK_EMAIL_HOST') else 'filebased'}.EmailBackend"
)
EMAIL_FILE_PATH = DATA / "outbox"
EMAIL_HOST = os.environ.get("WAYMARK_EMAIL_HOST", "localhost")
EMAIL_PORT = _whole("WAYMARK_EMAIL_PORT", 25)
EMAIL_HOST_USER = os.environ.get("WAYMARK_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("WAYMARK_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = _yes("WAYMARK_EMAIL_TLS")
DEFAULT_FROM_EMAIL = os.environ.get("WAYMARK_EMAIL_FROM", "waymark@localhost")

# A file of more rows than this is read and merged in the background. They are rows of learners: a row of attendance
# counts for less, one of activities for more.
WAYMARK_AT_ONCE = _whole("WAYMARK_AT_ONCE", 3000)
# Where the worker tells how far it is, and is asked to stop (docs/adr/0006).
WAYMARK_UNDER_WAY = DATA / "under-way"
# Where the index of the course search is kept: made again whenever it is not there.
WAYMARK_COURSE_INDEX = DATA / "course-index"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Whether pages may show what only the demonstration has: the sign-ins, on the sign-in page.
WAYMARK_DEMO = _yes("WAYMARK_DEMO")
WAYMARK_CATALOGUE = _yes("WAYMARK_CATALOGUE", DEBUG)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "waymark.config.logs.Discreet",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("WAYMARK_LOG_LEVEL", "WARNING")},
}
