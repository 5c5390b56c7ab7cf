"""What a user is told when something cannot go on.

Every error of this kind is one sentence that names the value, the rule it breaks and the remedy. The command prints it without a traceback.
`UsageError` means that what was asked for does not exist or does not fit (exit code 2); the others mean that the world did not comply (exit code 1).
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable


class LmrlError(Exception):
    """A failure whose message is complete: value, rule, remedy."""

    exit_code = 1


class UsageError(LmrlError):
    """The request itself is wrong: an unknown name, a bad value, a config that does not fit."""

    exit_code = 2


class DataError(LmrlError):
    """A file or a data set cannot be used as it is."""


class RunError(LmrlError):
    """A run cannot start, go on or be stored."""


class ContractError(LmrlError):
    """A task breaks the contract that all tasks keep (see `core.contract`)."""


def did_you_mean(value: str, options: Iterable[str]) -> str:
    """The tail of an error about an unknown name: a near match if there is one, else the choices."""
    names = sorted(options)
    near = difflib.get_close_matches(value, names, n=1, cutoff=0.5)
    return f"did you mean '{near[0]}'?" if near else "choose from " + ", ".join(names)


def no_such(kind: str, value: str, options: Iterable[str]) -> UsageError:
    """`no task 'worlde'; did you mean 'wordle'?`"""
    return UsageError(f"no {kind} '{value}'; {did_you_mean(value, options)}")


def check_range(name: str, value: float, least: float, most: float = math.inf) -> None:
    """UsageError unless `least` <= `value` <= `most`; what is no number is refused too."""
    if not least <= value <= most:
        rule = f"at least {least:g}" if most == math.inf else f"from {least:g} to {most:g}"
        raise UsageError(f"{name}={value} is out of range; it must be {rule}")


def check_choice(name: str, value: str, options: Iterable[str]) -> None:
    """UsageError with a suggestion unless `value` is one of `options`."""
    options = tuple(options)
    if value not in options:
        raise UsageError(f"{name}={value!r} is no choice; {did_you_mean(value, options)}")
