from django.apps import AppConfig


class SpotistatsConfig(AppConfig):
    name = "spotistats"
