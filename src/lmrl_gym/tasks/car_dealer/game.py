"""The env: a seller's lines go to the buyer, who is the partner; the buyer's decision line ends the talk and pays the seller's last line.

The decision line is the last line of what the partner says, `[accept sticker=30000 sale=27500]`, `[reject sticker=30000 sale=29000]` or `[reject]`,
and is taken out of the visible text. Only the partner's text is looked at for it, and the partner sees a seller's square brackets as round ones. A
sale is made only at a price that a dealer could ask and that is not above the soft budget, whoever plays the buyer.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lmrl_gym.core.episode import Ending, Role, Scenario, Turn
from lmrl_gym.core.errors import RunError
from lmrl_gym.core.task import Ask, Dialogue, Step
from lmrl_gym.tasks.car_dealer.facts import HIGHEST, LOWEST, Facts, facts_of, sellable
from lmrl_gym.tasks.car_dealer.mind import MOST_LINES

OPENING = "Start\n"
REWARDS = ("revenue", "ratio")
_DECISION = re.compile(r"\[(accept|reject)(?: sticker=([0-9]{1,7}) sale=([0-9]{1,7}))?\]")
_ROUND = str.maketrans("[]", "()")


class Decision(NamedTuple):
    """How the talk ended. Prices are dollars a dealer could ask, or None where none was named."""

    sold: bool
    sticker: int | None
    sale: int | None


def decision_line(decision: Decision) -> str:
    """The line by which a partner ends the talk."""
    word = "accept" if decision.sold else "reject"
    if decision.sticker is None or decision.sale is None:
        return f"[{word}]"
    return f"[{word} sticker={decision.sticker} sale={decision.sale}]"


def split_decision(text: str) -> tuple[str, Decision | None]:
    """(visible text, decision) of a partner's text; None where its last line is no decision. An accept without its figures is none."""
    visible, _, last = text.rstrip().rpartition("\n")
    found = _DECISION.fullmatch(last.strip())
    if found is None:
        return text.strip(), None
    if found[2] is None:
        return visible.strip(), Decision(False, None, None) if found[1] == "reject" else None
    return visible.strip(), Decision(found[1] == "accept", int(found[2]), int(found[3]))


def held(decision: Decision, facts: Facts) -> Decision:
    """The decision as it counts: absurd figures are none, and a sale that no dealer could make or that overstretches the budget is a rejection."""
    sticker = decision.sticker if decision.sticker is not None and sellable(decision.sticker) else None
    sale = decision.sale if decision.sale is not None and sellable(decision.sale) else None
    if sticker is None or sale is None:
        return Decision(False, sticker, None)
    return Decision(decision.sold and sale <= sticker and sale <= facts.most, sticker, sale)


def revenue(decision: Decision) -> float:
    """The sale price in thousands of dollars; 0 without a sale."""
    return decision.sale / 1000 if decision.sold and decision.sale is not None else 0.0


def ratio(decision: Decision, facts: Facts) -> float:
    """price / mean(budget, sticker) for a sale, -(budget - sticker) / sticker for a rejection.

    A seller who named no sticker is taken at the lowest that there is.
    """
    sticker = decision.sticker if decision.sticker is not None else LOWEST
    if decision.sold and decision.sale is not None:
        return 2 * decision.sale / (facts.budget + sticker)
    return -(facts.budget - sticker) / sticker


def reward_range(kind: str) -> tuple[float, float]:
    """Bounds of the return. A sale at 1.25 budgets without a discount has the highest ratio, 2.5 / 2.25."""
    return (0.0, 90 * 1.25) if kind == "revenue" else (1 - 90_000 / LOWEST, max(2.5 / 2.25, 1 - 10_000 / HIGHEST))


class Game:
    """One talk with one buyer (`core.task.PartnerEnv`)."""

    __slots__ = ("_facts", "_kind", "_lines", "_over", "_scenario", "_turns")

    opening = OPENING

    def __init__(self, scenario: Scenario, kind: str) -> None:
        self._facts = facts_of(scenario)
        self._scenario = scenario
        self._kind = kind
        self._turns: list[Turn] = []
        self._lines = 0
        self._over = False

    def step(self, text: str, /) -> Ask:
        """Put the seller's line before the buyer. RunError after the end, and while the buyer has yet to answer."""
        if self._over:
            raise RunError("this talk of car_dealer is over; start a new one")
        if len(self._turns) % 2:
            raise RunError("the buyer of car_dealer has not answered the last line yet; resume the talk with his answer first")
        self._lines += 1
        self._turns.append(Turn(Role.ENV, text.translate(_ROUND)))
        return Ask(Dialogue(self._turns, self._scenario))

    def resume(self, text: str, /) -> Step:
        """Answer the seller with the buyer's text. RunError where no line waits for an answer."""
        if self._over or len(self._turns) % 2 == 0:
            raise RunError("no line of this talk of car_dealer waits for the buyer's answer; step it with a seller's line first")
        visible, decision = split_decision(text)
        if decision is None and self._lines >= MOST_LINES:
            decision = Decision(False, None, None)
        self._turns.append(Turn(Role.AGENT, visible))
        if decision is None:
            return Step(visible + "\n", 0.0)
        self._over = True
        counted = held(decision, self._facts)
        paid, share = revenue(counted), ratio(counted, self._facts)
        metrics = {
            "revenue": paid,
            "ratio": share,
            "sale": float(counted.sale or 0),
            "sticker": float(counted.sticker or 0),
            "lines": 2.0 * self._lines,
        }
        ending = Ending.SUCCESS if counted.sold else Ending.FAILURE
        return Step(visible + "\n", paid if self._kind == "revenue" else share, ending, metrics)
