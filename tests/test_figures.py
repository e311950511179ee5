"""The bounds of tools/figures.py: no package that is everything, furniture that repeats, one name for one thing."""

import re

from tools.figures import PACKAGES, ROOT, raises, read_product, says_raises, violations


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


def test_the_image_holds_the_same_packages() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "*"
    assert {line.removeprefix("!") for line in lines if re.fullmatch(r"![a-z]+", line)} == {
        *(package for package in PACKAGES if (ROOT / package).is_dir()),
        "templates",
    }


def test_every_function_that_raises_says_what() -> None:
    functions = [function for file in read_product() for function in file.functions]
    assert [one.name for one in functions if raises(one) and not says_raises(one)] == []
