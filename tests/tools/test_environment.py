"""tools/environment.py, run in a small project with empty lock files."""

import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
MAKER = Path(__file__).parents[2] / "tools" / "environment.py"
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-node.txt", "package-lock.json")


@dataclass(frozen=True)
class Made:
    """A project in a folder of its own, and how its environment was made there."""

    project: Path
    first: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Made:
    project = tmp_path_factory.mktemp("made")
    (project / "tools").mkdir()
    shutil.copy(MAKER, project / "tools")
    for lock in LOCKS:
        (project / lock).write_text("", encoding="utf-8")
    npm = project / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text("#!/bin/sh\nmkdir -p node_modules && echo called >> npm-calls\n", encoding="utf-8")
    npm.chmod(0o755)
    return Made(project, make(project))


@pytest.fixture
def project(made: Made, tmp_path: Path) -> Path:
    """With an environment that was just made, to be changed as a test likes."""
    return Path(shutil.copytree(made.project, tmp_path / "project", symlinks=True))


def venv_that_copies(ready: Path, folder: Path) -> Path:
    """Returns the folder of a module `venv` that copies an environment: Python takes seconds to unpack pip."""
    folder.mkdir()
    copy = f"import shutil, sys\nshutil.copytree({str(ready)!r}, sys.argv[1], symlinks=True, dirs_exist_ok=True)\n"
    (folder / "venv.py").write_text(copy, encoding="utf-8")
    return folder


def make(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    path = f"{project / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [sys.executable, project / "tools" / "environment.py", *arguments],
        env={**os.environ, "PATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_makes_an_environment_once_and_mends_a_half_made_one(made: Made, project: Path) -> None:
    first = made.first
    assert (first.returncode, first.stderr) == (0, "")
    assert (project / ".venv/bin/python").exists()
    assert not (project / ".venv/requirements-dev.txt.installed").exists()

    again = make(project)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert (project / "npm-calls").read_text() == "called\n"

    (project / ".venv/unfinished").touch()
    (project / ".venv/bin/half-unpacked").touch()
    mended = make(project, PYTHONPATH=str(venv_that_copies(made.project / ".venv", project / "modules")))
    assert mended.returncode == 0
    assert "half-made" in mended.stdout
    assert (project / ".venv/bin/python").exists()
    assert not (project / ".venv/bin/half-unpacked").exists()


def test_it_prints_one_line_without_a_network_and_installs_what_changed(project: Path) -> None:
    assert make(project).returncode == 0
    lock = project / "requirements.txt"
    lock.write_text(f"tracksheet-is-nowhere==1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    closed = make(project, PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_NO_INDEX="0", PIP_FIND_LINKS="")
    assert closed.returncode == 1
    assert closed.stderr == (
        "Could not install the packages of requirements.txt:"
        " no network, or the package index cannot be reached from here.\n"
    )
    lock.write_text("# nothing after all\n", encoding="utf-8")
    back = make(project)
    assert back.returncode == 0
    assert "making it again" not in back.stdout, "pip gave up by itself: the environment is whole"


def test_it_refuses_a_file_whose_hash_is_not_in_the_lock_file(project: Path) -> None:
    shelf = project / "shelf"
    shelf.mkdir()
    with zipfile.ZipFile(shelf / "tracksheet_forged-1-py3-none-any.whl", "w") as wheel:
        folder = "tracksheet_forged-1.dist-info"
        wheel.writestr(f"{folder}/METADATA", "Metadata-Version: 2.1\nName: tracksheet-forged\nVersion: 1\n")
        wheel.writestr(f"{folder}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{folder}/RECORD", "")
    lock = f"tracksheet-forged==1 --hash=sha256:{'0' * 64}\n"
    (project / "requirements.txt").write_text(lock, encoding="utf-8")
    refused = make(project, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(shelf))
    assert refused.returncode == 1
    assert "DO NOT MATCH THE HASHES" in refused.stderr


def test_it_refuses_an_old_python_in_one_line() -> None:
    old = f"import sys; sys.version_info = (3, 9, 2); exec(open({str(MAKER)!r}).read())"
    run = subprocess.run([sys.executable, "-c", old], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1
    assert "needs Python 3.11 or newer" in run.stderr
