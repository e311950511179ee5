from __future__ import annotations

from threading import Thread

from accounts.log_context import add_to_log_context, log_context, logged_ids


def test_ids_are_those_of_the_innermost_work_and_end_with_it() -> None:
    with log_context(person=1):
        with log_context(run=2):
            assert logged_ids() == {"run": 2}
            add_to_log_context(person=3)
            assert logged_ids() == {"person": 3, "run": 2}
        assert logged_ids() == {"person": 1}


def test_another_thread_has_its_own() -> None:
    seen: list[object] = []
    with log_context(person=1):
        thread = Thread(target=lambda: seen.append(dict(logged_ids())))
        thread.start()
        thread.join()
    assert seen == [{}]
