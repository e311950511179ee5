"""The charts of the statistics, each with a sentence of what it shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from library.rules.presenters import RANGE_LABELS
from library.statistics.genres import most_saved
from library.statistics.grouping import Grouping, grouped_genres, grouped_sounds, grouped_traffic, mean_sound
from library.statistics.growth import FEWEST_TRACKS, Comparison, Growth, change_at_the_end, change_over_range
from library.statistics.months import Sound, Traffic
from library.statistics.tops import Decade
from library.statistics.years import SavedYear
from website.charts import ChartKind, ChartPresenter, Series, ValueFormat, format_number
from website.presenters import format_count
from website.statistics.presenters import Axis

TOP_GENRES = 8
FEATURE_LABELS: dict[str, str | Promise] = {str(name): label for name, label in RANGE_LABELS.items()}
MOOD = ("energy", "valence", "danceability", "acousticness")
GENRES_TITLES: dict[Grouping, str | Promise] = {
    Grouping.MONTH: gettext_lazy("Genres, month over month"),
    Grouping.QUARTER: gettext_lazy("Genres, quarter over quarter"),
    Grouping.YEAR: gettext_lazy("Genres, year over year"),
}
TRAFFIC_TITLES: dict[Grouping, str | Promise] = {
    Grouping.MONTH: gettext_lazy("Saved and removed by month"),
    Grouping.QUARTER: gettext_lazy("Saved and removed by quarter"),
    Grouping.YEAR: gettext_lazy("Saved and removed by year"),
}
SAVED_TITLES: dict[Grouping, str | Promise] = {
    Grouping.MONTH: gettext_lazy("Saved by month"),
    Grouping.QUARTER: gettext_lazy("Saved by quarter"),
    Grouping.YEAR: gettext_lazy("Saved by year"),
}


class Stat(NamedTuple):
    """What `components/_stat.html` shows."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class GenrePresenter:
    """The genres of a range. `known` of `tracks` have one."""

    stats: list[Stat]
    chart: ChartPresenter
    known: int
    tracks: int

    @property
    def coverage(self) -> str:
        return ngettext(
            "A genre is known for %(known)s of the %(tracks)s track saved in this time.",
            "A genre is known for %(known)s of the %(tracks)s tracks saved in this time.",
            self.tracks,
        ) % {"known": format_count(self.known), "tracks": format_count(self.tracks)}


def present_genres(months: Mapping[date, Counter[str]], axis: Axis, *, by_count: bool) -> GenrePresenter:
    """Returns the genres of `main_genres_by_month`: the most saved ones by name, the others together."""
    counts = grouped_genres(months, axis.grouping)
    names = most_saved(counts.values())
    over_range = change_over_range(counts, axis.starts)
    tracks = sum(one.total() for one in counts.values())
    known = tracks - sum(one[""] for one in counts.values())
    chart = ChartPresenter(
        key="genres",
        kind=ChartKind.STACKED,
        title=str(GENRES_TITLES[axis.grouping]),
        summary=_describe_genres(counts, names, over_range, axis),
        label_name=axis.name,
        labels=axis.labels if known else [],
        series=_genre_series(counts, names, axis.starts, by_count=by_count),
        value_format=ValueFormat.COUNT if by_count else ValueFormat.SHARE,
        counts=[
            Series(_("Tracks"), [counts.get(start, Counter()).total() for start in axis.starts]),
            Series(_("Genre unknown"), [counts.get(start, Counter())[""] for start in axis.starts]),
        ],
    )
    return GenrePresenter(_genre_stats(counts, names, over_range, axis), chart, known, tracks)


