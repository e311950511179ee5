"""Rows of a sheet, made from the database."""

import pytest

from sheets.rows import Rows
from tests.support.catalogue import save, track

pytestmark = pytest.mark.django_db(transaction=True)


def test_rows_take_the_same_number_of_queries_however_many_there_are(
    db, sandbox, sheet, django_assert_num_queries
) -> None:
    from zoneinfo import ZoneInfo

    def rows() -> int:
        return len(Rows(sheet).desired(ZoneInfo("UTC")))

    for number in range(3):
        save(sheet.user, track(number), number)
    with django_assert_num_queries(4):
        assert rows() == 3
    for number in range(3, 23):
        save(sheet.user, track(number), number)
    with django_assert_num_queries(4):
        assert rows() == 23
