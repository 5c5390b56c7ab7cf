"""What the page's episode viewer shows: annotated episodes made small, harmless and ready to print.

Where the task draws pictures, each env turn has one; they are kept once each, packed together, for boards and maps differ little from turn to turn.
Characters that would hide, reorder or break text become visible symbols here, once, so that the page only has to set text. Numbers that are
not finite become null, and all numbers keep five significant digits.
"""

from __future__ import annotations

import base64
import json
import math
import unicodedata
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lmrl_gym.core.episode import Episode, Json, Role, Scenario, Turn
from lmrl_gym.core.errors import DataError
from lmrl_gym.report.folder import Note, Run

ANNOTATIONS = ("logprob", "v", "q", "advantage")
"""The order of a token's numbers in the payload, after its text."""


def visible(text: str, *, keep: str = "") -> str:
    """`text` with control characters as their symbols, and invisible or reordering ones by code point; characters in `keep` stay."""
    return "".join(c if c in keep or c.isprintable() else _symbol(c) for c in text)


def _symbol(c: str) -> str:
    if c in "\n\t":
        return "↵" if c == "\n" else "⇥"
    if c < " " or c == "\x7f":
        return chr(0x2400 + ord(c)) if c < " " else "␡"
    # What is left is not printable: other spaces are harmless, formats, separators and surrogates are not.
    return c if unicodedata.category(c) == "Zs" else f"⟨U+{ord(c):04X}⟩"


def script_json(value: Json) -> str:
    """JSON that may stand inside a <script> element: pure ASCII, and none of the characters that HTML reads."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


Draw = Callable[[Scenario, Sequence[Turn]], str]


def payload(run: Run, version: str = "", draw: Draw | None = None) -> tuple[dict[str, Json] | None, list[Note]]:
    """The run's episodes for the viewer, or None where it has none; and sentences about those that could not be read.

    Episodes of the task's `version` get the pictures that `draw` makes of them.
    """
    notes: list[Note] = []
    shown: list[Json] = []
    pictures: dict[str, int] = {}
    for number, entry in enumerate(run.episodes, start=1):
        try:
            shown.append(_episode(entry, version, draw, pictures))
        except (DataError, KeyError, TypeError, ValueError, AttributeError) as error:
            where = f"{run.path}/episodes.json"
            notes.append(Note(run.task, f"Episode {number} of {where} cannot be read ({type(error).__name__}) and is left out."))
    if not shown:
        return None, notes
    packed = base64.b64encode(zlib.compress(json.dumps(list(pictures)).encode(), 9)).decode() if pictures else None
    return {"scale": _scale(shown), "episodes": shown, "pictures": packed}, notes


def _episode(entry: Mapping[str, Json], version: str, draw: Draw | None, pictures: dict[str, int]) -> dict[str, Json]:
    body = entry["episode"]
    if not isinstance(body, dict):
        raise TypeError("an annotated episode holds an object under 'episode'")
    episode = Episode.from_json(body)
    tokens = entry.get("tokens")
    per_turn = list(tokens) if isinstance(tokens, list) else []
    turns: list[Json] = []
    for i, turn in enumerate(episode.turns):
        row: dict[str, Json] = {"role": turn.role.value, "text": visible(turn.text, keep="\n\t")}
        if turn.role is Role.AGENT:
            drawn = per_turn.pop(0) if per_turn else None
            row["reward"] = _short(turn.reward)
            row["tokens"] = [_token(t) for t in drawn if isinstance(t, dict)] if isinstance(drawn, list) else []
        elif draw is not None and episode.version == version:
            row["picture"] = pictures.setdefault(draw(episode.scenario, episode.turns[: i + 1]), len(pictures))
        turns.append(row)
    return {
        "play": visible(str(entry.get("play", ""))),
        "ending": episode.ending.value,
        "cut": episode.ending.truncated,
        "ret": _short(episode.ret),
        "seed": str(episode.seed),
        "scenario": visible(json.dumps(dict(episode.scenario), ensure_ascii=False, indent=1), keep="\n"),
        "metrics": [[visible(str(k)), _short(v)] for k, v in sorted(episode.metrics.items())],
        "turns": turns,
    }


def _token(token: Mapping[str, Json]) -> list[Json]:
    return [visible(str(token.get("text", ""))), *(_short(token.get(key)) for key in ANNOTATIONS)]


def _short(value: object) -> float | int | None:
    """Five significant digits; whole numbers as ints, which are shorter."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    short = float(f"{value:.5g}")
    return int(short) if short.is_integer() else short


def _scale(episodes: Sequence[Any]) -> float | None:
    """The advantage at which the colour is full: the 95th percentile of its size over the run's tokens; None where there is none."""
    tokens = [token for episode in episodes for turn in episode["turns"] for token in turn.get("tokens", [])]
    sizes = sorted(abs(token[4]) for token in tokens if token[4] is not None)
    if not sizes:
        return None
    return float(sizes[math.ceil(0.95 * len(sizes)) - 1] or sizes[-1] or 1.0)
