"""Statistics by range, a page a segment so that each asks only for what it shows; and a year in review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from library.statistics.genres import main_genres_by_month
from library.statistics.months import sounds, traffic
from library.statistics.spans import genre_spans
from library.statistics.tops import decades, pictured_albums, pictured_artists
from library.statistics.year_review import year_review
from library.statistics.years import SavedYear, saved_years
from website.decorators import SignedInRequest, sign_in_required
from website.statistics.charts import (
    present_decades,
    present_genres,
    present_saved_years,
    present_sound,
    present_traffic,
)
from website.statistics.forms import Choice, read_choice
from website.statistics.presenters import Axis, RangePresenter, present_segments
from website.statistics.reviews import present_year
from website.statistics.spans import present_spans

TOP = 12


@dataclass
class Page:
    """What the pages have in common: the choice in the address, and the years with a save."""

    request: SignedInRequest
    segment: str

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def choice(self) -> Choice:
        return read_choice(self.request.GET, self.today)

    @cached_property
    def years(self) -> list[SavedYear]:
        return saved_years(self.request.user)

    @cached_property
    def axis(self) -> Axis:
        return Axis.of(self.choice, self.years, self.today)

    def render(self, **context: Any) -> HttpResponse:
        """Renders the segment's template; `has_saves` is false where its range is empty."""
        shown = {
            "choice": self.choice,
            "years": self.years,
            "range": RangePresenter(self.choice, self.years, self.request.path),
            "segments": present_segments(self.segment, self.choice),
        }
        template = f"statistics/{self.request.resolver_match.url_name}.html"  # type: ignore[union-attr]
        return render(self.request, template, shown | context)


@require_safe
@sign_in_required
def show_genres(request: SignedInRequest) -> HttpResponse:
    page = Page(request, "statistics")
    months = main_genres_by_month(request.user, page.choice.period)
    genres = present_genres(months, page.axis, by_count=page.choice.by_count)
    return page.render(genres=genres, has_saves=bool(months))


@require_safe
@sign_in_required
def show_every_genre(request: SignedInRequest) -> HttpResponse:
    """From when to when each genre was saved."""
    page = Page(request, "statistics")
    spans = genre_spans(request.user, page.choice.period)
    return page.render(spans=present_spans(spans), has_saves=bool(page.axis.starts))


@require_safe
@sign_in_required
def show_saved(request: SignedInRequest) -> HttpResponse:
    page = Page(request, "statistics-saved")
    months = traffic(request.user, page.choice.period)
    saved = present_traffic(months, page.axis, as_it_is=page.choice.as_it_is)
    return page.render(saved=saved, has_saves=bool(months))


@require_safe
@sign_in_required
def show_sound(request: SignedInRequest) -> HttpResponse:
    page = Page(request, "statistics-sound")
    months = sounds(request.user, page.choice.period)
    return page.render(sound=present_sound(months, page.axis) if months else None, has_saves=bool(months))


@require_safe
@sign_in_required
def show_top(request: SignedInRequest) -> HttpResponse:
    page = Page(request, "statistics-top")
    period = page.choice.period
    released = decades(request.user, period)
    return page.render(
        artists=pictured_artists(request.user, period, count=TOP),
        albums=pictured_albums(request.user, period, count=TOP),
        decades=present_decades(released),
        has_saves=bool(released),
    )


@require_safe
@sign_in_required
def show_years(request: SignedInRequest) -> HttpResponse:
    page = Page(request, "statistics-years")
    return page.render(chart=present_saved_years(page.years), newest_first=page.years[::-1], has_saves=True)


@require_safe
@sign_in_required
def show_year(request: SignedInRequest, year: int) -> HttpResponse:
    """Raises `Http404` for a year in which the person saved nothing."""
    page = Page(request, "statistics-years")
    # Asked for by the years with a save, because not every number is a year of the calendar.
    if year not in {one.year for one in page.years}:
        raise Http404
    found = year_review(request.user, year)
    if found is None:
        raise Http404
    context = {"review": present_year(found, page.years, page.today)}
    return render(request, "statistics/year.html", context)
