"""Lines of the log as JSON: an object each, with the ids of the work that they are about and nothing else of anybody's."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator

import pytest
from django.http import HttpRequest

from accounts.log_context import log_context
from spotistats.json_log import JsonFormatter


def line(**record) -> dict[str, object]:
    made = logging.makeLogRecord({"name": "a", "levelname": "INFO", "created": 0.25, "msg": "one"} | record)
    text = JsonFormatter().format(made)
    assert "\n" not in text
    return json.loads(text)


@pytest.fixture(autouse=True)
def no_other_work() -> Iterator[None]:
    with log_context():
        yield


def test_a_line_says_when_how_grave_where_and_what() -> None:
    assert line(msg="one of %s", args=("two",)) == {
        "time": "1970-01-01T00:00:00.250+00:00",
        "level": "INFO",
        "logger": "a",
        "message": "one of two",
    }


def test_a_line_has_the_ids_of_the_work_that_is_under_way() -> None:
    with log_context(person=3, run=7):
        assert {"person": 3, "run": 7}.items() <= line().items()
    assert not {"person", "run"} & line().keys()


def test_an_error_has_its_traceback_within_the_line() -> None:
    try:
        int("a\nb")
    except ValueError:
        written = line(exc_info=sys.exc_info())
    assert str(written["traceback"]).count("ValueError: invalid literal")


def test_what_else_a_record_carries_is_left_out() -> None:
    request = HttpRequest()
    request.path = "/library/?search=hushed"
    assert line(request=request, status_code=403).keys() == {"time", "level", "logger", "message"}


def test_what_is_no_ascii_survives() -> None:
    assert line(msg="Töne\u2028\ud800")["message"] == "Töne\u2028\ud800"
