"""The data files published with LMRL-Gym, as data sets: maze walks (full and partial view), wordle games, and the dialogues (`import_dialogues`).

A line's shape says which it is. Walks and wordle games come as JSON lines, dialogues also as one JSON list. Rewards written on an env text go to
the agent turn before it; endings follow from the rewards and the texts. Every action keeps the env's answer to it: where the file leaves out the
last one it is worked out by playing the walk again, and where that is impossible the last action, whose outcome nobody knows, is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from lmrl_gym.core.episode import Ending, Episode, Json, Role, Scenario, Turn
from lmrl_gym.core.errors import DataError, UsageError
from lmrl_gym.core.seeds import seed_for
from lmrl_gym.core.task import Step, Task
from lmrl_gym.data.card import IMPORTED
from lmrl_gym.data.fields import as_list, as_number, as_text
from lmrl_gym.data.header import Header
from lmrl_gym.data.import_dialogues import question_game, sale_talk
from lmrl_gym.data.store import write_dataset
from lmrl_gym.tasks import load_task
from lmrl_gym.tasks.maze.game import FAILURE, SUCCESS
from lmrl_gym.tasks.wordle.game import FEEDBACK, WIN

_ABOUT = "Imported from a data file published with LMRL-Gym; an unanswered last action is left out."
_ABOUT_GAMES = "Imported from a data file published with LMRL-Gym; answers and wins are by this task's rule, and what follows the win is left out."
_ABOUT_TALKS = "Imported from a data file published with LMRL-Gym; its buyers are of other natures than this task's, and are believed about the sale."
_POSITION = re.compile(r"Your current position is at position ([\d ]+), ([\d ]+)\.")
_SHAPES = {
    "maze/full": "a list of objects with state, action, reward and done",
    "maze/partial": "an object with text_history, rewards and dones",
    "wordle": "an object with sequence, reward and done",
    "twenty_questions": "an object with lines, correct and word",
    "guess_city": "an object with lines, correct and word",
    "car_dealer": "an object with buyer_info, lines and output",
}
_DIALOGUES = {"twenty_questions": question_game, "guess_city": question_game, "car_dealer": sale_talk}
_ABOUTS = {question_game: _ABOUT_GAMES, sale_talk: _ABOUT_TALKS}


class _Walk(NamedTuple):
    """One line, whatever its shape: env and agent texts in turn, beginning with the env's, and the reward of each agent turn."""

    texts: list[str]
    rewards: list[float]


def import_file(file: Path, out: Path, *, task: str) -> Header:
    """Store the episodes of a published file as a data set of `task` in `out`.

    An episode's scenario is {"imported": line number, or place in the list} and what the line lets one know: the start cell of a fully observed
    walk, the word of a wordle game that was won, what was to be guessed, the buyer. DataError names the line that is malformed or holds another
    task; UsageError for a task that no published file is of.
    """
    chosen = load_task(task)
    kind = "wordle" if chosen.name.startswith("wordle") else chosen.name.partition("[")[0]
    if kind not in _SHAPES:
        raise UsageError(f"no published file holds episodes of {chosen.name}; those that can be imported are {', '.join(_SHAPES)}")
    about = _ABOUTS[_DIALOGUES[kind]] if kind in _DIALOGUES else _ABOUT
    return write_dataset(out, _episodes(file, kind, chosen), task=chosen, about=about, seed=0, preset=IMPORTED)


def _episodes(file: Path, kind: str, task: Task) -> Iterator[Episode]:
    try:
        with file.open("rb") as lines:
            listed = kind in _DIALOGUES and lines.peek().lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"["
            what = "entry" if listed else "line"
            for number, line in enumerate(_listed(lines.read(), file) if listed else lines, 1):
                if not isinstance(line, bytes) or line.strip():
                    try:
                        yield _episode(json.loads(line) if isinstance(line, bytes) else line, number, kind, task)
                    except (DataError, ValueError, RecursionError) as error:
                        raise DataError(f"{what} {number} of {file}: {_reason(error)}; correct the {what} or take it out") from error
    except OSError as error:
        raise DataError(f"{file} cannot be read: {(error.strerror or str(error)).lower()}; give a published JSON-lines file") from error


def _listed(text: bytes, file: Path) -> list[Json]:
    """What a file holds that is one JSON list."""
    try:
        found: list[Json] = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{file} begins as a JSON list, but is {_reason(error)}; correct it or give one object a line") from error
    return found


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, DataError) else f"not JSON ({error})"