def _genre_series(
    counts: Mapping[date, Counter[str]], names: Sequence[str], starts: Sequence[date], *, by_count: bool
) -> list[Series]:
    # One more genre is shown by its name rather than as "all others".
    top = names if len(names) == TOP_GENRES + 1 else names[:TOP_GENRES]
    series = [Series(name, []) for name in top]
    rest: list[float | None] = []
    values: list[list[float | None]] = [[] for _name in top]
    for start in starts:
        here = counts.get(start, Counter())
        known = here.total() - here[""]
        unit = 1 if by_count else known
        for place, name in enumerate(top):
            values[place].append(here[name] / unit if known else None)
        rest.append((known - sum(here[name] for name in top)) / unit if known else None)
    series = [Series(name, values[place]) for place, name in enumerate(top)]
    if len(names) > len(top):
        series.append(Series(_("All others"), rest, is_rest=True))
    return series


def _describe_genres(
    counts: Mapping[date, Counter[str]], names: Sequence[str], change: Comparison | None, axis: Axis
) -> str:
    if not names:
        return _("No genre is known yet of what was saved in this time.")
    total = sum((one[names[0]] for one in counts.values()), 0)
    known = sum(one.total() - one[""] for one in counts.values())
    largest = _("Saved most: %(genre)s, %(share)s of the tracks whose genre is known.") % {
        "genre": names[0],
        "share": format_share(total / known),
    }
    if change is None or change.grew is None:
        return largest
    before, after = _format_growth(change.grew)
    grew = _("Grew most: %(genre)s, from %(before)s (%(first)s) to %(after)s (%(second)s).") % {
        "genre": change.grew.genre,
        "before": before,
        "after": after,
        "first": axis.span(change.before),
        "second": axis.span(change.after),
    }
    return f"{grew} {largest}"


def _genre_stats(
    counts: Mapping[date, Counter[str]], names: Sequence[str], change: Comparison | None, axis: Axis
) -> list[Stat]:
    stats = []
    if change and change.grew:
        stats.append(
            Stat(_("Genre that grew most"), change.grew.genre, _describe_growth(change.grew, change, axis))
        )
    if change and change.shrank:
        stats.append(
            Stat(
                _("Genre that shrank most"),
                change.shrank.genre,
                _describe_growth(change.shrank, change, axis),
            )
        )
    latest = change_at_the_end(counts, axis.starts)
    if latest and latest.grew and len(axis.starts) > 2:
        label = _("Genre that grew most in %(time)s") % {"time": axis.span(latest.after)}
        stats.append(Stat(label, latest.grew.genre, _describe_growth(latest.grew, latest, axis)))
    return stats


def _describe_growth(growth: Growth, change: Comparison, axis: Axis) -> str:
    before, after = _format_growth(growth)
    return _("%(before)s in %(first)s, %(after)s in %(second)s") % {
        "before": before,
        "first": axis.span(change.before),
        "after": after,
        "second": axis.span(change.after),
    }


def _format_growth(growth: Growth) -> tuple[str, str]:
    """Returns both shares, in tenths of a percent where they would read the same otherwise."""
    before, after = growth.before.share, growth.after.share
    if format_share(before) != format_share(after):
        return format_share(before), format_share(after)
    return format_number(before, ValueFormat.SHARE), format_number(after, ValueFormat.SHARE)


def format_share(value: float) -> str:
    """Returns a share in whole percents, as a sentence has it; “under 1%” for what is more than nothing."""
    percents = round(value * 100)
    if not percents and value:
        return _("under 1%")
    return _("%(number)s%%") % {"number": percents}


@dataclass(frozen=True, slots=True)
class TrafficPresenter:
    """What was saved and removed."""

    stats: list[Stat]
    chart: ChartPresenter


