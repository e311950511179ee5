"""The names of services, kinds and vendors."""

from pathlib import Path

import pytest

import sandbox
from sandbox.services import KINDS, VENDORS
from sandbox.vendors import all_routes


def test_every_kind_has_a_handler():
    named = {(service, kind) for service, kinds in KINDS.items() for kind in kinds}
    assert all_routes().kinds() == named | {("control", "control")}


def test_the_readme_names_every_service_with_its_kinds():
    readme = Path(sandbox.__file__).with_name("README.md").read_text(encoding="utf-8")
    for service, kinds in KINDS.items():
        (row,) = (line for line in readme.splitlines() if line.startswith(f"| `{service}` |"))
        assert all(f"`{kind}`" in row for kind in kinds)


def test_every_vendor_is_named_on_the_index_page_and_in_the_readme(http, url):
    """Each service name begins with its vendor: google-sheets is Google's."""
    named = VENDORS.lower().replace(".", "")
    assert all(service.partition("-")[0] in named for service in KINDS)
    assert f"as it would to the real {VENDORS}." in http.get(f"{url}/").text
    assert VENDORS in Path(sandbox.__file__).with_name("README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("service", "kind"), [("spotify", None), ("spotify-api", "tracks"), (None, "tracks")]
)
def test_an_unknown_service_or_kind_is_refused(world, service, kind):
    with pytest.raises(ValueError, match=r"no service|no kind"):
        world.entries(service, kind)
    with pytest.raises(ValueError, match=r"no service|no kind"):
        world.faults.add(service, kind, {"status": 500})
