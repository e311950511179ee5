"""What every template knows: the site's name and address, and whom to name as source of genres and features."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from accounts.rate_limits import CostlyAction, free_again_at
from enrichment.credits import credits_of
from problems.texts import format_time
from providers.source import Credit


def site(request: HttpRequest) -> dict[str, str]:
    return {"SITE_NAME": settings.SITE_NAME, "SITE_URL": settings.SITE_URL}


def limits(request: HttpRequest) -> dict[str, LimitsPresenter]:
    return {"limits": LimitsPresenter(request)}


@dataclass(frozen=True, slots=True)
class LimitsPresenter:
    """From when a person may press a button again whose limit they have used up; "" where they may now.

    Asked for by the pages that have the button: any other one costs nothing.
    """

    request: HttpRequest

    @property
    def sync(self) -> str:
        return self._next(CostlyAction.SYNC)

    @property
    def check(self) -> str:
        # A check starts a sync.
        return self._next(CostlyAction.CHECK, CostlyAction.SYNC)

    @property
    def link(self) -> str:
        return self._next(CostlyAction.LINK)

    def _next(self, *actions: CostlyAction) -> str:
        user = self.request.user
        if not user.is_authenticated:
            return ""
        moments = [moment for action in actions if (moment := free_again_at(user, action))]
        return format_time(max(moments)) if moments else ""


def sources(request: HttpRequest) -> dict[str, dict[str, list[Credit]]]:
    # In every template, because the sources' terms ask for a credit with a link wherever their data is shown.
    features, genres = credits_of("features"), credits_of("genres")
    return {"sources": {"features": features, "genres": genres, "all": features + genres}}
