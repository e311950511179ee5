"""The components' states: usual, empty, long, right to left, unknown."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms

from website.charts import ChartKind, ChartPresenter, Series, ValueFormat
from website.problems.presenters import PressLimit, ProblemPresenter, RemedyButton

MONTHS = ["Jun 2026", "Jul 2026", "Aug 2026", "Sep 2026", "Oct 2026", "Nov 2026"]
COLORS = ["series-1", "series-2", "series-3", "series-4", "series-5", "series-6", "series-7", "series-8"]


@dataclass(frozen=True, slots=True)
class ExampleTrack:
    """Has what `components/_track_row.html` shows of a save."""

    title: str
    artist_line: str
    album: str
    side: str
    is_removed: bool = False
    url: str = "https://open.spotify.com/"
    href: str = "#track"
    cover: None = None
    explicit: bool = False


class ExampleForm(forms.Form):
    """Has a field that can be wrong."""

    tempo = forms.IntegerField()


@dataclass(frozen=True, slots=True)
class DesignPresenter:
    """What the page of components shows."""

    charts: list[ChartPresenter]
    tracks: list[ExampleTrack]
    problems: list[ProblemPresenter]
    errors: ExampleForm


def present_components() -> DesignPresenter:
    """Returns an example of each state."""
    return DesignPresenter(_charts(), _tracks(), _problems(), ExampleForm({"tempo": "fast"}))


def _charts() -> list[ChartPresenter]:
    shares = [
        Series("indie rock", [0.4, 0.35, 0.3, 0.2, 0.25, 0.3]),
        Series("hip hop", [0.3, 0.25, 0.2, 0.4, 0.35, 0.2]),
        Series("جاز", [0.1, 0.2, 0.3, 0.2, 0.2, 0.1]),
        Series("All others", [0.2, 0.2, 0.2, 0.2, 0.2, 0.4], is_rest=True),
    ]
    return [
        ChartPresenter(
            "example-stacked",
            ChartKind.STACKED,
            "Stacked shares",
            "Hip hop was largest in September, with 40 % of the tracks whose genre is known.",
            "Month",
            MONTHS,
            shares,
            ValueFormat.SHARE,
        ),
        ChartPresenter(
            "example-lines",
            ChartKind.LINES,
            "Lines with unknown values",
            "Nothing is known of August: there is a gap, and no zero.",
            "Month",
            MONTHS,
            [
                Series("Energy", [0.5, 0.6, None, 0.7, 0.65, 0.6]),
                Series("Acousticness", [0.3, 0.2, None, 0.1, 0.2, 0.4]),
            ],
            ValueFormat.SHARE,
        ),
        ChartPresenter(
            "example-bars",
            ChartKind.BARS,
            "Bars, small",
            "41 tracks were saved in November.",
            "Month",
            MONTHS,
            [Series("Saved", [12, 30, 8, 0, 22, 41])],
            size="small",
        ),
        ChartPresenter(
            "example-empty",
            ChartKind.BARS,
            "A chart without a value",
            "Nothing was saved in these months.",
            "Month",
            [],
            [],
        ),
    ]


def _tracks() -> list[ExampleTrack]:
    return [
        ExampleTrack("Jóga", "Björk", "Homogenic", "28 Nov 2026"),
        ExampleTrack("زهرة المدائن", "فيروز", "القدس في البال", "2 Nov 2026"),
        ExampleTrack("A title of three hundred letters " * 9, "Somebody " * 20, "An album", "2 Nov 2026"),
        ExampleTrack("Explicit", "Somebody", "An album", "1 Nov 2026", explicit=True),
        ExampleTrack("Removed", "Somebody", "An album", "removed 3 Nov 2026", is_removed=True),
        ExampleTrack("", "", "", "no name at Spotify"),
    ]


def _problems() -> list[ProblemPresenter]:
    return [
        ProblemPresenter(
            "Spotify ended the permission after six months. Your sheet stays as it is.",
            (RemedyButton("Connect Spotify again", "#connect", is_main=True),),
        ),
        ProblemPresenter(
            "The tab that we write into is gone. Make the tab again, or link another sheet.",
            (
                RemedyButton("Make the tab again", "#tab", is_form=True, is_main=True, limit=PressLimit.LINK),
                RemedyButton("I have fixed it, sync now", "#sync", is_form=True, limit=PressLimit.SYNC),
                RemedyButton("Link another sheet", "#link"),
            ),
        ),
        ProblemPresenter("Nothing is to be pressed against this one."),
    ]
