"""The machine that measures, in a few words."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def description() -> str:
    cores, memory = os.cpu_count(), os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    return (
        f"{cores} cores ({_processor()}), {memory:.0f} GB of memory, {platform.system()},"
        f" Python {platform.python_version()}"
    )


def load() -> str:
    """How many processes wanted a core, on average over the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
