"""tools/template_lines.py: the one rule for templates that djlint does not hold."""

from pathlib import Path

import pytest

from tools import template_lines


def test_it_names_the_lines_that_are_too_long(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    limit = template_lines.longest_allowed()
    page = tmp_path / "page.html"
    page.write_text(f"{'ä' * limit}\n{'a' * (limit + 1)}\n", encoding="utf-8")
    assert template_lines.main([str(page)]) == 1
    assert capsys.readouterr().out == f"{page}:2: {limit + 1} characters, at most {limit}\n"


def test_no_template_has_one() -> None:
    assert template_lines.main([]) == 0
