"""Genres and audio features in the foreground: for cron, or a look at what happens."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from enrichment import lanes
from enrichment import pipeline as flow
from enrichment import presenters as told
from library.models import Artist, ArtistKnowledge, Features, Track


class Command(BaseCommand):
    help = "Ask the sources for genres and audio features until nothing is left to ask for now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--lane", choices=sorted(flow.LANES), help="only this one (default: both)")
        parser.add_argument("--batches", type=int, help="at most so many batches a lane")
        parser.add_argument("--status", action="store_true", help="ask nobody, only say how things stand")

    def handle(self, *args: Any, lane: str | None, batches: int | None, status: bool, **options: Any) -> None:
        if not status:
            for name in [lane] if lane else list(flow.LANES):
                self.work(name, batches)
        self.stdout.write(standing())
        for line in told.sources_told():
            self.stdout.write(f"{line.lane}: {line.sentence}")
        for name in flow.LANES:
            if not flow.LANES[name].sources():
                self.stdout.write(f"{name}: {' '.join(told.why_unknown(name))}")

    def work(self, name: str, batches: int | None) -> None:
        token = lanes.hold(name)
        if token is None:
            self.stdout.write(f"{name}: a worker is at it already")
            return
        try:
            done = 0
            while batches is None or done < batches:
                again = flow.work(name, token)
                if again is None:
                    return
                done += 1
                time.sleep(again)
        finally:
            lanes.release(name, token)


def standing() -> str:
    """How much of the catalogue is known, in one line."""
    return (
        f"{Features.objects.filter(known=True).count()} of {Track.objects.filter(is_local=False).count()} tracks"
        f" have features, {ArtistKnowledge.objects.filter(known=True).count()} of {Artist.objects.count()}"
        " artists have genres"
    )
