"""What holds calls back: a pace, so many a minute, a budget, so many calls and tokens in all, and a time that no call may pass.

Pace and budget are shared by the threads that call. A wait ends at once when the batch it belongs to is given up.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Event, Lock, Thread
from typing import TypeVar

from lmrl_gym.core.errors import RunError

T = TypeVar("T")


class GivenUpError(RunError):
    """The batch ended before this call could be made; another call's error says why."""


class Pace:
    """Spreads calls evenly: `per_minute` of them a minute, or as they come where it is 0."""

    def __init__(self, per_minute: int) -> None:
        self._interval_s = 60.0 / per_minute if per_minute else 0.0
        self._next = 0.0
        self._lock = Lock()

    def wait(self, given_up: Event) -> None:
        """Wait for the next free moment."""
        with self._lock:
            now = time.monotonic()
            at = max(self._next, now)
            self._next = at + self._interval_s
        if given_up.wait(at - now):
            raise GivenUpError("this call was given up; the error of another one says why")

    def hold(self, seconds: float) -> None:
        """Let nobody call for `seconds` from now: the endpoint asked for it."""
        with self._lock:
            self._next = max(self._next, time.monotonic() + seconds)


class Budget:
    """The most calls that may be made and the most tokens that may be spent, read and written together; 0 sets no limit.

    Calls are counted before they are made, retries too, and never pass the cap. Tokens are known only afterwards: they pass it by at most the calls
    that are under way when it is reached.
    """

    def __init__(self, max_calls: int = 0, max_tokens: int = 0) -> None:
        self.max_calls, self.max_tokens = max_calls, max_tokens
        self.calls = 0
        self.tokens = 0
        self._lock = Lock()

    def take(self) -> None:
        """Count one call. RunError if the budget allows no more."""
        with self._lock:
            for cap, spent, name in ((self.max_calls, self.calls, "calls"), (self.max_tokens, self.tokens, "tokens")):
                if cap and spent >= cap:
                    raise RunError(
                        f"the budget is spent: {self.calls} calls and {self.tokens} tokens, and --max-{name} {cap} allows no more; every answer is "
                        "kept, so give the same command again to go on with as much, or raise the cap"
                    )
            self.calls += 1

    def spend(self, tokens: int) -> None:
        """Count the tokens of one answer."""
        with self._lock:
            self.tokens += tokens


def within(seconds: float, call: Callable[[], T]) -> T | None:
    """What `call` returns or raises; None where that takes longer than `seconds`. 0: however long it takes.

    A call that is too late goes on by itself, in a thread that does not keep the process alive, and what it returns is lost: from outside nothing can
    end a thread that reads from a line on which a byte comes now and then.
    """
    if not seconds:
        return call()
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(call())
        except BaseException as error:
            outcome.set_exception(error)

    Thread(target=run, daemon=True).start()
    return outcome.result() if wait((outcome,), seconds).done else None
