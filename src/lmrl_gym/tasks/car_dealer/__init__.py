"""Car dealer: sell a car to a buyer whose persona, wishes and budget are hidden.

The buyer is the env's partner. The reward is the sale price in thousands of dollars, or with `reward=ratio` the price against budget and sticker; the
two are tasks of different names and never averaged together. `audit` answers a seller's lines to a given buyer.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lmrl_gym.core.episode import Json, Scenario
from lmrl_gym.core.errors import check_choice, no_such
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import PaperScale, Reference, Task, View
from lmrl_gym.tasks import read_references
from lmrl_gym.tasks.car_dealer.auditor import answered
from lmrl_gym.tasks.car_dealer.buyer import Buyer, partner_prompt
from lmrl_gym.tasks.car_dealer.game import REWARDS, Game, reward_range
from lmrl_gym.tasks.car_dealer.mind import MOST_LINES
from lmrl_gym.tasks.car_dealer.plan import mean_bound
from lmrl_gym.tasks.car_dealer.players import Ceiling, Floor
from lmrl_gym.tasks.car_dealer.sellers import RECIPE, Seller, draw_stored

VERSION = "1"


def build(reward: str = "revenue") -> Task:
    """The task; `reward` is `revenue` (thousands of dollars) or `ratio` (price over the mean of budget and sticker)."""
    check_choice("reward", reward, REWARDS)
    name = _name(reward)
    references = read_references(Path(__file__).parent, name, VERSION)
    what = "the price in thousands of dollars" if reward == "revenue" else "the price over the mean of budget and sticker"
    return Task(
        name=name,
        version=VERSION,
        summary=f"Sell a car to a buyer with hidden wishes and budget; {what} for a sale.",
        skills=(
            *("strategy", "complex language", "credit assignment", "partial observability", "trajectory stitching"),
            *("information seeking", "persuasion"),
        ),
        turn_limit=MOST_LINES,
        reward_range=reward_range(reward),
        view=View(),
        scenario=_scenario,
        eval_episodes=1024,
        start=lambda scenario: Game(scenario, reward),
        players={
            "floor": Floor,
            "ceiling": lambda: Ceiling(reward),
            "behaviour": lambda: Seller("behaviour"),
            "discounts": lambda: Seller("discounts", "discounts"),
            "features": lambda: Seller("features", "features"),
            "brief": lambda: Seller("brief", "brief"),
        },
        recipe=RECIPE,
        opening_help=(
            "You sell cars; type what you would say to the customer, one line at a time. Find out what he wants and can pay, and agree on a price. "
            f"Only the sale pays; the talk is over after {MOST_LINES} of your lines, or when he has had enough."
        ),
        reply_limit=96,
        paper=_scale(references) if reward == "revenue" else None,
        references=references,
        partners={"embedded": Buyer},
        partner_prompt=partner_prompt,
    )


VARIANTS = {"car_dealer": build}


def _name(reward: str) -> str:
    return "car_dealer" if reward == "revenue" else f"car_dealer[reward={reward}]"


def _scenario(split: str, index: int) -> Scenario:
    """A buyer, and which of the data's sellers he meets where the behaviour player sells."""
    if split not in ("eval", "train"):
        raise no_such("split", split, ("eval", "train"))
    return draw_stored(rng_for("car_dealer", split, index))


def _scale(references: dict[str, Reference]) -> PaperScale | None:
    """The paper gives no constants for this task: nothing sold, our data's mean, our ceiling's."""
    return PaperScale(0.0, references["data"].mean, references["ceiling"].mean) if references else None


def audit(row: Mapping[str, Json]) -> dict[str, Json]:
    """{"buyer": a scenario, "seller": lines} -> {"replies", "offers", "decision", "price"} (`auditor.answered`)."""
    return answered(build(), row)


def exact_references() -> dict[str, dict[str, Reference]]:
    """The ceiling's mean return over all scenarios under either reward: it earns the bound from every buyer."""
    return {_name(reward): {"ceiling": Reference(mean_bound(reward), 0.0, 0)} for reward in REWARDS}
