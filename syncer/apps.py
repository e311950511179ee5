from django.apps import AppConfig


class SyncerConfig(AppConfig):
    name = "syncer"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from syncer import reconnecting, sign_in_budget  # noqa: F401 - their receivers listen from here on