def present_traffic(months: Iterable[Traffic], axis: Axis, *, as_it_is: bool) -> TrafficPresenter:
    """Returns saves and removals of `traffic`; removals only where they count."""
    bars = grouped_traffic(months, axis.grouping)
    found = [bars.get(start, Traffic(start, 0, 0)) for start in axis.starts]
    saved, removed = sum(one.saved for one in found), sum(one.removed for one in found)
    busiest = max((one for one in found if one.saved), key=lambda one: one.saved, default=None)
    titles = SAVED_TITLES if as_it_is else TRAFFIC_TITLES
    chart = ChartPresenter(
        key="traffic",
        kind=ChartKind.BARS,
        title=str(titles[axis.grouping]),
        summary=_describe_busiest(busiest, axis) if busiest else _("Nothing was saved in this time."),
        label_name=axis.name,
        labels=axis.labels,
        series=[
            Series(_("Saved"), [one.saved for one in found]),
            *([] if as_it_is else [Series(_("Removed"), [one.removed for one in found])]),
        ],
    )
    stats = [Stat(_("Saved"), format_count(saved))]
    if not as_it_is:
        stats.append(Stat(_("Removed"), format_count(removed)))
    if busiest:
        note = ngettext("%(number)s track saved", "%(number)s tracks saved", busiest.saved)
        stats.append(
            Stat(_("Busiest"), axis.label(busiest.month), note % {"number": format_count(busiest.saved)})
        )
    return TrafficPresenter(stats, chart)


def _describe_busiest(busiest: Traffic, axis: Axis) -> str:
    return ngettext(
        "You saved most in %(time)s: %(number)s track.",
        "You saved most in %(time)s: %(number)s tracks.",
        busiest.saved,
    ) % {"time": axis.label(busiest.month), "number": format_count(busiest.saved)}


@dataclass(frozen=True, slots=True)
class SoundPresenter:
    """How the tracks of a range sound. `known` of `tracks` have audio features."""

    stats: list[Stat]
    charts: list[ChartPresenter]
    known: int
    tracks: int

    @property
    def coverage(self) -> str:
        return ngettext(
            "Audio features are known for %(known)s of the %(tracks)s track saved in this time.",
            "Audio features are known for %(known)s of the %(tracks)s tracks saved in this time.",
            self.tracks,
        ) % {"known": format_count(self.known), "tracks": format_count(self.tracks)}


def present_sound(months: Sequence[Sound], axis: Axis) -> SoundPresenter:
    """Returns the means of `sounds`, mood and tempo apart: they have different scales."""
    bars = grouped_sounds(months, axis.grouping)
    whole = mean_sound(date.min, months)
    known = max(one.tracks for one in whole.means.values())
    charts = [
        _sound_chart(MOOD, bars, axis, title=_("Mood"), value_format=ValueFormat.SHARE),
        _sound_chart(
            ("tempo",), bars, axis, title=_("Tempo, in beats a minute"), value_format=ValueFormat.COUNT
        ),
    ]
    return SoundPresenter(sound_stats(whole) if known else [], charts, known, whole.tracks)


def sound_stats(sound: Sound, before: Sound | None = None, *, before_name: str = "") -> list[Stat]:
    """Returns the means that are known, with those of an earlier time beside them."""
    stats = []
    for name in (*MOOD, "tempo"):
        mean = sound.means[name].value
        if mean is not None:
            earlier = before.means[name].value if before else None
            note = (
                _("%(value)s in %(time)s") % {"value": _mean(name, earlier), "time": before_name}
                if earlier is not None
                else ""
            )
            stats.append(Stat(str(FEATURE_LABELS[name]), _mean(name, mean), note))
    return stats


def _mean(name: str, value: float) -> str:
    if name == "tempo":
        return _("%(number)s BPM") % {"number": format_number(value, ValueFormat.COUNT)}
    return format_share(value)


def _sound_chart(
    names: Sequence[str],
    bars: Mapping[date, Sound],
    axis: Axis,
    *,
    title: str,
    value_format: ValueFormat,
) -> ChartPresenter:
    found = [bars.get(start) for start in axis.starts]
    series = [
        Series(
            str(FEATURE_LABELS[name]),
            [one.means[name].value if one else None for one in found],
            tracks=[one.means[name].tracks if one else 0 for one in found],
        )
        for name in names
    ]
    has_values = any(value is not None for one in series for value in one.values)
    return ChartPresenter(
        key=names[0],
        kind=ChartKind.LINES,
        title=title,
        summary=_describe_sound(names, series, axis) if has_values else _("Nothing is known of it yet."),
        label_name=axis.name,
        labels=axis.labels if has_values else [],
        series=series,
        value_format=value_format,
        counts=_track_counts(series),
    )


