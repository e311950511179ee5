"""docs/benchmarks.md: the numbers, and what each of them means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

Result = Mapping[str, Any]
QUESTION_SHARE = 0.35
LATENCIES = {"0ms": "0 ms", "80ms": "80 ms"}


def write(results: Mapping[str, Result], *, where: str, load: str, day: date) -> str:
    """`where`: machine and database; `load`: of the machine, before and after; `results` by case."""
    return "\n\n".join(
        [
            "# Benchmarks",
            f"Written by `make bench` on {day}. {where}. Load of the machine: {load}.",
            "Each measurement has a process, a database and a sandbox of its own, all new, all on this one machine."
            " CPU and memory are those of the process that syncs; the sandbox and the database server come on top"
            " of them, and slow down its clock. Times are the best of three, except those beside memory and of questions. Limits and messages are kept in memory, and"
            " budgets do not bind.",
            *_requests(results),
            *_first_import(results),
            *_unchanged(results["unchanged"]),
            *_memory(results),
            *_dispatch(results["dispatch"]),
            *questions(results),
            *export(results),
            *pages(results),
            *_fairness(results["fairness"]),
        ]
    )


def _requests(results: Mapping[str, Result]) -> Iterable[str]:
    yield "## Requests"
    yield (
        "A library of 10,000 saved tracks, the whole of it in the sheet, 5 columns unless said otherwise. Counted at"
        " the vendors (api.spotify.com, sheets.googleapis.com; calls for tokens apart), and held by"
        " [tests/end_to_end](../tests/end_to_end/test_request_counts.py); 16 columns by [tests/sheets/planner](../tests/sheets/planner/test_batches.py)."
    )
    header = ("case", "Spotify", "at most", "Google reads + writes", "at most")
    yield _table(
        header, (_counts(line) for case in ("days", "wide", "ban") for line in results[case]["lines"])
    )
    yield (
        "Removed all over: how many requests it takes depends on the places. Of 200 libraries with 20 others removed half"
        " took up to 62, one in ten more than 66, 19 of 20 up to 69, the worst 74; without albums whose tracks were saved"
        " in one second 60, 68 and 73 ([tests/syncer](../tests/syncer/extract/test_halving.py) holds it)."
    )
    yield (
        "Banned: Spotify answers 150 pages and refuses what comes after, for a day. Up to four pages are on their way"
        " at a time, so up to four are refused. All 150 answers are kept, also those from behind the first refused page;"
        " the day after, what is left is asked for, the cursor's last page, and the newest page."
    )


def _counts(line: Mapping[str, Any]) -> list[str]:
    asked, (spotify, reads, writes) = line["asked"], line["most"]
    mark = "" if line["is_kept"] else " **missed**"
    google = f"{asked['reads']} + {asked['writes']}"
    return [line["case"], str(asked["spotify"]), f"{spotify}{mark}", google, f"{reads} + {writes}"]


def _first_import(results: Mapping[str, Result]) -> Iterable[str]:
    yield "## First import of 10,000 tracks"
    header = ("latency of every vendor", "", "read", "in the sheet", "CPU", "peak memory")
    lines: list[list[str]] = []
    for name, latency in LATENCIES.items():
        ours, script = results[f"import-{name}"], results[f"script-{name}"]
        lines.append([latency, "Spotistats", _s(ours["to_database"]), *_costs(ours)])
        lines.append([latency, "typical script", _s(script["to_frame"]), *_costs(script)])
    yield _table(header, lines)
    ours, script = results["import-80ms"], results["script-80ms"]
    yield (
        "Read: every track is in the database, or in the script's data frame. In the sheet: the last write is"
        " confirmed. Neither counts the start of Python and its imports. The script"
        " ([bench/typical_script.py](../bench/typical_script.py)) reads one page after the other, clears the sheet and"
        " writes it anew; it keeps no history, and does the same again the next day."
    )
    yield (
        f"At 80 ms we are {script['to_frame'] / ours['to_database']:.1f} times as fast as the script to the last track,"
        f" {script['to_sheet'] / ours['to_sheet']:.1f} times to the finished sheet (aim: twice)."
        f" Aims for the database: {_aim(ours['to_database'], 8, 's')} at 80 ms,"
        f" {_aim(results['import-0ms']['to_database'], 5, 's')} at 0 ms."
    )


def _costs(result: Result) -> list[str]:
    return [_s(result["to_sheet"]), _s(result["cpu"]), _mb(result["peak_mb"])]


def _unchanged(result: Result) -> Iterable[str]:
    yield "## A sync that finds nothing new"
    header = ("CPU", "on the clock", "database statements")
    yield _table(header, [[_ms(result["cpu_ms"]), _ms(result["wall_ms"]), str(result["queries"])]])
    yield (
        "A library of 10,000 in whole scope; the mean of 30 after the first import and 3 warm-ups, from the worker's"
        f" claim on the run to its receipt, without Celery's part. Aim for CPU: {_aim(result['cpu_ms'], 25, 'ms')}."
    )


def _memory(results: Mapping[str, Result]) -> Iterable[str]:
    yield "## Memory of a first import of 50,000 tracks"
    header = ("sheet", "idle worker", "peak", "more than idle", "on the clock")
    cases = {"the 50 most recent": "memory-database", "all 50,000": "memory-sheet"}
    yield _table(header, ([sheet, *_weights(results[case])] for sheet, case in cases.items()))
    most = max(results[case]["more_mb"] for case in cases.values())
    yield f"Idle: after all imports and one sync of 60 tracks. Aim for more: {_aim(most, 250, 'MB')}."


def _weights(result: Result) -> list[str]:
    return [*(_mb(result[name]) for name in ("idle_mb", "peak_mb", "more_mb")), _s(result["seconds"])]


def _dispatch(result: Result) -> Iterable[str]:
    yield "## 10,000 people due in the same minute"
    header = ("on the clock", "CPU", "more memory", "database statements a 1,000 people")
    statements = f"{result['queries_per_1000']:.0f}"
    yield _table(header, [[_s(result["seconds"]), _s(result["cpu"]), _mb(result["more_mb"]), statements]])
    yield (
        "One call of `dispatch_due`, with DISPATCH_BATCH raised from 200 so that it takes them all: a run made for"
        " each, leased to the queue, and its message sent."
    )


def questions(results: Mapping[str, Result]) -> Iterable[str]:
    """Yields the part about what smart sheets and statistics ask, beside the script of the same run."""
    yield "## Smart sheets and statistics of 50,000 saved tracks"
    lines, unit = results["questions"]["lines"], _unit_ms(results)
    yield _table(
        ("question", "statements", "on the clock", "on a core", "of the script"),
        (
            [
                line["what"],
                str(line["queries"]),
                _ms(line["ms"]),
                _ms(line["cpu_ms"]),
                _share(line["ms"] / unit, QUESTION_SHARE),
            ]
            for line in lines
        ),
    )
    slowest = max(line["ms"] for line in lines) / unit
    yield (
        "The median of nine, until the answer is in Python, in a catalogue of 105,000 tracks, 12,000 artists and 400"
        " genres, of which features and genres are known for two thirds. On a core: this process and its connection's in"
        f" PostgreSQL. {_describe_unit(results)} Aim for each on PostgreSQL: {_aim(slowest, QUESTION_SHARE, 'times the script')}."
    )


def export(results: Mapping[str, Result]) -> Iterable[str]:
    """Yields the part about the export."""
    result = results["export"]
    yield "## Export of 100,000 saved tracks as CSV"
    copy = result["copy_seconds"]
    times = f"{result['seconds'] / copy:.1f} times COPY" if copy else "there is no COPY"
    header = ("on the clock", "CPU", "more memory than idle", "PostgreSQL's COPY of the same rows", "")
    seconds, cpu = _s(result["seconds"]), _s(result["cpu"])
    yield _table(header, [[seconds, cpu, _mb(result["more_mb"]), _s(copy) if copy else "", times]])
    memory = _aim(result["more_mb"], 60, "MB")
    ratio = f"; for the time: {_aim(result['seconds'] / copy, 4, 'times COPY')}" if copy else ""
    yield (
        f"`GET /tracks.csv` with artists, genres and features, {result['bytes'] / 1e6:.0f} MB, read to its end in the same"
        " process. Idle: after such a file of a few rows. COPY joins and sorts the same columns"
        f" ([bench/cases/export.py](../bench/cases/export.py)). Aim for memory: {memory}{ratio}."
    )


def pages(results: Mapping[str, Result]) -> Iterable[str]:
    """Yields the part about the pages, beside the script of the same run."""
    yield "## Pages of a person with 10,000 saved tracks"
    lines, unit = results["pages"]["lines"], _unit_ms(results)
    header = (
        "page",
        "median",
        "99th of 100",
        "on a core",
        "99th of 100",
        "of the script",
        "statements",
        "compressed",
    )
    yield _table(
        header,
        (
            [
                line["page"],
                _ms(line["median_ms"]),
                _ms(line["p99_ms"]),
                _ms(line["cpu_median_ms"]),
                _ms(line["cpu_p99_ms"]),
                f"{line['median_ms'] / unit:.3f}",
                str(line["queries"]),
                f"{line['kb']:.1f} kB",
            ]
            for line in lines
        ),
    )
    slowest, late = (max(line[name] for line in lines) for name in ("median_ms", "p99_ms"))
    yield (
        "200 requests of each in one process, from the first middleware to the last byte; another library as large lies"
        " beside it. On a core: without waiting for what else the machine does, this process and its connection's in"
        f" PostgreSQL. {_describe_unit(results)} Compressed: the document alone, with gzip."
        f" Aims: {_aim(slowest, 100, 'ms')} at the median, {_aim(late, 250, 'ms')} at the 99th."
    )


def _unit_ms(results: Mapping[str, Result]) -> float:
    return float(results["script-0ms"]["to_sheet"]) * 1000


def _describe_unit(results: Mapping[str, Result]) -> str:
    return f"The script: the typical one with 10,000 tracks at 0 ms, {_s(_unit_ms(results) / 1000)} in the same run."


def _share(share: float, most: float) -> str:
    return f"{share:.2f}" if share <= most else f"{share:.2f} **missed**"


def _fairness(result: Result) -> Iterable[str]:
    yield "## A month of one app's people"
    header = (
        "people",
        "simulated",
        "requests",
        "daily syncs",
        "late, median",
        "longest",
        "wake-ups (a sync)",
        "reads of all pages",
        "CPU",
    )
    yield _table(header, (_month(line) for line in result["lines"]))
    yield (
        "The product's dispatch, budgets and reading with a moved clock ([bench/fairness.py](../bench/fairness.py)); nothing is"
        " random, and [tests/end_to_end](../tests/end_to_end/test_fairness.py) holds it. Each of the people is due once a day."
        " Of the 5 one has an import of 5,000 tracks to begin with, the others have 1,000. 300 people are simulated by a tenth"
        " of them with a tenth of 1,000 requests a day and 200 tracks each, 4,000 by a fiftieth of them with a fiftieth of the"
        " requests and 40 tracks: all figures are those of the part, and the whole has 10 and 50 times as many requests, syncs"
        " and wake-ups. Shares of few requests are rounded down more coarsely than those of many."
    )
    yield (
        "Late: from the moment a person was due to their first page. 4,000 people are more than an app has requests for: each has a sync as often as there is room, the longest waiting first, and what is"
        " late counts from the first day that was missed."
    )


def _month(line: Mapping[str, Any]) -> list[str]:
    scale = line["scale"]
    return [
        f"{line['people']:,}",
        "all of them" if scale == 1 else f"{line['people'] // scale} (1:{scale})",
        f"{line['requests']:,}",
        f"{line['syncs']:,}",
        _long(line["median_s"]),
        _long(line["longest_s"]),
        f"{line['wake_ups']:,} ({line['wake_ups'] / line['syncs']:.2f})",
        f"{line['all_pages']:,}",
        _s(line["cpu"]),
    ]


def _long(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds < 3600 else f"{seconds / 3600:.1f} h"


def _table(header: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rule = ["---"] * len(header)
    return "\n".join(f"| {' | '.join(line)} |" for line in (header, rule, *lines))


def _aim(found: float, most: float, unit: str) -> str:
    bound = f"at most {most:g} {unit}"
    return bound if found <= most else f"{bound} (**missed**: {found:.1f} {unit})"


def _s(seconds: float) -> str:
    return f"{seconds:.1f} s"


def _ms(milliseconds: float) -> str:
    return f"{milliseconds:.0f} ms"


def _mb(megabytes: float) -> str:
    return f"{megabytes:.0f} MB"
