"""Answers that several ask for at one time, and again soon after: asked for once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Once(Generic[K, V]):
    """Keeps the last used answers; who asks while one is being fetched waits for it instead of asking again.

    A film's poster and background are chosen by two threads at about the same time, from one answer of the service. A failure is
    everybody's who waited for it, and is not kept.

    >>> squares: Once[int, int] = Once(lambda number: number * number)
    >>> squares.get(4)
    16
    """

    def __init__(self, ask: Callable[[K], V], *, most: int = 256) -> None:
        self._ask = ask
        self._most = most
        self._answers: OrderedDict[K, Future[V]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K) -> V:
        """Return the answer to `key`; raises what asking for it raises."""
        with self._lock:
            answer = self._answers.get(key)
            mine = answer is None
            if answer is None:
                answer = self._answers[key] = Future()
            self._answers.move_to_end(key)
        if mine:
            self._fetch(key, answer)
        return answer.result()

    def _fetch(self, key: K, answer: Future[V]) -> None:
        try:
            answer.set_result(self._ask(key))
        except BaseException as error:  # noqa: BLE001 - raised again to all who wait, by `result`
            answer.set_exception(error)
            with self._lock:
                self._answers.pop(key, None)
            return
        with self._lock:
            while len(self._answers) > self._most and next(iter(self._answers.values())).done():
                self._answers.popitem(last=False)
