"""Files that are sent while they are read."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils import timezone

from library.exports import ExportFormat

MEDIA_TYPES: dict[ExportFormat, str] = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl"}


def download(name: str, form: ExportFormat, parts: Iterator[str]) -> StreamingHttpResponse:
    """Returns the parts as a file of this name, with the day where the person is."""
    return StreamingHttpResponse(
        parts,
        content_type=MEDIA_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}-{timezone.localdate()}.{form}"'},
    )
