"""Pictures of the pages: none is forgotten, and git keeps those that documents show."""

from __future__ import annotations

import re
import struct
import subprocess
import zlib
from pathlib import Path

import pytest
from django.urls import resolve

from problems.kinds import REGISTRY, AskUser
from problems.texts import describe_problem
from syncer.models import Schedule, SyncRun
from tests.website.test_every_page import names_of
from tools.screenshots.kept import KEPT, NOT_TAKEN
from tools.screenshots.pages import NOT_PICTURED, PAGES, PUBLIC, SIZES, STATES, WINDOWS, chosen_pages, ids_of
from tools.screenshots.palette import write_png
from tools.screenshots.problems import Place, meet_in_a_sync, pictured_problems, place_of, raised
from tools.screenshots.seed import make_person
from website.urls import urlpatterns

ROOT = Path(__file__).parents[2]
KEPT_IN = ROOT / "docs" / "screenshots"
LARGEST = 200 * 1024
PICTURE = re.compile(r"\]\(([^)\s]+\.png)\)")


def shown_pictures() -> set[Path]:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return {
        (document.parent / link).resolve()
        for document in documents
        for link in PICTURE.findall(document.read_text("utf-8"))
    }


@pytest.fixture
def listener(db):
    return make_person("listener", 120)


def test_every_address_is_pictured_or_has_a_reason_not_to_be(listener):
    pictured = chosen_pages(PAGES, ids_of(listener))
    assert pictured.keys() == PAGES.keys()
    paths = [*pictured.values(), *(path for name, path in PUBLIC.items() if name != "not-found")]
    names = {resolve(path.partition("?")[0]).view_name for path in paths}
    assert names_of(urlpatterns) - names == NOT_PICTURED.keys()


def test_a_person_without_tracks_has_no_page_of_a_track(db):
    pages = chosen_pages(PAGES, ids_of(make_person("nobody", 0)))
    assert "library" in pages
    assert pages.keys().isdisjoint({"track", "smart-why", "statistics-year"})


def test_chosen_pages_are_those_that_are_asked_for():
    assert chosen_pages(PAGES, {}, {"home", "track"}) == {"home": "/"}


def test_a_plan_names_pages_and_windows_that_there_are():
    assert {window for windows in SIZES.values() for window in windows} == WINDOWS.keys()
    assert {name for names in STATES.values() for name in names} <= PAGES.keys()
    assert {picture.page for picture in KEPT.values()} <= PAGES.keys() | PUBLIC.keys()
    assert {picture.window for picture in KEPT.values()} <= WINDOWS.keys()


def test_every_problem_of_a_page_has_a_place():
    assert {place for place in Place if place is not Place.API} == set(pictured_problems().values())
    assert pictured_problems().keys() == {
        code for code, problem in REGISTRY.items() if not problem.__module__.startswith("api.")
    }


def test_a_new_problem_of_a_vendor_appears_by_itself(monkeypatch):
    monkeypatch.setattr("problems.kinds.REGISTRY", {})
    new = type("Full", (AskUser,), {"__module__": "providers.google.problems", "code": "bin_full"})
    assert place_of(new) is Place.SYNC


@pytest.mark.parametrize("code", sorted(pictured_problems()))
def test_no_value_of_a_text_is_unknown_in_the_pictures(code):
    text = describe_problem(raised(code))
    assert "…" not in text.replace("(…)", "")
    assert "%(" not in text


def test_a_problem_that_a_person_has_to_solve_pauses_and_one_that_passes_waits(listener):
    pages = meet_in_a_sync(listener, "sheet_gone")
    run = SyncRun.objects.filter(user=listener).order_by("-created_at").first()
    assert (run.state, run.problem_code, pages["run"]) == ("failed", "sheet_gone", f"/runs/{run.pk}/")
    assert Schedule.objects.get(user=listener).problem_code == "sheet_gone"
    meet_in_a_sync(listener, "google_quota")
    run.refresh_from_db()
    assert (run.state, run.problem_code) == ("waiting", "google_quota")
    assert Schedule.objects.get(user=listener).problem_code == ""


def test_git_keeps_the_pictures_that_documents_show_and_no_other():
    kept = {KEPT_IN / f"{name}.png" for name in [*KEPT, *NOT_TAKEN]}
    assert shown_pictures() == kept
    listed = subprocess.run(
        ["git", "ls-files", "docs"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert {ROOT / name for name in listed if name.endswith(".png")} == kept


def test_a_picture_that_git_keeps_is_small():
    sizes = {path.name: path.stat().st_size for path in shown_pictures()}
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}


def test_a_png_holds_its_palette_and_its_rows():
    png = write_png(2, bytes([255, 0, 0, 0, 0, 255]), bytes([0, 1, 1, 0]))
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">IIBB", png[16:26]) == (2, 2, 8, 3)
    start = png.index(b"IDAT")
    length = struct.unpack(">I", png[start - 4 : start])[0]
    assert zlib.decompress(png[start + 4 : start + 4 + length]) == bytes([0, 0, 1, 0, 1, 0])
