"""Sources made of a few lines, where no vendor is the matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from providers.source import ArtistRef, ArtistTag, Credit, FeatureValues, SourceAnswer, SourceError, TrackRef


@dataclass
class MadeUpFeatures:
    """Knows the tracks in `knows` by primary key (None: all), fails with `error`, and remembers what it was asked."""

    name: str = "reccobeats"
    knows: set[int] | None = None
    error: SourceError | None = None
    asked: list[list[int]] = field(default_factory=list)
    rejected: int = 0
    batch_size: int = 40
    pause: float = 0.0
    requests_per_day: int = 5000
    is_optional: bool = False

    @property
    def state_name(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        return {"reccobeats": "ReccoBeats", "musicbrainz": "MusicBrainz"}.get(self.name, self.name)

    @property
    def credits(self) -> tuple[Credit, ...]:
        return ()

    def fetch(self, refs: Sequence[TrackRef], *, max_requests: int) -> SourceAnswer[FeatureValues]:
        self.asked.append([ref.pk for ref in refs])
        if self.error is not None:
            raise self.error
        known = {ref.pk for ref in refs if self.knows is None or ref.pk in self.knows}
        return SourceAnswer(
            values={pk: FeatureValues(tempo=120.0, energy=0.5) for pk in known},
            rejected=self.rejected,
            requests=1,
        )


@dataclass
class MadeUpGenres:
    """Knows artists' tags by name."""

    tags: dict[str, list[ArtistTag]]
    name: str = "musicbrainz"
    asked: list[list[str]] = field(default_factory=list)
    error: SourceError | None = None
    batch_size: int = 50
    pause: float = 0.0
    requests_per_day: int = 5000
    is_optional: bool = False

    @property
    def state_name(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        return {"reccobeats": "ReccoBeats", "musicbrainz": "MusicBrainz"}.get(self.name, self.name)

    @property
    def credits(self) -> tuple[Credit, ...]:
        return ()

    def fetch(self, refs: Sequence[ArtistRef], *, max_requests: int) -> SourceAnswer[list[ArtistTag]]:
        self.asked.append([ref.name for ref in refs])
        if self.error is not None:
            raise self.error
        known = {ref.pk: self.tags[ref.name] for ref in refs if ref.name in self.tags}
        return SourceAnswer(values=known, requests=1)