def _episode(line: Json, number: int, kind: str, task: Task) -> Episode:
    _check_shape(line, kind)
    if (read := _DIALOGUES.get(kind)) is not None:
        assert isinstance(line, dict)
        return read(line, number, task)
    walk = {"maze/full": _transitions, "maze/partial": _history, "wordle": _sequence}[kind](line)
    scenario: dict[str, Json] = {"imported": number}
    if kind == "wordle":
        texts, ending = _end_game(walk, task)
        if ending is Ending.SUCCESS:
            scenario["word"] = texts[-2].replace(" ", "").strip()
    else:
        if (start := _start(walk.texts[0])) is not None:
            scenario["start"] = start
        texts, ending = _end_walk(walk, scenario, task)
    turns = [Turn(Role.ENV, text) if i % 2 == 0 else Turn(Role.AGENT, text, walk.rewards[i // 2]) for i, text in enumerate(texts)]
    seed = seed_for("import", task.name, number)
    return Episode(task.name, task.version, scenario, tuple(turns), ending, seed, {"agent": "published"})


def _check_shape(line: Json, kind: str) -> None:
    """DataError unless `line` holds an episode of `kind`, as far as its shape says."""
    shapes: tuple[str, ...] = ()
    if isinstance(line, list):
        shapes = ("maze/full",)
    elif isinstance(line, dict):
        marks = (("text_history", "maze/partial"), ("sequence", "wordle"), ("buyer_info", "car_dealer"))
        games = ("twenty_questions", "guess_city") if "word" in line else ()
        shapes = next(((shape,) for mark, shape in marks if mark in line), games)
    if kind not in shapes:
        found = f"the shape of {' and '.join(shapes)}" if shapes else "no known shape"
        raise DataError(f"it has {found}, but a line of {kind} is {_SHAPES[kind]}")


def _transitions(line: Json) -> _Walk:
    """[{state, action, reward, done}, …]: the answer to the last action is not in the file."""
    texts: list[str] = []
    rewards: list[float] = []
    steps = line if isinstance(line, list) else []
    for i, step in enumerate(steps):
        if not isinstance(step, dict):
            raise DataError(f"step {i} is not an object with state, action, reward and done")
        texts += [as_text(step.get("state"), f"state of step {i}"), as_text(step.get("action"), f"action of step {i}")]
        rewards.append(as_number(step.get("reward"), f"reward of step {i}"))
        if step.get("done") and i + 1 < len(steps):
            raise DataError(f"step {i} of {len(steps)} is done, but only the last can be")
    return _checked(_Walk(texts, rewards))


def _history(line: Json) -> _Walk:
    """{text_history, rewards, dones}, one entry a text."""
    assert isinstance(line, dict)
    texts = [as_text(t, f"text {i}") for i, t in enumerate(as_list(line.get("text_history"), "text_history"))]
    return _checked(_Walk(texts, _on_agent_turns(texts, as_list(line.get("rewards"), "rewards"))))


def _sequence(line: Json) -> _Walk:
    """{sequence: [[text, is_action], …], reward, done}; `reward` has one entry a text, with or without the opening's."""
    assert isinstance(line, dict)
    texts: list[str] = []
    for i, pair in enumerate(as_list(line.get("sequence"), "sequence")):
        if not isinstance(pair, list) or len(pair) != 2 or pair[1] not in (0, 1):
            raise DataError(f"entry {i} of sequence is not a pair of a text and whether it is an action")
        if pair[1] != i % 2:
            raise DataError(f"entry {i} of sequence should be {'an action' if i % 2 else 'the env’s'}: the two alternate, the env first")
        texts.append(as_text(pair[0], f"text {i} of sequence"))
    rewards = as_list(line.get("reward"), "reward")
    return _checked(_Walk(texts, _on_agent_turns(texts, [0.0, *rewards] if len(rewards) == len(texts) - 1 else rewards)))


def _on_agent_turns(texts: Sequence[str], rewards: Sequence[Json]) -> list[float]:
    """The reward of each agent turn: what stands on its own text and on the env's answer."""
    if len(rewards) != len(texts):
        raise DataError(f"it has {len(rewards)} rewards for {len(texts)} texts, but each text has one")
    numbers = [as_number(r, f"reward {i}") for i, r in enumerate(rewards)]
    if numbers and numbers[0] != 0.0:
        raise DataError(f"the opening has the reward {numbers[0]:g}, but nobody has acted yet, so it must be 0")
    return [sum(numbers[i : i + 2]) for i in range(1, len(numbers), 2)]


def _end_game(walk: _Walk, task: Task) -> tuple[list[str], Ending]:
    """Texts and ending of a wordle game."""
    texts = walk.texts if len(walk.texts) % 2 else _without_last(walk.texts)
    if texts[-1] == FEEDBACK[WIN]:
        return texts, Ending.SUCCESS
    return texts, Ending.FAILURE if len(texts) // 2 >= task.turn_limit else Ending.TURN_LIMIT


def _end_walk(walk: _Walk, scenario: Scenario, task: Task) -> tuple[list[str], Ending]:
    """Texts and ending of a walk: only the move onto the goal is free, and whatever else ends a walk cuts it."""
    actions = walk.texts[1::2]
    won = walk.rewards[-1] >= 0.0
    ending = Ending.SUCCESS if won else Ending.TURN_LIMIT
    if len(walk.texts) % 2:
        return walk.texts, ending
    if won:
        return [*walk.texts, SUCCESS], ending
    answer = FAILURE if len(actions) >= task.turn_limit else _replayed(walk, scenario, task)
    return ([*walk.texts, answer] if answer is not None else _without_last(walk.texts)), ending


def _replayed(walk: _Walk, scenario: Scenario, task: Task) -> str | None:
    """The answer to the walk's last action, from the task itself; None without a start, or if the task had answered otherwise before."""
    if "start" not in scenario:
        return None
    try:
        env = task.start({"start": scenario["start"]})
    except DataError:
        return None
    seen, answer = [env.opening], ""
    for action in walk.texts[1::2]:
        step = env.step(action)
        if not isinstance(step, Step) or step.ending is Ending.SUCCESS:
            return None
        answer = step.text
        seen.append(answer)
    return answer if seen[:-1] == walk.texts[::2] else None


def _without_last(texts: list[str]) -> list[str]:
    if len(texts) < 4:
        raise DataError("its only action has no answer, so nothing is left to learn from")
    return texts[:-1]


def _start(text: str) -> list[Json] | None:
    """The cell that a full-view text says one is in; digits are written with spaces between them."""
    found = _POSITION.search(text)
    return None if found is None else [int(found[1].replace(" ", "")), int(found[2].replace(" ", ""))]


def _checked(walk: _Walk) -> _Walk:
    if len(walk.texts) < 2:
        raise DataError("it has no action, so nothing is left to learn from")
    return walk
