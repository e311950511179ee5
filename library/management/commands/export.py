"""A person's library as a file, on standard output."""

from __future__ import annotations

from typing import Any, get_args

from django.core.management.base import BaseCommand, CommandParser

from accounts.management.people import named_user
from library.exports import ExportFormat, export_saves
from library.search import Sorting, TrackSearch, find_saves, in_order


class Command(BaseCommand):
    help = "Print all saves of a person, removed ones too, newest first, as CSV or as a line of JSON each."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", required=True, help="a person's user name, Spotify id or number")
        parser.add_argument("--format", choices=get_args(ExportFormat), default="csv")

    def handle(self, *args: Any, user: str, format: ExportFormat, **options: Any) -> None:
        saves = find_saves(named_user(user), TrackSearch(removed="any"))
        for part in export_saves(in_order(saves, Sorting()), format):
            self.stdout.write(part, ending="")
