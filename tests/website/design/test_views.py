"""The page of components: for developers alone, and complete."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

TEMPLATES = Path(__file__).parents[3] / "templates"


def test_a_public_site_has_no_page_of_components(client: Client, settings, db) -> None:
    settings.DESIGN_PAGE = False
    assert client.get("/design/").status_code == 404


def test_every_component_is_shown(client: Client, settings, db) -> None:
    settings.DESIGN_PAGE = True
    used = {template.name for template in client.get("/design/").templates}
    components = {f"components/{path.name}" for path in (TEMPLATES / "components").glob("*.html")}
    assert components <= used


@pytest.mark.parametrize("chart", ["example-stacked", "example-lines", "example-bars"])
def test_each_chart_has_a_table_and_a_sentence(client: Client, settings, db, chart: str) -> None:
    settings.DESIGN_PAGE = True
    figure = client.get("/design/").content.decode().partition(f'id="{chart}"')[2].partition("</figure>")[0]
    assert "<table>" in figure
    assert 'aria-label="' in figure
