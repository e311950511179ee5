"""`python -m bench.case NAME`: one measurement in this process; prints its result as JSON.

The environment says which database and which sandbox: `bench.rounds` prepares both, new for each measurement.
"""

from __future__ import annotations

import json
import os
import sys

import django
from django.conf import settings


def main(name: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spotistats.settings")
    django.setup()
    from bench.cases import CASES
    from bench.vendors import Vendors

    url = settings.SPOTIFY_API_URL.removesuffix("/spotify-api")
    print(json.dumps(CASES[name](Vendors(url))))


if __name__ == "__main__":
    main(sys.argv[1])
