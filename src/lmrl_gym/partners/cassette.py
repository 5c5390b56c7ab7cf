"""A partner on tape: what one answered is written down, and given again without it. For tests that must not need a model.

The tape is JSON lines to be kept beside the tests: the first names the speaker, each further one is an answer with all that it answered (turns,
scenario, seed). The same dialogue and seed get the same answer, in any order and at any width.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from lmrl_gym.core.episode import Json
from lmrl_gym.core.errors import DataError, RunError
from lmrl_gym.core.task import Dialogue, Policy, Reply, close


class Cassette:
    """Replays `path`. With `policy`, what is not on the tape is asked of it and added; without, it is a RunError.

    DataError where the tape is missing (and there is no policy to begin one), damaged, or another policy's.
    """

    def __init__(self, path: Path, policy: Policy | None = None) -> None:
        self.path, self.policy = path, policy
        self._answers: dict[str, Reply] = {}
        if path.exists():
            self.name, self.sees_scenario = self._read()
            if policy is not None and policy.name != self.name:
                raise DataError(f"{path} is a tape of {self.name}, not of {policy.name}; record on a new one")
        elif policy is not None:
            self.name, self.sees_scenario = policy.name, policy.sees_scenario
            self._append({"name": self.name, "sees_scenario": self.sees_scenario})
        else:
            raise DataError(f"there is no tape at {path}; record one with a policy first")

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        keys = [_key(dialogue, seed) for dialogue, seed in zip(dialogues, seeds, strict=True)]
        new = [i for i, key in enumerate(keys) if key not in self._answers]
        if new:
            self._record(new, keys, dialogues, seeds)
        return [self._answers[key] for key in keys]

    def close(self) -> None:
        close(self.policy)

    def _record(self, new: Sequence[int], keys: Sequence[str], dialogues: Sequence[Dialogue], seeds: Sequence[int]) -> None:
        if self.policy is None:
            last = dialogues[new[0]].turns[-1:]
            what = repr(last[0].text[:60]) if last else "an empty dialogue"
            raise RunError(f"the tape {self.path} has no answer to {what} with this seed and what went before; record it again with a policy")
        replies = self.policy.reply([dialogues[i] for i in new], seeds=[seeds[i] for i in new])
        for i, reply in zip(new, replies, strict=True):
            self._answers[keys[i]] = Reply(reply.text, None, reply.cut)
            self._append({**json.loads(keys[i]), "text": reply.text, "cut": reply.cut})

    def _append(self, row: dict[str, Json]) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")

    def _read(self) -> tuple[str, bool]:
        try:
            first, *rows = [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines()]
            for row in rows:
                text, cut = str(row.pop("text")), bool(row.pop("cut"))
                self._answers[json.dumps(row, sort_keys=True)] = Reply(text, None, cut)
            return str(first["name"]), bool(first["sees_scenario"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise DataError(f"{self.path} is not a tape, or a damaged one ({error}); remove it and record again") from error


def _key(dialogue: Dialogue, seed: int) -> str:
    turns = [[turn.role.value, turn.text] for turn in dialogue.turns]
    scenario = None if dialogue.scenario is None else dict(dialogue.scenario)
    return json.dumps({"turns": turns, "scenario": scenario, "seed": seed}, sort_keys=True)
