"""A person, their sheet in the sandbox, and what each of them does to it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import time_machine

from accounts.models import User
from sandbox.world import World
from sheets.models import LinkedSheet
from sheets.planner.requests import METADATA_KEY
from sheets.sheet_settings import settings_of
from syncer import runs, sync
from syncer.models import SyncRun
from syncer.problems import SheetUnconfirmed
from syncer.sheet_settings import update_and_sync
from tests.support.cast import link_sheet, sign_in, tab_rows
from tests.support.problems import text_of


class SheetHarness:
    """`book` is the spreadsheet as Google has it. Rows and columns count from 0, the header is row 0."""

    def __init__(self, world: World, name: str = "ada", **choice: Any) -> None:
        self.world = world
        self.name = name
        self.user: User = sign_in(world, name)
        self.id = link_sheet(world, self.user, **choice).pk
        self.book = world.google.workbook(self.sheet.spreadsheet_id)

    @property
    def sheet(self) -> LinkedSheet:
        return LinkedSheet.objects.get(pk=self.id)

    def run(self) -> SyncRun:
        run = sync.run_sync(runs.find_or_make(self.user, SyncRun.Trigger.PERSON).pk)
        assert run is not None
        run.refresh_from_db()
        return run

    def run_confirmed(self) -> SyncRun:
        """A run, and another attempt a quarter of an hour later where a refusal has to be confirmed."""
        run = self.run()
        if run.problem_code != SheetUnconfirmed.code:
            return run
        with time_machine.travel(run.resume_at):
            return self.run()

    def sync(self) -> dict[str, Any]:
        """A sync that has to succeed; its receipt."""
        run = self.run()
        assert run.state == "done", text_of(run)
        return run.receipt

    def change_settings(self, **changes: Any) -> dict[str, Any]:
        """What the page does, and then the sync that it asks for; its receipt."""
        assert update_and_sync(self.user, replace(settings_of(self.sheet), **changes)) is not None
        return self.sync()

    @property
    def rows(self) -> list[list[Any]]:
        rows = tab_rows(self.world, self.sheet)
        width = max(map(len, rows), default=0)
        return [row + [None] * (width - len(row)) for row in rows]

    @property
    def headers(self) -> list[Any]:
        return self.rows[0]

    def column(self, header: str) -> list[Any]:
        headers, *rows = self.rows
        place = headers.index(header)
        return [row[place] for row in rows]

    def row_of(self, link: str) -> int:
        """Where the row of this link stands in the tab."""
        values = self.book.values(self.sheet.gid)
        return next(place for place, row in enumerate(values) if link in row)

    @property
    def ours(self) -> dict[str, int]:
        """Our columns by id, as their marks say."""
        columns = self.book.tab(self.sheet.gid).columns
        return {
            str(piece.value): place
            for place, line in enumerate(columns)
            for piece in line.metadata
            if piece.key == METADATA_KEY
        }

    @property
    def theirs(self) -> dict[str, Any]:
        """What the person put into the tab, each by the link of its row ("" where the row is their own)."""
        ours, link = set(self.ours.values()), self.ours["link"]
        links = [row[link] if link < len(row) else None for row in self.book.values(self.sheet.gid)]
        beside = [
            (links[place] or "", cell)
            for place, row in enumerate(self.book.values(self.sheet.gid))
            for column, cell in enumerate(row)
            if cell is not None and column not in ours
        ]
        notes = [(links[place] or "", note) for (place, _), note in self.book.notes(self.sheet.gid).items()]
        return {"cells": sorted(map(str, beside)), "notes": sorted(map(str, notes))}

    def scribble(self) -> None:
        """A column of their own, notes on cells of ours, and a row of their own."""
        gid = self.sheet.gid
        self.book.type_cell(gid, 0, 5, "Rating")
        for row in range(1, 51, 7):
            self.book.type_cell(gid, row, 5, f"{row} stars")
        self.book.set_note(gid, 9, 2, "heard at the lake")
        self.book.insert_rows(gid, 20)
        self.book.type_cell(gid, 20, 6, "buy a record player")

    @property
    def library(self) -> list[str]:
        """The links of what is saved now, newest first."""
        return [
            entry["track"]["external_urls"].get("spotify") or entry["track"]["uri"]
            for entry in self.world.spotify.documents(self.name)
        ]

    def picture(self) -> dict[str, Any]:
        """Everything in the spreadsheet, to compare with later."""
        return json.loads(json.dumps(self.book.get(include_grid_data=True)))

    def google_requests(self) -> int:
        return self.world.count("google-sheets")


def synced_sheet(world: World, *, saved: int = 60, **choice: Any) -> SheetHarness:
    """Ada with 60 saved tracks or more; the 50 most recent stand in her sheet unless `choice` says otherwise."""
    world.spotify.grow("ada", saved)
    harness = SheetHarness(world, **choice)
    harness.sync()
    return harness


def scribbled_sheet(world: World) -> SheetHarness:
    """The same, with her own things beside them."""
    harness = synced_sheet(world)
    harness.scribble()
    return harness
