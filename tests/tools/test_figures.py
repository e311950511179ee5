"""tools/figures.py, on small trees made for each test."""

from pathlib import Path

import pytest

from tools import figures


def product(root: Path, texts: dict[str, str]) -> list[figures.SourceFile]:
    """Writes these files and reads them as the product."""
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return figures.read_product(root)


def functions(root: Path, text: str) -> dict[str, figures.Function]:
    return {function.name: function for function in product(root, {"library/one.py": text})[0].functions}


def test_it_reads_the_packages_that_exist_without_their_migrations(tmp_path: Path) -> None:
    files = product(
        tmp_path, dict.fromkeys(("library/models.py", "library/migrations/0001.py", "tests/test_it.py"), "")
    )
    assert [file.name for file in files] == ["library/models.py"]


def test_it_names_a_package_that_is_too_large(tmp_path: Path) -> None:
    files = product(tmp_path, {"syncer/models.py": "a = 1\n" * 41, "library/models.py": "a = 1\n" * 59})
    assert figures.package_shares(files) == {"library": 0.59, "syncer": 0.41}
    assert [line.split("/")[0] for line in figures.violations(files)] == ["library", "syncer"]


def test_it_counts_distinct_file_names_without_init_files(tmp_path: Path) -> None:
    names = ("library/__init__.py", "library/models.py", "accounts/models.py", "accounts/story.py")
    files = product(tmp_path, dict.fromkeys(names, ""))
    assert figures.distinct_name_share(files) == pytest.approx(2 / 3)


def test_a_public_name_is_defined_once(tmp_path: Path) -> None:
    text = "class Tag:\n    def read(self): ...\ndef _private(): ...\nclass Command: ...\n"
    names = ("library/models.py", "accounts/models.py", "accounts/views.py")
    files = product(tmp_path, dict.fromkeys(names, text))
    assert figures.ambiguous_names(files) == {"Tag": ["accounts/models.py", "library/models.py"]}


def test_a_function_raises_what_is_its_own(tmp_path: Path) -> None:
    found = functions(
        tmp_path,
        "def of_its_own():\n    raise ValueError('no')\n"
        "def again():\n    try:\n        f()\n    except ValueError:\n        raise\n"
        "def abstract():\n    raise NotImplementedError\n"
        "def abstract_too():\n    raise NotImplementedError('by a subclass')\n"
        "def outer():\n    def inner():\n        raise ValueError\n    return inner\n",
    )
    assert [name for name, function in found.items() if figures.raises(function)] == ["of_its_own", "inner"]


def test_a_docstring_names_what_is_raised(tmp_path: Path) -> None:
    found = functions(
        tmp_path,
        'def says():\n    """Reads it. Raises ValueError."""\n'
        'def is_silent():\n    """Reads it; praises it."""\n'
        "def has_none(): ...\n",
    )
    assert [name for name, function in found.items() if figures.says_raises(function)] == ["says"]


def test_a_comment_is_for_people(tmp_path: Path) -> None:
    (file,) = product(tmp_path, {"library/one.py": "# why\na = '# no'  # because\nb = 1  # noqa: E501\n"})
    assert figures.comment_lines(file) == 2


def test_a_repeated_block_is_reported_once_and_at_its_whole_length(tmp_path: Path) -> None:
    block = "".join(f"step_{number}()\n\n# {number}\n" for number in range(8))
    files = product(
        tmp_path,
        {"library/one.py": f"import os\n{block}", "accounts/one.py": f"a = 1\n\n{block}b = 2\n"},
    )
    assert figures.repeats(files) == [figures.Repeat("accounts/one.py:3", "library/one.py:2", 8)]
    assert figures.repeats(files, at_least=9) == []


def test_it_prints_a_report_of_an_empty_product_too(tmp_path: Path) -> None:
    assert figures.report(figures.read_product(tmp_path))
