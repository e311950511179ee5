from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class LibraryConfig(AppConfig):
    name = "library"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from library import retention  # noqa: F401 - it listens from here on

        post_migrate.connect(_make_search_index, sender=self)


def _make_search_index(sender: AppConfig, using: str, **more: Any) -> None:
    from library.search_index import make_search_index

    make_search_index(connections[using])
