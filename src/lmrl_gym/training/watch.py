"""What would have told that a run of playing and learning is about to go wrong: rules on the stats of its rounds, each a sentence.

Rules look at logged numbers only, so that they can be read off any metrics.jsonl later. None of them changes what is learnt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Row = Mapping[str, object]


def warnings(rows: Sequence[Row]) -> list[str]:
    """What is wrong after the last of `rows` (the rounds so far, oldest first); empty where nothing is."""
    if not rows:
        return []
    now, first = rows[-1], rows[0]
    found = []
    if _number(now, "drift") > 1e-2:
        found.append(
            f"log-probabilities of drawn tokens differ by {_number(now, 'drift'):.2g} when computed again: other text is learnt than was played"
        )
    if _number(now, "approx_kl") > 0.1:
        found.append(f"one round moved the policy by {_number(now, 'approx_kl'):.2g} nats a token: lower train.lr or play.epochs")
    if _number(now, "clip_share") > 0.3:
        found.append(f"{_number(now, 'clip_share'):.0%} of the tokens are clipped: lower train.lr or play.epochs")
    if len(rows) > 5 and _number(now, "explained_variance", 1.0) < 0 > _number(rows[-2], "explained_variance", 1.0):
        found.append("the value head predicts worse than a constant: raise train.head_lr or scale the rewards")
    if _number(now, "kl") > 1.0:
        found.append(f"the policy is {_number(now, 'kl'):.2g} nats a token from where it began: raise algo.kl")
    for key, what in (
        ("cut_share", "replies that do not end"),
        ("illegal", "episodes that end illegally"),
        ("strange", "tokens the first policy never says"),
    ):
        if _number(now, key) > 2 * _number(first, key) + 0.05:
            found.append(f"{what}: {_number(now, key):.0%}, at first {_number(first, key):.0%}")
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
    return [f"the return has fallen to {means[-1]:.3g} from {best:.3g}: the best model is kept, lower train.lr"]


def _number(row: Row, key: str, missing: float = 0.0) -> float:
    value = row.get(key, missing)
    return float(value) if isinstance(value, int | float) else missing
