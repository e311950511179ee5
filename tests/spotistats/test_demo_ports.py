"""The demo's two ports."""

import sys

from sandbox.demo import __main__ as demo


def test_one_number_for_both_ports_is_one_line(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["demo", "--port", "8123", "--sandbox-port", "8123"])
    monkeypatch.setattr(demo, "end_on_signals", lambda: None)
    assert demo.main() == 1
    assert capsys.readouterr().err == "PORT and SANDBOX_PORT are both 8123: give each a number of its own.\n"
