from django.apps import AppConfig


class SyncerConfig(AppConfig):
    name = "syncer"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from syncer import receivers  # noqa: F401 - they listen from here on
