"""A pickle as somebody plants it who can write into Redis: reading it makes a file."""

from __future__ import annotations

import os
import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class _MakesAFolder:
    def __init__(self, path: Path) -> None:
        self.path = str(path)

    def __reduce__(self) -> tuple[Any, ...]:
        return os.makedirs, (self.path, 0o777, True)


@dataclass(frozen=True, slots=True)
class Planted:
    trace: Path

    def pickle(self, protocol: int = pickle.DEFAULT_PROTOCOL) -> bytes:
        return pickle.dumps(self.value, protocol)

    @property
    def value(self) -> object:
        """An object whose pickle leaves the trace where it is read."""
        return _MakesAFolder(self.trace)

    @property
    def has_run(self) -> bool:
        return self.trace.exists()
