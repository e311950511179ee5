"""Runs `manage.py check --deploy` with the settings of a public installation; its keys are made for this one run."""

import base64
import os
import secrets
import subprocess
import sys

PUBLIC = {
    "SITE_URL": "https://tracksheet.example",
    "OPERATOR_NAME": "Ada Example",
    "OPERATOR_CONTACT": "ada@tracksheet.example",
    "DJANGO_SECRET_KEY": secrets.token_urlsafe(50),
    "ENCRYPTION_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii"),
    "DJANGO_DEBUG": "off",
    "DJANGO_ALLOWED_HOSTS": "",
}

command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
sys.exit(subprocess.run(command, env=os.environ | PUBLIC, check=False).returncode)
