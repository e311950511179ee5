"""Makes what the Makefile's targets need, starting from Python alone: .venv, its packages, and node_modules.

    python3 tools/environment.py         the packages that the site runs on
    python3 tools/environment.py dev     … and those that tests and checks need
    python3 tools/environment.py bench   … and those that the site is compared with
    python3 tools/environment.py audit   … and pip-audit

Does nothing when everything matches the lock files. An installation that was interrupted is made again from the start.
Only the standard library: nothing is installed yet when this runs.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (an older Python parses the file up to here, and then prints this)
    found = ".".join(map(str, sys.version_info[:2]))
    sys.exit(
        f"This needs Python 3.11 or newer; {sys.executable} is {found}. Name another: make PYTHON=python3.13"
    )

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# Exists while something is being installed: after a power cut or Ctrl-C the environment cannot be trusted.
UNFINISHED = VENV / "unfinished"
NODE_MODULES = ROOT / "node_modules"
NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|Failed to establish|Network is unreachable|Connection refused"
    r"|ConnectTimeout|Read timed out|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT"
)


class EnvironmentProblem(Exception):
    """The environment cannot be made; the message says why and what to do, in a line or two."""


def main(arguments: Sequence[str]) -> int:
    """Brings the environment up to date and returns the exit status."""
    folder = os.open(ROOT / "tools", os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)  # of two makes at once, the second finds everything done
    try:
        make_venv()
        install("requirements.txt")
        for name in arguments:
            install(f"requirements-{name}.txt")
        install_node_packages(for_tests="dev" in arguments)
    except EnvironmentProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted. The next run starts again from the beginning.", file=sys.stderr)
        return 130
    finally:
        os.close(folder)
    return 0


def make_venv() -> None:
    """Makes .venv, unless a complete and working one exists. Raises EnvironmentProblem."""
    if not UNFINISHED.exists() and works(PYTHON):
        return
    if importlib.util.find_spec("ensurepip") is None:
        raise EnvironmentProblem(
            f"{sys.executable} cannot make a virtual environment: its venv module is not installed."
            "\nOn Debian and Ubuntu: apt install python3-venv"
        )
    if VENV.exists():
        say("The environment in .venv is half-made or broken: making it again")
        shutil.rmtree(VENV)
    VENV.mkdir()
    UNFINISHED.touch()
    run([sys.executable, "-m", "venv", str(VENV)], doing="make the virtual environment .venv")
    UNFINISHED.unlink()


def works(python: Path) -> bool:
    """Returns whether this interpreter still starts, is new enough, and has pip."""
    question = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([python, "-c", question], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def install(lock_file: str) -> None:
    """Installs the packages of a lock file into .venv, unless that was done already. Raises EnvironmentProblem."""
    lock = ROOT / lock_file
    stamp = VENV / f"{lock_file}.installed"
    if is_stamped(stamp, lock):
        return
    count = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
    say(f"Installing {count} Python packages ({lock_file})")
    UNFINISHED.touch()
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--retries", "2"]
    try:
        # A file whose hash is not in the lock file is refused, whichever index it comes from.
        command = [*pip, "--quiet", "--require-hashes", "--requirement", str(lock)]
        run(command, doing=f"install the packages of {lock_file}")
    except EnvironmentProblem:
        UNFINISHED.unlink()  # pip itself failed, and has rolled back its changes
        raise
    write_stamp(stamp, lock)
    UNFINISHED.unlink()


def install_node_packages(*, for_tests: bool) -> None:
    """Installs the packages of package-lock.json into node_modules, which `npm ci` empties first.

    Raises EnvironmentProblem. Without npm on the PATH, the one of requirements-node.txt is installed and used.
    """
    lock = ROOT / "package-lock.json"
    stamp, complete = NODE_MODULES / ".installed", NODE_MODULES / ".installed-for-tests"
    if is_stamped(complete, lock) or (not for_tests and is_stamped(stamp, lock)):
        return
    path = os.environ["PATH"]
    npm = shutil.which("npm")
    if npm is None:
        install("requirements-node.txt")
        path = f"{VENV / 'bin'}{os.pathsep}{path}"
        npm = str(VENV / "bin" / "npm")
    say("Installing style sheets and charts (package-lock.json)")
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    command += [] if for_tests else ["--omit=dev"]
    run(command, doing="install the packages of package-lock.json", path=path)
    write_stamp(complete if for_tests else stamp, lock)


def run(command: Sequence[str], *, doing: str, path: str = "") -> None:
    """Runs a command silently. Raises EnvironmentProblem with its output, or with one line if there is no network."""
    environment = {**os.environ, "PATH": path or os.environ["PATH"]}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    if done.returncode == 0:
        return
    output = (done.stdout + done.stderr).strip()
    if NO_NETWORK.search(output):
        raise EnvironmentProblem(
            f"Could not {doing}: no network, or the package index cannot be reached from here."
        )
    raise EnvironmentProblem(f"{output[-2000:]}\nCould not {doing}: the lines above say why.")


def is_stamped(stamp: Path, lock: Path) -> bool:
    """Returns whether the lock file was installed as it is now."""
    return stamp.is_file() and stamp.read_text(encoding="ascii") == digest(lock)


def write_stamp(stamp: Path, lock: Path) -> None:
    stamp.write_text(digest(lock), encoding="ascii")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def say(line: str) -> None:
    print(f"{line} …", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
