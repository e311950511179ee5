"""The kind of script people use today: read every page in turn, make a frame, clear the sheet, write it anew.

Written for this benchmark and measured beside the product. Arguments: the sandbox's Spotify and Sheets
addresses, a Spotify access token, a Google access token, the spreadsheet's id.
"""

import sys
from typing import Any

import gspread
import pandas as pd
import spotipy
from google.oauth2.credentials import Credentials
from gspread.http_client import HTTPClient
from gspread.utils import ValueInputOption


def read_saved_tracks(api_url: str, token: str) -> list[dict[str, str]]:
    client = spotipy.Spotify(auth=token)
    client.prefix = f"{api_url}/v1/"
    rows: list[dict[str, str]] = []
    offset = 0
    while True:
        page = client.current_user_saved_tracks(limit=50, offset=offset)
        for item in page["items"]:
            track = item["track"]
            rows.append(
                {
                    "Artist": ", ".join(artist["name"] for artist in track["artists"]),
                    "Track": track["name"],
                    "Album": track["album"]["name"],
                    "Added": item["added_at"],
                    "Link": track["external_urls"].get("spotify", ""),
                }
            )
        if page["next"] is None:
            return rows
        offset += 50


def write(sheets_url: str, token: str, spreadsheet_id: str, rows: list[dict[str, str]]) -> None:
    class Here(HTTPClient):
        def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> Any:
            return super().request(
                method, endpoint.replace("https://sheets.googleapis.com", sheets_url), *args, **kwargs
            )

    frame = pd.DataFrame(rows)
    credentials = Credentials(token)  # type: ignore[no-untyped-call]
    client = gspread.authorize(credentials, http_client=Here)
    sheet = client.open_by_key(spreadsheet_id).sheet1
    sheet.clear()
    sheet.resize(rows=len(frame) + 1, cols=max(len(frame.columns), 5))
    sheet.update([frame.columns.tolist(), *frame.values.tolist()], value_input_option=ValueInputOption.raw)
    sheet.freeze(rows=1)


if __name__ == "__main__":
    spotify_url, sheets_url, spotify_token, google_token, spreadsheet = sys.argv[1:]
    write(sheets_url, google_token, spreadsheet, read_saved_tracks(spotify_url, spotify_token))
