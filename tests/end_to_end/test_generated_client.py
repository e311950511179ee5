"""A client that nobody here wrote, generated from the document, does what a program of a person's would do."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from api.urls import api

PROGRAMS = Path(sys.executable).parent
PACKAGE = "generated_client"


@pytest.fixture
def generated(site: str, tmp_path: Path, monkeypatch):
    """Returns a module of the generated client by its name."""
    subprocess.run(
        [
            *(PROGRAMS / "openapi-python-client", "generate", "--url", f"{site}/api/v1/openapi.json"),
            *("--meta", "none", "--output-path", tmp_path / PACKAGE),
        ],
        env=os.environ | {"PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"},
        check=True,
        capture_output=True,
    )
    # What it does not understand it leaves out.
    made = {file.stem for file in (tmp_path / PACKAGE / "api").glob("*/*.py")} - {"__init__"}
    document = api.get_openapi_schema()
    assert made == {one["operationId"] for path in document["paths"].values() for one in path.values()}
    monkeypatch.syspath_prepend(tmp_path)
    yield lambda name: import_module(f"{PACKAGE}.{name}")
    for name in [name for name in sys.modules if name.split(".")[0] == PACKAGE]:
        del sys.modules[name]


def test_it_syncs_waits_reads_tracks_changes_a_smart_sheet_and_reads_the_receipt(
    generated, site: str, token: str, request
) -> None:
    models: ModuleType = generated("models")
    client = generated("client").AuthenticatedClient(site, token, raise_on_unexpected_status=True)
    request.addfinalizer(client.get_httpx_client().close)

    def ask(operation: str, *path: Any, **values: Any) -> Any:
        return generated(f"api.{operation}").sync(*path, client=client, **values)

    def synced() -> Any:
        sync = ask("syncs.get_sync", ask("syncs.start_sync").id, wait=30)
        assert (sync.state, sync.problem) == ("done", None)
        return sync.receipt

    receipt = synced()
    assert receipt.added == receipt.database > 50
    assert receipt.sheet.sheet_rows == 50

    tracks = ask("tracks.list_saved_tracks", limit=10)
    assert len(tracks.items) == 10 and tracks.next_
    following = ask("tracks.list_saved_tracks", limit=10, cursor=tracks.next_)
    assert not {one.save_id for one in tracks.items} & {one.save_id for one in following.items}

    rules = models.RulesDocument.from_dict({"conditions": [{"on": "saved_between", "first": "2000-01-01"}]})
    made = ask("smart_sheets.make_smart_sheet", body=models.NewSmartSheet(name="All of it", rules=rules))
    limited = models.RulesDocument.from_dict({"limit": 3})
    patch = models.SmartSheetPatch(name="Three of it", rules=limited)
    changed = ask("smart_sheets.update_smart_sheet", made.id, body=patch)
    assert (changed.name, changed.rules.limit) == ("Three of it", 3)

    (tab,) = synced().sheet.tabs
    assert (tab.name, tab.rows_added) == ("Three of it", 3)

    refused = ask("smart_sheets.get_smart_sheet", made.id + 1)
    assert isinstance(refused, models.ProblemDocument) and refused.code == "api_not_found"
