"""Smart sheets: tabs that fill themselves by rules."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from library.models.tabs import OwnTab, own_id


class SmartSheet(OwnTab):
    """`rules` is JSON as `library.smart.json_rules` writes it. `ordered_by` is the sort of the last confirmed write."""

    name = models.CharField(max_length=80)
    rules = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)
    ordered_by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"], condition=Q(leaving=False), name="one_smart_sheet_a_name"
            ),
            models.UniqueConstraint(fields=["user", "gid"], name="one_smart_sheet_a_tab"),
        ]

    def __str__(self) -> str:
        return self.name


class StatisticsTab(OwnTab):
    """An optional tab with a row a month and a chart, which is made together with the tab and never again."""

    class Kind(models.TextChoices):
        GENRES = "genres", "Genres by month"
        STATISTICS = "statistics", "Statistics"

    kind = models.CharField(max_length=10, choices=Kind)
    chart_id = models.BigIntegerField(default=own_id)

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"], condition=Q(leaving=False), name="one_statistics_tab_a_kind"
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def make_again(self) -> None:
        super().make_again()
        self.chart_id = own_id()
