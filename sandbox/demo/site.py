"""The site as the demo runs it: worker and scheduler inside, its own folder, no file of yours read."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sandbox.demo.processes import ROOT, DemoFailed

# All that the site inherits: a DATABASE_URL of yours must not reach a demo.
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")
MANAGE = (sys.executable, "manage.py")


@dataclass(frozen=True, slots=True)
class Admin:
    name: str
    password: str


def environment(folder: Path, site: str, settings: Path) -> dict[str, str]:
    """For every process of the site. `settings` is the file that the sandbox wrote."""
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return inherited | {
        "ENV_FILE": str(settings),
        "VAR_DIR": str(folder / "var"),
        "SITE_URL": site,
        "NO_PROXY": "127.0.0.1",
    }


def make_admin(environment: dict[str, str]) -> Admin:
    """Somebody who may see Django's admin, with a password that is told once and kept nowhere."""
    admin = Admin("admin", secrets.token_urlsafe(9))
    made = subprocess.run(
        [*MANAGE, "createsuperuser", "--no-input", "--username", admin.name, "--email", "admin@example.com"],
        env=environment | {"DJANGO_SUPERUSER_PASSWORD": admin.password},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise DemoFailed(f"No admin could be made:\n{made.stdout}{made.stderr}")
    return admin
