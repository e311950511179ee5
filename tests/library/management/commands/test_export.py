"""`manage.py export`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.support.songs import Song, person, save

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


def exported(*arguments: str) -> list[str]:
    output = StringIO(newline="")
    call_command("export", *arguments, stdout=output)
    return output.getvalue().splitlines()


def test_all_saves_of_one_person_are_printed() -> None:
    ada, ben = person("ada"), person("ben")
    save(ada, Song(MONDAY), name="here")
    save(ada, Song(MONDAY), name="gone", removed_at=MONDAY)
    save(ben, Song(MONDAY), name="ben's")
    header, *rows = exported("--user", "ada")
    assert header.startswith("save_id,")
    assert [row.split(",")[4] for row in rows] == ["gone", "here"]
    assert [json.loads(line)["title"] for line in exported("--user", "ben", "--format", "jsonl")] == ["ben's"]


def test_an_unknown_name_is_told() -> None:
    with pytest.raises(CommandError, match="nobody called 'zoe'"):
        exported("--user", "zoe")
