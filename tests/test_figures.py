"""The bounds of tools/figures.py: no package that is everything, furniture that repeats, one name for one thing."""

import re

from tools.figures import PACKAGES, ROOT, read_product, violations


def test_the_product_is_within_its_bounds() -> None:
    assert not violations(read_product())


def test_every_package_of_the_product_is_measured() -> None:
    settings = (ROOT / "spotistats" / "settings.py").read_text(encoding="utf-8")
    apps = {path.parent.name for path in ROOT.glob("*/apps.py") if f'"{path.parent.name}"' in settings}
    assert apps
    assert apps <= set(PACKAGES)


def test_the_makefile_checks_the_same_packages() -> None:
    line = re.search(r"^PRODUCT := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert line
    assert tuple(line[1].split()) == PACKAGES
