"""Genres and audio features in the foreground: for cron, or a look at what happens."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from enrichment import lanes, pipeline, presenters


class Command(BaseCommand):
    help = "Ask the sources for genres and audio features until nothing is left to ask for now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--lane", choices=sorted(pipeline.LANES), help="only this one (default: both)")
        parser.add_argument("--batches", type=int, help="at most so many batches a lane")
        parser.add_argument("--status", action="store_true", help="ask no source, only show the progress")

    def handle(self, *args: Any, lane: str | None, batches: int | None, status: bool, **options: Any) -> None:
        if not status:
            for name in [lane] if lane else list(pipeline.LANES):
                self.work(name, batches)
        self.stdout.write(presenters.describe_progress())
        for name, sentence in presenters.describe_sources():
            self.stdout.write(f"{name}: {sentence}")
        for name in pipeline.LANES:
            if not pipeline.LANES[name].sources():
                self.stdout.write(f"{name}: {' '.join(presenters.describe_missing_values(name))}")

    def work(self, name: str, batches: int | None) -> None:
        token = lanes.hold(name)
        if token is None:
            self.stdout.write(f"{name}: a worker has this lane already")
            return
        try:
            done = 0
            while batches is None or done < batches:
                again = pipeline.work(name, token)
                if again is None:
                    return
                done += 1
                time.sleep(again)
        finally:
            # Also after Ctrl-C: otherwise the workers would wait until the lease has run out.
            lanes.release(name, token)
