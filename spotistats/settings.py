"""Settings come from the environment only; `.env.example` lists every one of them."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from kombu import Queue

from spotistats.environment import (
    SECRETS_OF_PROCESS,
    RecordingEnv,
    database,
    fernet_keys,
    is_loopback,
    kept_secret,
    make_fernet_key,
    metrics_token,
    names_in,
    number,
    one_of,
    redis_url,
    require_existing_names,
    service_account,
    site_name,
    site_url,
    some_of,
    version_in,
    whole,
    wholes,
)

ROOT = Path(__file__).resolve().parent.parent
env = RecordingEnv()
ENV_FILE = Path(env.str("ENV_FILE", default=str(ROOT / ".env")))
environ.Env.read_env(str(ENV_FILE))

VAR = Path(env.str("VAR_DIR", default=str(ROOT / "var")))
VAR.mkdir(parents=True, exist_ok=True)

# The site
SITE_URL = site_url(env.str("SITE_URL", default="http://127.0.0.1:8000"))
SITE_NAME = site_name(env.str("SITE_NAME", default="Tracksheet"))
# Shown on the privacy page; `spotistats.checks` asks a public site for them.
OPERATOR_NAME: str = env.str("OPERATOR_NAME", default="").strip()
OPERATOR_CONTACT: str = env.str("OPERATOR_CONTACT", default="").strip()
VERSION: str = version_in(ROOT / "CHANGELOG.md")
DEBUG: bool = env.bool("DJANGO_DEBUG", default=False)
PUBLIC = not is_loopback(SITE_URL)
METRICS_TOKEN = metrics_token(env.str("METRICS_TOKEN", default=""))
SECURE = SITE_URL.startswith("https://")
if PUBLIC and not SECURE:
    raise ImproperlyConfigured(
        f"SITE_URL is {SITE_URL}: a public site needs https, Spotify refuses anything else."
    )
if PUBLIC and DEBUG:
    raise ImproperlyConfigured(
        "DJANGO_DEBUG is on and SITE_URL is public: debug pages show tokens. Turn one off."
    )
# Webhooks go to public addresses only. On one's own machine a receiver may stand beside the site.
# The page of components (`website.design`), for whoever works on the site.
DESIGN_PAGE = not PUBLIC
WEBHOOKS_ALLOW_LOOPBACK: bool = env.bool("WEBHOOKS_ALLOW_LOOPBACK", default=False)
if PUBLIC and WEBHOOKS_ALLOW_LOOPBACK:
    raise ImproperlyConfigured(
        "WEBHOOKS_ALLOW_LOOPBACK is on and SITE_URL is public: people could call what runs on this machine."
        " Turn it off."
    )
# Which of the site's processes this is; docker-compose.yml gives each only the secrets that it needs.
PROCESS = one_of(env, "PROCESS", "any", list(SECRETS_OF_PROCESS))
SECRET_KEY: str = (
    kept_secret(
        env.str("DJANGO_SECRET_KEY", default=""),
        "DJANGO_SECRET_KEY",
        path=VAR / "secret_key",
        site_url=SITE_URL,
        make=lambda: secrets.token_urlsafe(50),
    )
    if "DJANGO_SECRET_KEY" in SECRETS_OF_PROCESS[PROCESS]
    else ""
)
ENCRYPTION_KEYS = (
    fernet_keys(
        kept_secret(
            env.str("ENCRYPTION_KEYS", default=""),
            "ENCRYPTION_KEYS",
            path=VAR / "encryption_keys",
            site_url=SITE_URL,
            make=make_fernet_key,
        )
    )
    if "ENCRYPTION_KEYS" in SECRETS_OF_PROCESS[PROCESS]
    else []
)
# A public site answers to the machine's own names at `/healthz` and `/readyz` only (`spotistats.health`).
ALLOWED_HOSTS: list[str] = env.list("DJANGO_ALLOWED_HOSTS", default=[]) or [
    environ.urlparse(SITE_URL).hostname,
    *([] if PUBLIC else ["127.0.0.1", "localhost"]),
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# The vendors: the paths below these addresses are the vendors' own
SPOTIFY_CLIENT_ID: str = env.str("SPOTIFY_CLIENT_ID", default="")
SPOTIFY_CLIENT_SECRET: str = env.str("SPOTIFY_CLIENT_SECRET", default="")
SPOTIFY_ACCOUNTS_URL: str = env.str("SPOTIFY_ACCOUNTS_URL", default="https://accounts.spotify.com").rstrip(
    "/"
)
SPOTIFY_API_URL: str = env.str("SPOTIFY_API_URL", default="https://api.spotify.com").rstrip("/")
SPOTIFY_IMAGES_URL: str = env.str("SPOTIFY_IMAGES_URL", default="https://i.scdn.co").rstrip("/")
GOOGLE_CLIENT_ID: str = env.str("GOOGLE_CLIENT_ID", default="")
GOOGLE_CLIENT_SECRET: str = env.str("GOOGLE_CLIENT_SECRET", default="")
GOOGLE_SERVICE_ACCOUNT: dict[str, Any] | None = service_account(env.str("GOOGLE_SERVICE_ACCOUNT", default=""))
GOOGLE_ACCOUNTS_URL: str = env.str("GOOGLE_ACCOUNTS_URL", default="https://accounts.google.com").rstrip("/")
GOOGLE_TOKEN_URL: str = env.str("GOOGLE_TOKEN_URL", default="https://oauth2.googleapis.com/token")
GOOGLE_USERINFO_URL: str = env.str(
    "GOOGLE_USERINFO_URL", default="https://openidconnect.googleapis.com/v1/userinfo"
)
GOOGLE_SHEETS_URL: str = env.str("GOOGLE_SHEETS_URL", default="https://sheets.googleapis.com").rstrip("/")
GOOGLE_DRIVE_URL: str = env.str("GOOGLE_DRIVE_URL", default="https://www.googleapis.com/drive").rstrip("/")
GOOGLE_DOCS_URL: str = env.str("GOOGLE_DOCS_URL", default="https://docs.google.com").rstrip("/")
RECCOBEATS_URL: str = env.str("RECCOBEATS_URL", default="https://api.reccobeats.com").rstrip("/")
MUSICBRAINZ_URL: str = env.str("MUSICBRAINZ_URL", default="https://musicbrainz.org").rstrip("/")
LISTENBRAINZ_URL: str = env.str("LISTENBRAINZ_URL", default="https://api.listenbrainz.org").rstrip("/")
LASTFM_URL: str = env.str("LASTFM_URL", default="https://ws.audioscrobbler.com").rstrip("/")
LASTFM_API_KEY: str = env.str("LASTFM_API_KEY", default="")

# The most that settings may say: seconds, days, and anything else
DAY, CENTURY, MANY = 86_400, 36_500, 1_000_000_000

# Genres and audio features: whom to ask, in this order
FEATURE_SOURCES = some_of(env, "FEATURE_SOURCES", ["spotify", "reccobeats"])
GENRE_SOURCES = some_of(env, "GENRE_SOURCES", ["spotify", "musicbrainz", "lastfm"])
SPOTIFY_ENRICHMENT_REQUESTS_PER_DAY = whole(env, "SPOTIFY_ENRICHMENT_REQUESTS_PER_DAY", 20, 0, MANY)
ENRICHMENT_REQUESTS_PER_DAY = whole(env, "ENRICHMENT_REQUESTS_PER_DAY", 5000, 0, MANY)
ENRICHMENT_TIMEOUT = number(env, "ENRICHMENT_TIMEOUT_SECONDS", 15.0, 0.1, 300)
ENRICHMENT_ASK_AGAIN_DAYS = wholes(env, "ENRICHMENT_ASK_AGAIN_DAYS", [30, 90], 1, CENTURY)

# Budgets and times
SPOTIFY_REQUESTS_PER_30_SECONDS = whole(env, "SPOTIFY_REQUESTS_PER_30_SECONDS", 250, 1, MANY)
SPOTIFY_REQUESTS_PER_DAY = whole(env, "SPOTIFY_REQUESTS_PER_DAY", 1000, 1, MANY)
# The rest is kept for clicks: the night's syncs may use no more than this share of the budget.
SPOTIFY_SCHEDULED_SHARE = number(env, "SPOTIFY_SCHEDULED_SHARE", 0.9, 0, 1)
# Reads of whole libraries leave this share to the daily syncs as well, or a request for each of them if that is more.
SPOTIFY_DAILY_SYNC_SHARE = number(env, "SPOTIFY_DAILY_SYNC_SHARE", 0.1, 0, 1)
SPOTIFY_PERSON_SHARE = number(env, "SPOTIFY_PERSON_SHARE", 0.33, 0, 1)
SPOTIFY_SLICE_PAGES = whole(env, "SPOTIFY_SLICE_PAGES", 50, 1, MANY)
SPOTIFY_PAGES_IN_FLIGHT = whole(env, "SPOTIFY_PAGES_IN_FLIGHT", 4, 1, 50)
GOOGLE_REQUESTS_PER_MINUTE = whole(env, "GOOGLE_REQUESTS_PER_MINUTE", 50, 1, MANY)
GOOGLE_PROJECT_REQUESTS_PER_MINUTE = whole(env, "GOOGLE_PROJECT_REQUESTS_PER_MINUTE", 270, 1, MANY)
# What one person may ask for, because all share what the vendors allow and what the machine can do. A check of the sheet
# counts as a click as well: it starts a sync.
SYNC_CLICKS_PER_HOUR = whole(env, "SYNC_CLICKS_PER_HOUR", 10, 1, MANY)
SHEET_CHECKS_PER_MINUTE = whole(env, "SHEET_CHECKS_PER_MINUTE", 1, 1, MANY)
SHEET_LOOKS_PER_MINUTE = whole(env, "SHEET_LOOKS_PER_MINUTE", 6, 1, MANY)
LINK_ATTEMPTS_PER_HOUR = whole(env, "LINK_ATTEMPTS_PER_HOUR", 20, 1, MANY)
SMART_PREVIEWS_PER_MINUTE = whole(env, "SMART_PREVIEWS_PER_MINUTE", 60, 1, MANY)
WEBHOOK_TESTS_PER_MINUTE = whole(env, "WEBHOOK_TESTS_PER_MINUTE", 6, 1, MANY)
# And each API token.
API_READS_PER_MINUTE = whole(env, "API_READS_PER_MINUTE", 60, 1, MANY)
API_TRIGGERS_PER_MINUTE = whole(env, "API_TRIGGERS_PER_MINUTE", 6, 1, MANY)
# A sign-in costs a request to Spotify. Who begins one is known by their address alone until it ends.
SIGN_INS_PER_PERSON_PER_HOUR = whole(env, "SIGN_INS_PER_PERSON_PER_HOUR", 10, 1, MANY)
SIGN_INS_PER_ADDRESS_PER_HOUR = whole(env, "SIGN_INS_PER_ADDRESS_PER_HOUR", 30, 1, MANY)
# How long a run belongs to a worker that shows no sign of life. Shorter finds a killed worker sooner, but must be
# longer than the longest pause between two renewals: one page of Spotify, or one request to Google.
LEASE = timedelta(seconds=whole(env, "LEASE_SECONDS", 240, 1, DAY))
SCHEDULE_SPREAD = timedelta(seconds=whole(env, "SCHEDULE_SPREAD_SECONDS", 900, 0, DAY))
RECONCILE_EVERY = timedelta(days=whole(env, "RECONCILE_DAYS", 7, 0, CENTURY))
HEAL_EVERY = timedelta(days=whole(env, "HEAL_DAYS", 7, 0, CENTURY))
# Whom a restored backup must not bring back (`manage.py after_restore`): not where that backup would overwrite it.
DELETIONS_FILE = Path(env.str("DELETIONS_FILE", default="") or VAR / "deletions")
RETENTION = timedelta(days=whole(env, "RETENTION_DAYS", 730, 0, CENTURY))
# Promises of the operator's: the machine has to keep them, the site only shows them.
LOG_DAYS = whole(env, "LOG_DAYS", 0, 0, CENTURY)
BACKUP_DAYS = whole(env, "BACKUP_DAYS", 0, 0, CENTURY)
UNCLEAR_WRITE_WAIT = timedelta(seconds=whole(env, "UNCLEAR_WRITE_SECONDS", 190, 1, DAY))
DISPATCH_BATCH = whole(env, "DISPATCH_BATCH", 200, 1, MANY)

# What it runs on
REDIS_URL = redis_url(env.str("REDIS_URL", default=""))
DATABASES: dict[str, Any] = {"default": database(env, "DATABASE_URL", f"sqlite:///{VAR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Tests use a file too: threads and live servers cannot share one in memory.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"serializer": "spotistats.json_cache.JSONSerializer"},
        # Version 1 were pickles, which a process of an older release would make of what it finds.
        "VERSION": 2,
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # No person gives an address.

INSTALLED_APPS = [
    "spotistats.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "django_otp",
    "ninja",  # the assets of its reference page, which it would take from elsewhere otherwise
    "social_django",
    "spotistats",
    "providers",
    "accounts",
    "library",
    "enrichment",
    "sheets",
    "syncer",
    "notifications",
]
MIDDLEWARE = [
    "spotistats.middleware.LogContextMiddleware",
    "spotistats.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "api.middleware.ApiMiddleware",
    # Before all that reads a cookie, a path or a parameter.
    "website.charset.CharsetMiddleware",
    "website.middleware.BodyLimitMiddleware",
    "website.middleware.StorableTextMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "website.sign_in.middleware.SignInProblemMiddleware",
    "website.middleware.RedisAwayMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "spotistats.urls"
WSGI_APPLICATION = "spotistats.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "website.context_processors.errors",
                "website.context_processors.limits",
                "website.context_processors.navigation",
                "website.context_processors.site",
                "website.context_processors.sources",
            ]
        },
    }
]
STATIC_URL = "static/"
STATIC_ROOT = ROOT / "staticfiles"
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns about a folder that is not there
STATICFILES_DIRS = [
    (prefix, folder)
    for prefix, folder in [
        ("pico", ROOT / "node_modules" / "@picocss" / "pico" / "css"),
        ("chart.js", ROOT / "node_modules" / "chart.js" / "dist"),
    ]
    if folder.is_dir()
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PUBLIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PUBLIC
# What browsers and robots ask for at the top of every site, linked or not.
WHITENOISE_ROOT = ROOT / "spotistats" / "root_files"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.Spotify",
    "accounts.backends.Google",
    "accounts.backends.Password",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "accounts.validators.MaximumLengthValidator", "OPTIONS": {"max_length": 128}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# The admin's second factor. Who has enrolled an app is asked for a code in any case.
ADMIN_SECOND_FACTOR: bool = env.bool("ADMIN_SECOND_FACTOR", default=PUBLIC)
# The admin's lock: so many wrong passwords or codes for one name, or from one address, close it to them for a while.
# Counted in the cache: neither names nor addresses are stored. See docs/decisions/0015.
AXES_HANDLER = "accounts.lockout.LockoutHandler"
AXES_ONLY_ADMIN_SITE = True
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# An attempt while it is closed does not keep it closed for longer: nobody could lock an operator out for good.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "website.staff.views.locked_out"
AXES_CLIENT_IP_CALLABLE = "accounts.backends.client_network"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
LOGIN_URL = "home"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
SOCIAL_AUTH_URL_NAMESPACE = "social"
SOCIAL_AUTH_REQUESTS_TIMEOUT = 10
SOCIAL_AUTH_SPOTIFY_SCOPE = ["user-library-read"]
SOCIAL_AUTH_GOOGLE_OAUTH2_SCOPE = ["https://www.googleapis.com/auth/drive.file"]
SOCIAL_AUTH_GOOGLE_OAUTH2_AUTH_EXTRA_ARGUMENTS = {
    "access_type": "offline",
    "prompt": "consent",
    "include_granted_scopes": "true",
}
# No step loads extra data: social-auth's own rows stay token-free.
SOCIAL_AUTH_SPOTIFY_PIPELINE = (
    "social_core.pipeline.social_auth.social_details",
    "social_core.pipeline.social_auth.social_uid",
    "accounts.pipeline.limit_sign_ins",
    "accounts.pipeline.check_scopes",
    "accounts.pipeline.find_person",
    "accounts.pipeline.create_person",
    "website.sign_in.pipeline.take_time_zone",
    "social_core.pipeline.social_auth.associate_user",
    "accounts.pipeline.store_tokens",
    "accounts.pipeline.renew_session",
    "website.sign_in.pipeline.lead_to_linking",
)
# Kept in the session while the person is at the vendor's page; a step takes it out.
SOCIAL_AUTH_SPOTIFY_FIELDS_STORED_IN_SESSION = ["time_zone"]
SOCIAL_AUTH_GOOGLE_OAUTH2_FIELDS_STORED_IN_SESSION = ["create_sheet"]
SOCIAL_AUTH_GOOGLE_OAUTH2_PIPELINE = (
    "social_core.pipeline.social_auth.social_details",
    "social_core.pipeline.social_auth.social_uid",
    "accounts.pipeline.check_scopes",
    "accounts.pipeline.check_google_account",
    "sheets.pipeline.check_drive_of_sheet",
    "accounts.pipeline.store_google_account",
    "social_core.pipeline.social_auth.associate_user",
    "accounts.pipeline.store_tokens",
    "accounts.pipeline.renew_session",
    "website.sheet.pipeline.create_sheet_after_consent",
)
SOCIAL_AUTH_GOOGLE_OAUTH2_DISCONNECT_PIPELINE = ("accounts.pipeline.disconnect",)
SOCIAL_AUTH_LOGIN_ERROR_URL = "/"
SOCIAL_AUTH_RAISE_EXCEPTIONS = True

# Safety
# The longest form has some ten thousand characters. What is longer is refused before it is read, and so is any file.
DATA_UPLOAD_MAX_MEMORY_SIZE = whole(env, "MAX_REQUEST_BYTES", 1_000_000, 100_000, MANY)
FILE_UPLOAD_HANDLERS = ["website.middleware.RefuseFiles"]
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
# Browsers take a cookie of such a name only over https, from this very host, for all of it: no other site of the same
# domain can plant one. Over http, on one's own machine, they would not take it at all.
COOKIE_PREFIX = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
MESSAGE_STORAGE = "website.messages.MessageStorage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False
# Both speak for hosts beside this one, and browsers remember: that is the domain's owner to decide, not ours.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if not REDIS_URL:
    # Without Redis all of the site is one process, and a cache in its memory is everybody's.
    SILENCED_SYSTEM_CHECKS.append("axes.W001")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"


def _origin(url: str) -> str:
    parts = environ.urlparse(url)
    return f"{parts.scheme}://{parts.netloc}"


def form_action(*vendors: tuple[str, str]) -> list[str]:
    """Returns where a form may end: here, and at those vendors that we have the client id of an app for."""
    return ["'self'", *(_origin(url) for client_id, url in vendors if client_id)]


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        # Pico draws its icons as data: images, and covers may be shown from Spotify only.
        "img-src": ["'self'", "data:", _origin(SPOTIFY_IMAGES_URL)],
        # Chromium follows a form's redirects with this rule: sign-in leaves for these two.
        "form-action": form_action(
            (SPOTIFY_CLIENT_ID, SPOTIFY_ACCOUNTS_URL), (GOOGLE_CLIENT_ID, GOOGLE_ACCOUNTS_URL)
        ),
        "frame-ancestors": ["'none'"],
        "base-uri": ["'self'"],
        "object-src": ["'none'"],
    }
}

# Celery: the lease in the database is the only recovery, so messages are acknowledged early
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "queue_order_strategy": "priority",
    **({} if REDIS_URL else {"polling_interval": 0.02}),
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# In this order: a person who has clicked waits less than scheduled work, and what is beside the syncs waits for both.
CELERY_TASK_QUEUES = [
    Queue(name, routing_key=name) for name in ("clicks", "scheduled", "notifications", "enrichment")
]
CELERY_TASK_ROUTES = {
    "enrichment.tasks.start_enrichment": {"queue": "enrichment"},
    "enrichment.tasks.enrich": {"queue": "enrichment"},
    "notifications.tasks.deliver_due": {"queue": "notifications"},
    "notifications.tasks.deliver_message": {"queue": "notifications"},
}
CELERY_TASK_DEFAULT_QUEUE = "scheduled"
# Whoever can write into Redis must not be able to run code in a worker.
CELERY_ACCEPT_CONTENT = CELERY_RESULT_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = CELERY_EVENT_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_EXPIRES = None  # there are no results, and so no task that tidies them up
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SOFT_TIME_LIMIT = 3300
CELERY_TASK_TIME_LIMIT = 3600
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"  # keeps no file: the database knows what is due

LOG_LEVEL = one_of(env, "LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"])
# Text for people; JSON for programs that collect logs, with the ids of the person and of the run.
LOG_FORMAT = one_of(env, "LOG_FORMAT", "text", ["text", "json"])
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "spotistats.json_log.JsonFormatter"},
    },
    "filters": {
        "short refusals": {"()": "spotistats.log_filters.ShortRefusals"},
        "without trigger links": {"()": "spotistats.log_filters.WithoutTriggerLinks"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["short refusals", "without trigger links"],
        }
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        # Whatever LOG_LEVEL is: who was let in, refused, and what was done in the admin. Codes and primary keys only.
        "spotistats.security": {"level": "INFO"},
        # These print Authorization headers and codes at DEBUG, whatever the level of ours.
        "spotipy": {"level": "WARNING"},
        # This one prints names and addresses; `spotistats.security` says the same without them.
        "axes": {"level": "ERROR"},
        "requests_oauthlib": {"level": "WARNING"},
        "urllib3": {"level": "WARNING"},
        "google": {"level": "WARNING"},
        "social": {"level": "WARNING"},
    },
}

# The last line: by now every setting has been asked for, but for the secrets that this process does without.
require_existing_names(names_in(ENV_FILE), env.names | SECRETS_OF_PROCESS["any"])
