"""Which pages are pictured, whose, and in which windows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from string import Formatter
from typing import Any

from accounts.models import User
from library.models import SavedTrack
from tools.screenshots.runs import FAILED, FULL

_DESKTOP = {"viewport": {"width": 1280, "height": 900}}
_PHONE = {"viewport": {"width": 390, "height": 844}}
WINDOWS: dict[str, dict[str, Any]] = {
    "desktop": _DESKTOP,
    "phone": _PHONE,
    "dark": {**_DESKTOP, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 700}},
    "wide": {"viewport": {"width": 2560, "height": 1300}},
    "german": {**_DESKTOP, "locale": "de-DE"},
    "german-phone": {**_PHONE, "locale": "de-DE", "color_scheme": "dark"},
}
# By name of the picture. The fields are ids of the person's, {year} one with saves.
PAGES = {
    "home": "/",
    "library": "/library/",
    "library-found": "/library/?search=love&tempo_min=100&sort=-energy",
    "library-wrong": "/library/?tempo_min=900&energy_min=80&energy_max=20",
    "library-nothing": "/library/?search=xyzzy",
    "library-day": "/library/?as_of=2023-05-03",
    "removed": "/library/?removed=only",
    "timeline": "/library/timeline/",
    "track": "/library/tracks/{track}/",
    "statistics": "/statistics/",
    "statistics-all": "/statistics/?range=all&genres=count",
    "statistics-error": "/statistics/?first=2026-12-01&last=2026-01-01",
    "statistics-empty": "/statistics/?range=1999",
    "statistics-every-genre": "/statistics/every-genre/",
    "statistics-saved": "/statistics/saved/?range=all",
    "statistics-sound": "/statistics/sound/",
    "statistics-top": "/statistics/top/",
    "statistics-years": "/statistics/years/",
    "statistics-year": "/statistics/{year}/",
    "sheet": "/sheet/",
    "sheet-unlink": "/sheet/unlink/",
    "smart": "/smart/",
    "smart-new": "/smart/new/?preset=Chill",
    "smart-nineties": "/smart/new/?preset=Calm+nineties",
    "smart-edit": "/smart/{smart}/",
    "smart-find": "/smart/{smart}/why/",
    "smart-why": "/smart/{smart}/why/{save}/",
    "smart-remove": "/smart/{smart}/remove/",
    "by-month-remove": "/smart/by-month/genres/remove/",
    "syncs": "/syncs/",
    "run": "/runs/{run}/",
    "run-full": "/runs/{full_run}/",
    "run-failed": "/runs/{failed_run}/",
    "missing": "/missing/",
    "missing-remove": "/missing/remove/",
    "missing-release": "/missing/kept/remove/",
    "settings": "/settings/",
    "leave": "/leave/",
    "api": "/settings/api/",
    "api-revoke": "/settings/api/{token}/revoke/",
    "links": "/settings/api/links/",
    "link-revoke": "/settings/api/links/{link}/revoke/",
    "webhooks": "/settings/webhooks/",
    "webhook": "/settings/webhooks/{webhook}/",
    "webhook-delete": "/settings/webhooks/{webhook}/delete/",
    "button": "/button/",
    "privacy": "/privacy/",
    "design": "/design/",
}
# What somebody sees who is not signed in.
PUBLIC = {
    "welcome": "/",
    "welcome-privacy": "/privacy/",
    "not-found": "/nowhere/",
    "offline": "/button/offline/",
    "link-unknown": "/t/unknown",
    "staff": "/admin/login/",
}
NOT_PICTURED = {
    **dict.fromkeys(
        ("events-csv", "events-jsonl", "library-csv", "library-jsonl", "syncs-csv", "syncs-jsonl"), "a file"
    ),
    **dict.fromkeys(("manifest", "service-worker"), "read by the browser"),
    **dict.fromkeys(
        ("library-genres", "run-progress", "sheet-preview", "smart-preview", "smart-conditions"),
        "a part of a page, pictured with it",
    ),
    **dict.fromkeys(
        (
            "contents",
            "disconnect-google",
            "dismiss-hint",
            "language",
            "missing-keep",
            "optional-tab",
            "pause",
            "resume",
            "sheet-check",
            "sheet-create",
            "sheet-everything",
            "sheet-next-write",
            "sheet-share",
            "sheet-tab-again",
            "sheet-time-zone",
            "sign-out",
            "sign-out-elsewhere",
            "sign-out-everywhere",
            "smart-again",
            "switch-trigger-link",
            "switch-webhook",
            "test-webhook",
            "try-again",
            "sync-now",
        ),
        "a form that is sent, answered by a page that is pictured",
    ),
}
"""Names of addresses without a picture, each with the reason."""

# All windows for the library of most people; for the others those in which something else may go wrong.
SIZES = {
    1400: ("desktop", "phone", "dark", "narrow", "wide", "german", "german-phone"),
    50_000: ("desktop", "phone"),
    1: ("desktop", "german-phone"),
    0: ("desktop", "german-phone"),
}
VISITOR = tuple(WINDOWS)
# People in a state that shows on some pages, in a desktop's window and a phone's.
STATES = {
    "unlinked": (
        "home",
        "library",
        "statistics",
        "sheet",
        "smart",
        "smart-new",
        "syncs",
        "settings",
        "missing",
    ),
    "held": ("home", "library", "missing", "missing-remove", "missing-release"),
    "importing": ("home", "run", "syncs", "library", "sheet", "smart"),
    "ending": ("home", "settings"),
}
STATE_WINDOWS = ("desktop", "german-phone")


def chosen_pages(
    pages: Mapping[str, str], ids: Mapping[str, object], only: Collection[str] = ()
) -> dict[str, str]:
    """Returns the addresses by name, without those of things that the person does not have."""
    named = {name: path for name, path in pages.items() if not only or name in only}
    return {
        name: path.format(**ids)
        for name, path in named.items()
        if all(field is None or field in ids for _, field, *_ in Formatter().parse(path))
    }


def ids_of(user: User) -> dict[str, int]:
    """Returns the ids in the addresses of `PAGES`, of the person's newest things."""
    current = SavedTrack.objects.filter(user=user, removed_at=None, track__isnull=False).order_by("-position")
    runs = user.runs.order_by("-created_at").values_list("pk", flat=True)
    found = {
        "track": current.values_list("track", flat=True)[:1],
        "save": current.values_list("pk", flat=True)[:1],
        "year": user.saved_tracks.order_by("-added_at").values_list("added_at__year", flat=True)[:1],
        "run": runs[:1],
        "full_run": runs[FULL : FULL + 1],
        "failed_run": runs[FAILED : FAILED + 1],
        "smart": user.smarttabs.values_list("pk", flat=True)[:1],
        "token": user.api_tokens.values_list("pk", flat=True)[:1],
        "link": user.trigger_links.values_list("pk", flat=True)[:1],
        "webhook": user.webhooks.values_list("pk", flat=True)[:1],
    }
    return {name: rows[0] for name, rows in found.items() if rows}
