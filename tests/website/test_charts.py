"""Charts: the document that the script draws, and the table beside it."""

from __future__ import annotations

from website.charts import ChartKind, ChartPresenter, Series, ValueFormat, format_number


def chart(value_format: ValueFormat = ValueFormat.COUNT) -> ChartPresenter:
    series = [Series("jazz", [1400.0, None]), Series("All others", [0.0, 2.0], is_rest=True)]
    return ChartPresenter(
        "genres", ChartKind.STACKED, "Genres", "…", "Month", ["May", "June"], series, value_format
    )


def test_the_table_has_each_value_once_and_a_dash_for_what_is_unknown() -> None:
    assert [(row.label, row.cells) for row in chart().rows] == [("May", ["1,400", "0"]), ("June", ["–", "2"])]


def test_the_document_has_null_and_never_zero_for_what_is_unknown() -> None:
    document = chart().as_document
    assert document["labels"] == ["May", "June"]
    assert document["series"] == [
        {"name": "jazz", "values": [1400.0, None], "isRest": False, "tracks": []},
        {"name": "All others", "values": [0.0, 2.0], "isRest": True, "tracks": []},
    ]
    assert (document["kind"], document["format"]) == ("stacked", "count")


def test_values_are_written_as_a_person_reads_them() -> None:
    assert format_number(1471, ValueFormat.COUNT) == "1,471"
    assert format_number(0.1234, ValueFormat.SHARE) == "12.3%"
    assert format_number(1, ValueFormat.SHARE) == "100%"


def test_what_is_behind_a_mean_is_in_the_tooltip_and_in_the_table() -> None:
    energy = Series("Energy", [0.5, None], tracks=[1, 0])
    lines = ChartPresenter(
        "sound",
        ChartKind.LINES,
        "Sound",
        "…",
        "Month",
        ["May", "June"],
        [energy],
        ValueFormat.SHARE,
        counts=[Series("Tracks", [1, 0])],
    )
    assert lines.as_document["series"][0]["tracks"] == ["1 track", "0 tracks"]
    assert [one.name for one in lines.columns] == ["Energy", "Tracks"]
    assert [row.cells for row in lines.rows] == [["50.0%", "1"], ["–", "0"]]


def test_several_series_have_a_legend_in_the_colours_and_dashes_of_the_chart() -> None:
    assert chart().legend == [
        ("jazz", "series-1", "dash-1"),
        ("All others", "series-rest", "dash-2"),
    ]
    one = ChartPresenter("one", ChartKind.BARS, "", "", "", ["May"], [Series("Saved", [1])])
    assert one.legend == []
