"""`.env.example` names every setting, and what it shows as a default is the default."""

import ast
import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parent.parent
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
LINE = re.compile(r"^#?([A-Z][A-Z0-9_]*)=(.*)$", re.MULTILINE)
TOLD = """
import json, sys
from spotistats import settings
names = [name for name in dir(settings) if name.isupper() and name not in {"ROOT", "VAR", "BASE_DIR"}]
json.dump({name: repr(getattr(settings, name)) for name in names}, sys.stdout)
"""


def settings_read() -> set[str]:
    """Every variable that settings.py asks the environment for."""
    tree = ast.parse((ROOT / "spotistats" / "settings.py").read_text(encoding="utf-8"))
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and isinstance(node.args[0], ast.Constant)
    }


def test_env_example_names_every_setting_and_no_other() -> None:
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    only_compose = set(re.findall(r"\$\{([A-Z_]+)", compose))
    named = {name for name, _ in LINE.findall(EXAMPLE)}
    assert named == (settings_read() | only_compose) - {"ENV_FILE"}


def test_every_setting_is_named_once_and_explained() -> None:
    names = [name for name, _ in LINE.findall(EXAMPLE)]
    assert len(names) == len(set(names))
    lines = EXAMPLE.splitlines()
    bare = [
        line for above, line in pairwise(lines) if LINE.match(line) and (not above or above.startswith("##"))
    ]
    assert not bare


def test_the_values_shown_are_the_defaults(tmp_path: Path) -> None:
    shown = tmp_path / "shown.env"
    uncommented = LINE.sub(lambda line: f"{line[1]}={line[2]}", EXAMPLE)
    shown.write_text(uncommented.replace("=var", f"={tmp_path}").replace("///var", f"///{tmp_path}"))
    assert told(str(shown), tmp_path) == told(os.devnull, tmp_path)


def told(env_file: str, var: Path) -> dict[str, str]:
    """The settings of a fresh process whose only source is this file."""
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": env_file, "VAR_DIR": str(var)}
    process = subprocess.run(
        [sys.executable, "-c", TOLD], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(process.stdout)
