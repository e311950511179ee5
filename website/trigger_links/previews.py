"""Tells who opens an address without anybody having asked for it: previews in messengers, robots, browsers ahead of a click."""

from __future__ import annotations

import re

from django.http import HttpRequest

# WhatsApp, Slack, Telegram, Discord, Teams, Mastodon, iMessage, mail scanners and search engines name themselves by these.
_ROBOT = re.compile(
    r"bot\b|bot/|crawl|spider|preview|scan|facebookexternalhit|whatsapp|telegram|slack|discord|skype|mastodon|embed"
    r"|pinterest|vkshare|linkedin|iframely|google-|safelinks",
    re.IGNORECASE,
)
# https://wicg.github.io/nav-speculation/prefetch.html, and what browsers sent before it
_AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
_NAVIGATION = ("", "document")


def is_preview(request: HttpRequest) -> bool:
    """Returns whether the request shows that nobody means to visit the page; one that hides it is taken for a visit."""
    return (
        any(name in request.headers for name in _AHEAD)
        or request.headers.get("Sec-Fetch-Dest", "") not in (*_NAVIGATION, "empty")
        or bool(_ROBOT.search(request.headers.get("User-Agent", "")))
    )
