"""The privacy page: its numbers come from the settings that the site goes by, so that it cannot promise others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.revocation import GIVE_UP_AFTER, SHOWN_FOR
from enrichment.credits import credits_of
from enrichment.pipeline import LANES
from notifications.retention import KEPT_FOR
from providers.source import Credit
from website.messages import MessageCookie


class SourceWords(NamedTuple):
    """What a source of genres and features is asked by, and where it is."""

    asked: str
    country: str


class Recipient(NamedTuple):
    credit: Credit
    words: SourceWords


class Cookie(NamedTuple):
    name: str
    purpose: str
    kept: str


def source_words() -> dict[str, SourceWords]:
    """Returns the words of every source that is credited, by the name in its credit."""
    return {
        "ReccoBeats": SourceWords(_("Asked about tracks, by Spotify's ids."), _("It names no country.")),
        "MusicBrainz": SourceWords(_("Asked about artists, by Spotify's ids."), _("In the USA.")),
        "ListenBrainz": SourceWords(_("Asked about artists, by MusicBrainz's ids."), _("In the USA.")),
        "Last.fm": SourceWords(_("Asked about artists, by name."), _("In the United Kingdom.")),
    }


@dataclass(frozen=True, slots=True)
class PrivacyPresenter:
    """Who is responsible, the cookies, who is asked, and how long each thing is kept."""

    @property
    def operator(self) -> str:
        return settings.OPERATOR_NAME

    @property
    def contact(self) -> str:
        return settings.OPERATOR_CONTACT

    @property
    def contact_link(self) -> str:
        """Returns where a click on the contact leads: an e-mail or a page; "" for any other text."""
        if settings.OPERATOR_CONTACT.startswith(("https://", "http://")):
            return settings.OPERATOR_CONTACT
        is_address = "@" in settings.OPERATOR_CONTACT and " " not in settings.OPERATOR_CONTACT
        return f"mailto:{settings.OPERATOR_CONTACT}" if is_address else ""

    @property
    def cookies(self) -> list[Cookie]:
        session = timedelta(seconds=settings.SESSION_COOKIE_AGE)
        forms = timedelta(seconds=settings.CSRF_COOKIE_AGE)
        return [
            Cookie(
                settings.SESSION_COOKIE_NAME,
                _("Knows that you are signed in"),
                _("%(time)s after you sign in, or until you sign out; an hour where a sign-in is only begun")
                % {"time": format_days(session)},
            ),
            Cookie(settings.CSRF_COOKIE_NAME, _("Guards the forms against other sites"), format_days(forms)),
            Cookie(
                MessageCookie.cookie_name,
                _("Brings a sentence like “Saved.” to the next page"),
                _("until that page has shown it"),
            ),
        ]

    @property
    def recipients(self) -> list[Recipient]:
        credits = credits_of("features") + credits_of("genres")
        words = source_words()
        return [Recipient(credit, words[credit.name]) for credit in credits]

    @property
    def asks_spotify(self) -> bool:
        """Returns whether Spotify is one of the sources: it needs somebody's key."""
        return any(source.name == "spotify" for lane in LANES.values() for source in lane.sources())

    @property
    def retention(self) -> str:
        return format_days(settings.RETENTION)

    @property
    def deliveries(self) -> str:
        return format_days(KEPT_FOR)

    @property
    def session(self) -> str:
        return format_days(timedelta(seconds=settings.SESSION_COOKIE_AGE))

    @property
    def revocation(self) -> str:
        return format_days(GIVE_UP_AFTER)

    @property
    def failed_revocation(self) -> str:
        return format_days(SHOWN_FOR)

    @property
    def logs(self) -> str:
        return _format_promise(settings.LOG_DAYS)

    @property
    def backups(self) -> str:
        return _format_promise(settings.BACKUP_DAYS)


def format_days(length: timedelta) -> str:
    """Returns “1 day” or “730 days”."""
    return ngettext("%(count)s day", "%(count)s days", length.days) % {"count": length.days}


def _format_promise(days: int) -> str:
    """Returns “for at most 30 days”; "" where the operator has promised nothing."""
    return _("for at most %(time)s") % {"time": format_days(timedelta(days=days))} if days else ""
