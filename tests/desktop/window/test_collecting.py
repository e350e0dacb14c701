"""The collector runs on the window's thread, and only there."""

import gc
import threading
import weakref

from pytestqt.qtbot import QtBot

from desktop.collecting import Collector


class Cycle:
    def __init__(self, ended_in: list[threading.Thread]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: ended_in.append(threading.current_thread()))


def test_garbage_of_any_thread_ends_in_this_one(qtbot: QtBot) -> None:
    ended_in: list[threading.Thread] = []
    collector = Collector()

    def work() -> None:
        for _ in range(100):
            Cycle(ended_in)
            _ = [[] for _ in range(1000)]  # far more than a generation holds

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert ended_in == []
    kept: list[list[int]] = [[] for _ in range(3 * gc.get_threshold()[0])]
    qtbot.waitUntil(lambda: len(ended_in) == 100, timeout=20_000)
    assert set(ended_in) == {threading.main_thread()}
    collector.release()
    assert gc.isenabled()
    del kept
