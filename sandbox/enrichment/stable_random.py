"""Pseudo-random values that depend on nothing but their seed."""

from functools import lru_cache
from uuid import NAMESPACE_URL, UUID, uuid5

from sandbox.spotify.ids import stable_id


@lru_cache(maxsize=16_384)
def stable_fraction(*seed: object) -> float:
    """Returns a number from 0 to 1, evenly distributed over seeds."""
    return int.from_bytes(stable_id(*seed)[-8:].encode()) % 9973 / 9973


def uuid(kind: str, name: str) -> str:
    """Returns a vendor's own id for an object."""
    return str(uuid5(NAMESPACE_URL, f"{kind}:{name}"))


def is_uuid(text: str) -> bool:
    """Returns whether the text is a UUID in its canonical form, in upper or lower case."""
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