def _track_counts(series: Sequence[Series]) -> list[Series]:
    """Returns one column where all features are of the same tracks, as they usually are, and one a feature otherwise."""
    if all(list(one.tracks) == list(series[0].tracks) for one in series):
        return [Series(_("Tracks"), list(series[0].tracks))]
    return [Series(_("Tracks: %(feature)s") % {"feature": one.name}, list(one.tracks)) for one in series]


def _describe_sound(names: Sequence[str], series: Sequence[Series], axis: Axis) -> str:
    """Returns a sentence about what moved most from the first known value to the last one."""
    ends = []
    for name, one in zip(names, series, strict=True):
        known = [
            (value, start) for value, start in zip(one.values, axis.starts, strict=True) if value is not None
        ]
        counts = dict(zip(axis.starts, one.tracks, strict=True))
        # Of few tracks only where there is nothing else.
        firm = [(value, start) for value, start in known if counts[start] >= FEWEST_TRACKS]
        known = firm if len(firm) > 1 else known
        if len(known) > 1:
            ends.append((name, one.name, known[0], known[-1]))
    if not ends:
        return _("Only one time has known values.")
    # Features have one scale in each chart, so that their differences can be compared.
    name, label, first, last = max(ends, key=lambda end: abs(end[3][0] - end[2][0]))
    before, after = _mean(name, first[0]), _mean(name, last[0])
    words = {
        "feature": label,
        "before": before,
        "first": axis.label(first[1]),
        "after": after,
        "last": axis.label(last[1]),
    }
    if before == after:
        return _("%(feature)s is the same in %(first)s and in %(last)s: %(after)s.") % words
    if len(names) == 1:
        return _("%(feature)s went from %(before)s in %(first)s to %(after)s in %(last)s.") % words
    return _("%(feature)s changed most: from %(before)s in %(first)s to %(after)s in %(last)s.") % words


def present_decades(found: Sequence[Decade]) -> ChartPresenter:
    """Returns the decades of the release dates, also those between without a track."""
    tracks = {one.first_year: one.tracks for one in found}
    years = [one.first_year for one in found if one.first_year is not None]
    shown: list[int | None] = list(range(years[0], years[-1] + 1, 10)) if years else []
    if None in tracks:
        shown.append(None)
    return ChartPresenter(
        key="decades",
        kind=ChartKind.BARS,
        title=_("When your music was released"),
        summary=_describe_decades(found),
        label_name=_("Decade"),
        labels=[format_decade(year) for year in shown],
        series=[Series(_("Tracks"), [tracks.get(year, 0) for year in shown])],
    )


def format_decade(first_year: int | None) -> str:
    """Returns “1990s”."""
    return _("unknown") if first_year is None else _("%(year)ss") % {"year": first_year}


def _describe_decades(found: Sequence[Decade]) -> str:
    known = [one for one in found if one.first_year is not None]
    if not known:
        return _("No release date is known of what was saved in this time.")
    most = max(known, key=lambda one: one.tracks)
    total = sum(one.tracks for one in found)
    return _("The largest share is from the %(decade)s: %(share)s of the tracks.") % {
        "share": format_share(most.tracks / total),
        "decade": format_decade(most.first_year),
    }


def present_saved_years(years: Sequence[SavedYear]) -> ChartPresenter:
    """Returns how much was saved in each year from the first one on."""
    saved = {one.year: one.saved for one in years}
    shown = range(years[0].year, years[-1].year + 1) if years else range(0)
    most = max(years, key=lambda one: one.saved, default=None)
    return ChartPresenter(
        key="years",
        kind=ChartKind.BARS,
        title=_("Saved by year"),
        summary=_describe_busiest(Traffic(date(most.year, 1, 1), most.saved, 0), Axis(Grouping.YEAR, []))
        if most
        else "",
        label_name=_("Year"),
        labels=[str(year) for year in shown],
        series=[Series(_("Saved"), [saved.get(year, 0) for year in shown])],
        size="small",
    )
