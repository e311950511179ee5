from django.apps import AppConfig
from django.core.checks import register


class SpotistatsConfig(AppConfig):
    name = "spotistats"

    def ready(self) -> None:
        from spotistats.checks import check_operator

        register(check_operator)
