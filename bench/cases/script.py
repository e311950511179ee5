"""The typical script for the same library, its libraries imported before the clock starts, as ours are."""

from __future__ import annotations

import json
from typing import Any

from google.auth.transport.requests import Request
from google.oauth2.service_account import Credentials

from bench import SIZE, typical_script
from bench.meter import Meter, peak_memory
from bench.vendors import Vendors


def measure(vendors: Vendors, *, latency: float) -> dict[str, Any]:
    known = vendors.settings()
    vendors.grow("ada", SIZE)
    spotify_token = str(vendors.consent("ada")["access_token"])
    google_token = _service_account_token(known["GOOGLE_SERVICE_ACCOUNT"])
    spreadsheet_id = vendors.shared_spreadsheet("ada")
    vendors.set_latency(latency)
    meter = Meter()
    rows = typical_script.read_saved_tracks(known["SPOTIFY_API_URL"], spotify_token)
    read = meter.seconds
    typical_script.write(known["GOOGLE_SHEETS_URL"], google_token, spreadsheet_id, rows)
    return {
        "rows": len(rows),
        "to_frame": read,
        "to_sheet": meter.seconds,
        "cpu": meter.cpu,
        "peak_mb": peak_memory(),
    }


def _service_account_token(key: str) -> str:
    scopes = ["https://www.googleapis.com/auth/spreadsheets"]
    made = Credentials.from_service_account_info(json.loads(key), scopes=scopes)  # type: ignore[no-untyped-call]
    made.refresh(Request())
    return str(made.token)
