"""Makes what the Makefile's targets need out of nothing but Python: .venv, its packages, and node_modules.

    python3 tools/environment.py         what the site runs on
    python3 tools/environment.py dev     and what tests and checks need
    python3 tools/environment.py bench   and what is measured beside the site

Does nothing when everything is as the lock files say. What was interrupted half-way is made anew.
Only the standard library: nothing is installed yet when this runs.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (an older Python reads this far, and then says this)
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
# There while something is being installed: after a power cut or a Ctrl-C nobody knows what is whole.
UNFINISHED = VENV / "unfinished"
NODE_MODULES = ROOT / "node_modules"
NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|Failed to establish|Network is unreachable|Connection refused"
    r"|ConnectTimeout|Read timed out|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT"
)


class Trouble(Exception):
    """Says in a line or two what is wrong and what to do."""


def main(arguments: Sequence[str]) -> int:
    room = os.open(ROOT / "tools", os.O_RDONLY)
    fcntl.flock(room, fcntl.LOCK_EX)  # two makes at once: the second finds everything done
    try:
        make_venv()
        install("requirements.txt")
        for name in arguments:
            install(f"requirements-{name}.txt")
        install_styles()
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted. The next run begins anew.", file=sys.stderr)
        return 130
    finally:
        os.close(room)
    return 0


def make_venv() -> None:
    if not UNFINISHED.exists() and works(PYTHON):
        return
    if importlib.util.find_spec("ensurepip") is None:
        raise Trouble(
            f"{sys.executable} cannot make a virtual environment: its venv module is not installed."
            "\nOn Debian and Ubuntu: apt install python3-venv"
        )
    if VENV.exists():
        say("The environment in .venv is half-made or broken: making it anew")
        shutil.rmtree(VENV)
    VENV.mkdir()
    UNFINISHED.touch()
    run([sys.executable, "-m", "venv", str(VENV)], doing="make the virtual environment .venv")
    UNFINISHED.unlink()


def works(python: Path) -> bool:
    """Whether this interpreter still starts, is new enough, and has pip."""
    question = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([python, "-c", question], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def install(lock_file: str) -> None:
    """Brings .venv to what a lock file says, unless it already is."""
    lock = ROOT / lock_file
    stamp = VENV / f"{lock_file}.installed"
    if is_stamped(stamp, lock):
        return
    count = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
    say(f"Installing {count} Python packages ({lock_file})")
    UNFINISHED.touch()
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--retries", "2"]
    try:
        run([*pip, "--quiet", "--requirement", str(lock)], doing=f"install the packages of {lock_file}")
    except Trouble:
        UNFINISHED.unlink()  # pip itself gave up, and has put back what it touched
        raise
    write_stamp(stamp, lock)
    UNFINISHED.unlink()


def install_styles() -> None:
    """The style sheets of package-lock.json; `npm ci` itself starts from an empty node_modules."""
    lock = ROOT / "package-lock.json"
    stamp = NODE_MODULES / ".installed"
    if is_stamped(stamp, lock):
        return
    path = os.environ["PATH"]
    npm = shutil.which("npm")
    if npm is None:
        install("requirements-node.txt")
        path = f"{VENV / 'bin'}{os.pathsep}{path}"
        npm = str(VENV / "bin" / "npm")
    say("Installing the style sheets (package-lock.json)")
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    run(command, doing="install the packages of package-lock.json", path=path)
    write_stamp(stamp, lock)


def run(command: Sequence[str], *, doing: str, path: str = "") -> None:
    """Runs it silently; what it said is shown when it fails, and no network is told in a line of its own."""
    environment = {**os.environ, "PATH": path or os.environ["PATH"]}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    if done.returncode == 0:
        return
    said = (done.stdout + done.stderr).strip()
    if NO_NETWORK.search(said):
        raise Trouble(f"Could not {doing}: no network, or the package index cannot be reached from here.")
    raise Trouble(f"{said[-2000:]}\nCould not {doing}: the lines above say why.")


def is_stamped(stamp: Path, lock: Path) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="ascii") == digest(lock)


def write_stamp(stamp: Path, lock: Path) -> None:
    stamp.write_text(digest(lock), encoding="ascii")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def say(line: str) -> None:
    print(f"{line} …", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
