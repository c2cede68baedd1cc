"""Django's settings, read from the environment.

`DATABASE_URL` connects as the application's role, `DATABASE_OWNER_URL` as the owner of the tables (migrations and
`saldo setup` only). `SALDO_SECRET_KEY` signs links and encrypts secrets at rest. `SALDO_DATA` is a folder that the
process may write to. `SALDO_TRUSTED_PROXY` names the proxies (addresses or networks) whose word about the sender's
address and about https is taken. `SALDO_SMTP_URL` (`smtp://user:password@host:587?tls=starttls`) sends mail; without it
mail is held.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from saldo.config.catalogues import ready_catalogues
from saldo.config.clocks import clock_for

PACKAGE = Path(__file__).resolve().parent.parent


def _flag(name: str, default: str = "0") -> bool:
    return os.environ.get(name, default).lower() in {"1", "true", "yes"}


def _database(url: str, *, pool: bool) -> dict[str, Any]:
    parts = conninfo_to_dict(url) if url else {}
    options: dict[str, Any] = {
        key: value for key, value in parts.items() if key not in {"dbname", "user", "password", "host", "port"}
    }
    if pool:
        options["pool"] = {"min_size": 1, "max_size": int(os.environ.get("SALDO_POOL_SIZE", "8")), "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "saldo"),
        "USER": parts.get("user", "saldo_app"),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "OPTIONS": options,
    }


# --- what this installation is
DEBUG = False
SALDO_DATA = Path(os.environ.get("SALDO_DATA", ".saldo")).resolve()
SALDO_BASE_URL = os.environ.get("SALDO_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
SALDO_DEMO = _flag("SALDO_DEMO")
SALDO_CLOCK = clock_for(os.environ.get("SALDO_TODAY", ""))
SALDO_SMTP_URL = os.environ.get("SALDO_SMTP_URL", "")
SALDO_SENDER = os.environ.get("SALDO_SENDER", "saldo@localhost")
SALDO_WIRING = "saldo.config.wiring.HANDLERS"
SALDO_FRAME_OPENERS = "saldo.config.wiring.FRAME_OPENERS"
SALDO_PLUGINS = "saldo.config.wiring.BUNDLED_PLUGINS"

SECRET_KEY = os.environ.get("SALDO_SECRET_KEY", "")
if not SECRET_KEY:
    if os.environ.get("DATABASE_URL"):
        raise ImproperlyConfigured("SALDO_SECRET_KEY is not set: make one with `saldo setup --print-key` and keep it.")
    SECRET_KEY = "no-database-no-secrets"  # only for commands that reach no database, such as makemigrations

IS_HTTPS = SALDO_BASE_URL.startswith("https://")
SALDO_TRUSTED_PROXY = [one for one in os.environ.get("SALDO_TRUSTED_PROXY", "").replace(",", " ").split() if one]
_OWN_HOST = urlsplit(SALDO_BASE_URL).hostname or "localhost"
ALLOWED_HOSTS = [*os.environ.get("SALDO_HOSTS", "127.0.0.1,localhost,[::1]").split(","), _OWN_HOST]
CSRF_TRUSTED_ORIGINS = [SALDO_BASE_URL]
CSRF_FAILURE_VIEW = "saldo.base.people.views.csrf_failed.csrf_failed"

# --- data
DATABASES = {
    "default": _database(os.environ.get("DATABASE_URL", ""), pool=_flag("SALDO_POOL", "1")),
    "owner": _database(os.environ.get("DATABASE_OWNER_URL", ""), pool=False),
}
DATABASES["owner"]["TEST"] = {"MIRROR": "default"}
SALDO_APPLICATION_ROLE = DATABASES["default"]["USER"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "saldo.config.caches.SharedCache"}}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "django_htmx",
    "template_partials",
    "axes",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "saldo.base.tenants",
    "saldo.base.people",
    "saldo.base.audit",
    "saldo.base.events",
    "saldo.base.inbox",
    "saldo.base.numbering",
    "saldo.base.files",
    "saldo.ledger",
    "saldo.customers",
    "saldo.taxes",
    "saldo.correspondence",
    "saldo.invoices",
    "saldo.payments",
    "saldo.settlement",
    "saldo.cases",
    "saldo.imports",
    "saldo.collections",
    "saldo.insights",
    "saldo.runs",
    "saldo.web.ui",
    "saldo.web.console",
    "saldo.web.portal",
]

MIDDLEWARE = [
    "saldo.config.middleware.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "saldo.base.people.middleware.LastSeenMiddleware",
    "saldo.base.people.middleware.KeptFormMiddleware",
    "saldo.config.middleware.FrameMiddleware",
]

ROOT_URLCONF = "saldo.config.urls"
WSGI_APPLICATION = "saldo.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "saldo.web.console.queries.shell_of_request",
            ],
        },
    }
]

# --- people
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "people:sign_in"
PASSWORD_RESET_TIMEOUT = 3 * 60 * 60
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "saldo.base.people.policies.lock_name.lock_address"
AXES_USERNAME_CALLABLE = "saldo.base.people.policies.lock_name.lock_name"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
MFA_ADAPTER = "saldo.base.people.handlers.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # half a minute early or late

# --- words, dates
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("es", "Español"),
    ("pt", "Português"),
    ("pt-br", "Português (Brasil)"),
    ("pl", "Polski"),
]
LOCALE_PATHS = [ready_catalogues(PACKAGE / "locale", data=SALDO_DATA)]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- pages
STATIC_URL = "/static/"
STATIC_ROOT = SALDO_DATA / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "saldo.web.ui.finders.InterFinder",
    "saldo.web.ui.finders.StylesFinder",
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_HTTPS else 0
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"hide_secrets": {"()": "saldo.config.logs.HideSecrets"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["hide_secrets"]},
    },
    "root": {"handlers": ["console"], "level": os.environ.get("SALDO_LOG_LEVEL", "WARNING")},
}
