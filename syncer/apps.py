from django.apps import AppConfig


class SyncerConfig(AppConfig):
    name = "syncer"
    default_auto_field = "django.db.models.BigAutoField"
