"""Chance that is always the same for the same seed: who is known to whom."""

from functools import lru_cache
from uuid import NAMESPACE_URL, UUID, uuid5

from sandbox.spotify.ids import stable_id


@lru_cache(maxsize=16_384)
def stable_fraction(*seed: object) -> float:
    """Between 0 and 1, evenly spread over seeds."""
    return int.from_bytes(stable_id(*seed)[-8:].encode()) % 9973 / 9973


def uuid(kind: str, name: str) -> str:
    """A vendor's own id for something."""
    return str(uuid5(NAMESPACE_URL, f"{kind}:{name}"))


def is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
