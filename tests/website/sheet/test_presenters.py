"""The words about a chart whose column would go."""

from __future__ import annotations

from providers.google.problems import GoogleAccessEnded
from sheets.charts import ChartOfColumns
from sheets.columns import COLUMNS
from website.problems.presenters import present_request_problem
from website.sheet.presenters import ChartQuestion, SheetChartPresenter

ARTIST, ALBUM, ADDED, TEMPO = (COLUMNS[name] for name in ("artist", "album", "added", "tempo"))


def of(*columns, title="My chart") -> SheetChartPresenter:
    return SheetChartPresenter(ChartOfColumns(title, "Overview", columns))


def test_one_chart_is_asked_about_with_its_column_and_the_others_go_with_the_answer():
    question = ChartQuestion((ARTIST, TEMPO), (of(TEMPO),))
    assert question.heading == "A chart of yours shows Tempo (BPM)"
    assert question.lead.startswith("With the next sync the column would go, and the chart")
    assert (question.keep_label, question.kept) == ("Keep the column", "tempo")
    assert (question.remove_label, question.removed) == ("Remove it anyway", "artist tempo")
    assert question.charts[0].place == "On the tab “Overview”; shows Tempo (BPM)."


def test_several_charts_and_columns_are_counted_and_joined():
    question = ChartQuestion((ARTIST, ALBUM, ADDED), (of(ADDED, ARTIST), of(ALBUM), of(ALBUM)))
    assert question.heading == "3 charts of yours show Artist, Album and Added"
    assert question.lead.startswith("With the next sync the columns would go, and their charts")
    assert (question.keep_label, question.kept) == ("Keep the columns", "artist album added")
    assert question.remove_label == "Remove them anyway"
    assert question.charts[0].place == "On the tab “Overview”; shows Added and Artist."


def test_a_chart_without_a_title_has_words_all_the_same():
    assert of(TEMPO, title="").title == "A chart without a title"


def test_without_an_answer_all_that_was_deselected_is_asked_about():
    problem = present_request_problem(GoogleAccessEnded(vendor="google"), "/sheet/")
    question = ChartQuestion((ARTIST, TEMPO), problem=problem)
    assert question.heading == "Does a chart of yours show Artist and Tempo (BPM)?"
    assert "Nothing is saved yet" in question.lead
    assert question.kept == question.removed == "artist tempo"
