"""tools/commit_message.py, git's commit-msg hook."""

from pathlib import Path

import pytest

from tools import commit_message

LONGEST = "a" * commit_message.LONGEST_SUBJECT


@pytest.mark.parametrize(
    "message",
    [
        LONGEST,
        f"{LONGEST}\n\nWhy, in lines of any length: {'a' * 200}\n",
        f"Add a column\n# Please enter the commit message\n{commit_message.SCISSORS}\ndiff\n",
    ],
)
def test_it_accepts_a_subject_and_a_body(message: str) -> None:
    assert not list(commit_message.problems(message))


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("", "empty"),
        ("# only comments\n", "empty"),
        (f"{LONGEST}a", "73 characters"),
        ("Add a column.", "full stop"),
        ("Add a column\nand a row", "second line"),
    ],
)
def test_it_refuses_with_a_reason(message: str, said: str) -> None:
    (problem,) = commit_message.problems(message)
    assert said in problem


def test_the_hook_reads_the_file_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    message = tmp_path / "COMMIT_EDITMSG"
    message.write_text("Add a column.\n", encoding="utf-8")
    assert commit_message.main([str(message)]) == 1
    assert "full stop" in capsys.readouterr().err
    message.write_text("Add a column\n", encoding="utf-8")
    assert commit_message.main([str(message)]) == 0
