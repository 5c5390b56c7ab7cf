"""The fields of a published file, each of the type it must have; DataError says which one is not."""

from __future__ import annotations

from collections.abc import Mapping

from lmrl_gym.core.episode import Json
from lmrl_gym.core.errors import DataError

_FLAGS: Mapping[object, bool] = {True: True, False: False, "true": True, "false": False, "yes": True, "no": False}


def as_object(value: Json, name: str) -> Mapping[str, Json]:
    if not isinstance(value, dict):
        raise DataError(f"{name} is not an object")
    return value


def as_list(value: Json, name: str) -> list[Json]:
    if not isinstance(value, list):
        raise DataError(f"{name} is not a list")
    return value


def as_text(value: Json, name: str) -> str:
    if not isinstance(value, str):
        raise DataError(f"the {name} is not a string")
    return value


def as_number(value: Json, name: str) -> float:
    # JSON as Python reads it has NaN and infinities; a comparison with itself and a bound refuse both.
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e300 < value < 1e300:
        raise DataError(f"the {name} is not a finite number")
    return float(value)


def as_flag(value: Json, name: str) -> bool | None:
    """A truth value, written as JSON does or as a text; None where it is left out."""
    if value is None:
        return None
    key = value.strip().lower() if isinstance(value, str) else value
    if not isinstance(key, bool | str) or key not in _FLAGS:
        raise DataError(f"{name} is neither true nor false, but {str(value)[:40]!r}")
    return _FLAGS[key]
