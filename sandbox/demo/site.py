"""The site as the demo runs it: worker and scheduler embedded, in its own folder, without the user's .env."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sandbox.demo.processes import ROOT, DemoFailed

# The only variables that the site inherits: for example, the user's DATABASE_URL must not reach the demo.
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")
MANAGE = (sys.executable, "manage.py")


@dataclass(frozen=True, slots=True)
class Admin:
    name: str
    password: str


def environment(folder: Path, site: str, settings: Path) -> dict[str, str]:
    """Returns the environment of the site's processes. `settings` is the file that the sandbox wrote."""
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return inherited | {
        "ENV_FILE": str(settings),
        "VAR_DIR": str(folder / "var"),
        "SITE_URL": site,
        "NO_PROXY": "127.0.0.1",
    }


def make_admin(environment: dict[str, str]) -> Admin:
    """Creates a superuser for Django's admin with a random password that is not stored anywhere else."""
    admin = Admin("admin", secrets.token_urlsafe(9))
    command = [*MANAGE, "createsuperuser", "--no-input", "--username", admin.name]
    made = subprocess.run(
        [
            *command,
            "--email",
            "admin@example.com",
            "--skip-checks",
        ],  # the site checked itself when it started
        env=environment | {"DJANGO_SUPERUSER_PASSWORD": admin.password},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise DemoFailed(f"No admin could be made:\n{made.stdout}{made.stderr}")
    return admin
