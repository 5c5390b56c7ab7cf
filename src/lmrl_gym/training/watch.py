"""What would have told that a run of playing and learning is about to go wrong: rules on the stats of its rounds, each a sentence.

A sentence begins with the name of the figure that warns, as it is logged. Rules look at logged numbers only, so that they can be read off any
metrics.jsonl later. None of them changes what is learnt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Row = Mapping[str, object]

_RISING = (
    ("illegal", "actions that the game does not take"),
    ("strange", "tokens that the first policy never says"),
    ("cut_share", "replies that do not end"),
)
"""Shares that should not rise, and what they count; the earliest signs of gibberish first."""


def warnings(rows: Sequence[Row]) -> list[str]:
    """What is wrong after the last of `rows` (the rounds so far, oldest first); empty where nothing is."""
    if not rows:
        return []
    now, first = rows[-1], rows[0]
    found = []
    if (drift := _number(now, "drift")) > 1e-2:
        found.append(f"drift {drift:.2g}: log-probabilities computed again differ, other text is learnt than was played")
    for key, what in _RISING:
        if _number(now, key) > 2 * _number(first, key) + 0.05:
            found.append(f"{key} {_number(now, key):.0%}, at first {_number(first, key):.0%}: {what}; lower train.lr or raise algo.kl")
    if (step := _number(now, "approx_kl")) > 0.1:
        found.append(f"approx_kl {step:.2g}: one round moved the policy by so many nats a token; lower train.lr or play.epochs")
    if (clipped := _number(now, "clip_share")) > 0.3:
        found.append(f"clip_share {clipped:.0%}: so many tokens no longer teach; lower train.lr or play.epochs")
    if len(rows) > 5 and _number(now, "explained_variance", 1.0) < 0 > _number(rows[-2], "explained_variance", 1.0):
        value = _number(now, "explained_variance")
        found.append(f"explained_variance {value:.2g}: the value head predicts worse than a constant; raise train.head_lr or scale the rewards")
    if (far := _number(now, "kl")) > 1.0:
        found.append(f"kl {far:.2g}: the policy is so many nats a token from where it began; raise algo.kl")
    found.extend(_fallen(rows))
    return found


def _fallen(rows: Sequence[Row]) -> list[str]:
    """Whether returns have lost, over the last three rounds, more than a third of what they had gained at their best three."""
    returns = [_number(row, "return") for row in rows]
    if len(returns) < 9:
        return []
    means = [sum(returns[i : i + 3]) / 3 for i in range(len(returns) - 2)]
    best, gained = max(means), max(means) - means[0]
    if gained <= 0 or best - means[-1] <= gained / 3:
        return []
    return [f"return {means[-1]:.3g} after {best:.3g}: what was learnt is being lost; the best model is kept, lower train.lr"]


def _number(row: Row, key: str, missing: float = 0.0) -> float:
    value = row.get(key, missing)
    return float(value) if isinstance(value, int | float) else missing
