"""What a data set can teach, computed before anything is trained.

The stitching bound is the return, from the task's evaluation starts, of the best policy on the empirical MDP: states are the latest env texts,
actions the texts said there, transitions what was seen to follow, and what was never tried does not exist. Beside it stand what cloning the best
complete episodes could reach, what acting greedily on mean returns would reach, and the ceiling. Their differences say how much stitching can gain.
Where some evaluation start was never acted in, the same three are given from the starts of the stored episodes too, for there they mean something.
The empirical MDP is defined for Markov views; elsewhere every history is its own state and only the episode statistics are given.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

from lmrl_gym.core.episode import Episode, Json, Role
from lmrl_gym.core.task import Task
from lmrl_gym.data.card import beside_paper, note
from lmrl_gym.data.store import read_dataset

State: TypeAlias = str
Outcome: TypeAlias = "tuple[float, State | None]"
"""(reward, next state; None where the episode ended by its own rules)."""
Model: TypeAlias = "dict[State, dict[str, list[tuple[float, float, State | None]]]]"
"""state -> action -> [(probability, reward, next state)]."""

_START_SCENARIOS = 1000


def diagnose(folder: Path, task: Task) -> dict[str, Json]:
    """Statistics and bounds of the data set in `folder`, ready for its report."""
    dataset = read_dataset(folder, task=task)
    statistics: dict[str, Json] = {"content hash": dataset.header.content_hash}
    for what, here, paper in beside_paper(dataset.header, task):
        statistics[what] = here if paper == "–" else f"{here} (paper: {paper})"
    if why := note(dataset.header, task):
        statistics["beside the paper"] = why
    return {"statistics": statistics, "stitching": stitching(dataset, task)}


def stitching(episodes: Iterable[Episode], task: Task) -> dict[str, Json]:
    """The bounds described above, as mean returns over the task's evaluation starts, and where data miss some of these over the data's own."""
    ceiling = task.references["ceiling"].mean if "ceiling" in task.references else None
    if not task.view.markov:
        return {"note": "Each history is its own state under this view, so stored pieces cannot be joined exactly.", "ceiling": ceiling}
    kept = list(episodes)
    model, mean_return = empirical(kept)
    starts = Counter(task.start(task.scenario("eval", i)).opening for i in range(min(_START_SCENARIOS, task.eval_episodes)))
    worst = task.reward_range[0]

    best = evaluate_on(model, task.turn_limit, worst)
    greedy = evaluate_on(model, task.turn_limit, worst, choose={s: max(a, key=lambda x: mean_return[s, x]) for s, a in model.items()})
    complete: dict[State, float] = {}
    for e in kept:
        if not e.ending.truncated:
            opening = e.turns[0].text
            complete[opening] = max(complete.get(opening, -math.inf), e.ret)

    def over(starts: Counter[State]) -> dict[str, Json]:
        bounds: dict[str, Callable[[State], float]] = {
            "best policy on the data": best,
            "best complete stored episode of each start": lambda s: complete.get(s, worst),
            "greedy on mean stored returns": greedy,
        }
        return {name: math.fsum(n * value(s) for s, n in starts.items()) / starts.total() for name, value in bounds.items()}

    covered = sum(s in complete for s in starts)
    found: dict[str, Json] = {
        **over(starts),
        "ceiling": ceiling,
        "starts with a complete episode": covered,
        "starts": len(starts),
        "note": "A start without a complete stored episode counts as the worst return.",
    }
    if covered < len(starts) and kept:
        found["from the starts of the stored episodes"] = over(Counter(e.turns[0].text for e in kept))
    return found


def empirical(episodes: Iterable[Episode]) -> tuple[Model, dict[tuple[State, str], float]]:
    """The empirical MDP, and the mean undiscounted return stored after each (state, action). The successor of a recording's cut is the text shown
    there."""
    seen: dict[State, dict[str, Counter[Outcome]]] = defaultdict(lambda: defaultdict(Counter))
    sums: dict[tuple[State, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for episode in episodes:
        togo = episode.ret
        turns = episode.turns
        for i, turn in enumerate(turns):
            if turn.role is not Role.AGENT:
                continue
            state = turns[i - 1].text
            over = i + 2 >= len(turns) and not episode.ending.truncated
            seen[state][turn.text][(turn.reward, None if over else turns[i + 1].text)] += 1
            entry = sums[state, turn.text]
            entry[0] += togo
            entry[1] += 1
            togo -= turn.reward
    model: Model = {
        s: {a: [(n / outcomes.total(), r, t) for (r, t), n in outcomes.items()] for a, outcomes in actions.items()} for s, actions in seen.items()
    }
    return model, {key: total / n for key, (total, n) in sums.items()}


def evaluate_on(model: Model, horizon: int, worst: float, choose: dict[State, str] | None = None) -> Callable[[State], float]:
    """Value of a state with `horizon` actions left, by backward induction: of the best policy, or of the policy `choose`.

    A state that was never acted in is worth `worst`, the lowest return the task knows.
    """
    values: dict[State, float] = dict.fromkeys(model, 0.0)
    before: dict[State, list[State]] = defaultdict(list)
    for state, actions in model.items():
        for following in {t for outcomes in actions.values() for _, _, t in outcomes if t in model}:
            before[following].append(state)

    def worth(state: State | None) -> float:
        return 0.0 if state is None else values.get(state, worst)

    # With one action more only those states may be worth something else of whose successors one has changed.
    stale: Iterable[State] = model
    for _ in range(horizon):
        fresh = {}
        for state in stale:
            actions = model[state]
            chosen = actions if choose is None else {choose[state]: actions[choose[state]]}
            value = max(math.fsum(p * (r + worth(t)) for p, r, t in outcomes) for outcomes in chosen.values())
            if value != values[state]:
                fresh[state] = value
        if not fresh:
            break
        values.update(fresh)
        stale = {state for changed in fresh for state in before[changed]}
    return lambda state: max(worth(state), worst)
