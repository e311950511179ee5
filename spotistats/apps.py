from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.core.checks import register


class SpotistatsConfig(AppConfig):
    name = "spotistats"

    def ready(self) -> None:
        from spotistats.checks import CHECKS, TAG

        for check in CHECKS:
            register(check, TAG)


class StaffAdminConfig(admin.AdminConfig):
    """Django's admin, with our own sign-in."""

    default = False
    default_site = "website.staff.admin.StaffSite"
