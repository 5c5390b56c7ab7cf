"""A seller's lines to a given buyer, answered as in a talk: an episode with seed 0, through the env and its default partner, and what was read.

What a line offers is read from what the buyer was shown, on top of the lines before it, by the same steps as in his mind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from lmrl_gym.core.episode import Ending, Json
from lmrl_gym.core.errors import DataError
from lmrl_gym.core.seeds import seed_for
from lmrl_gym.core.task import Ask, PartnerEnv, Task
from lmrl_gym.tasks.car_dealer.deal import NOTHING, settle
from lmrl_gym.tasks.car_dealer.facts import FEATURES, TYPES, Facts, facts_of
from lmrl_gym.tasks.car_dealer.mind import heard
from lmrl_gym.tasks.car_dealer.reader import read

_DECISIONS = {Ending.SUCCESS: "accept", Ending.FAILURE: "reject"}


def answered(task: Task, row: Mapping[str, Json]) -> dict[str, Json]:
    """{"buyer": a scenario, "seller": lines} -> {"replies", "offers", "decision", "price"}. DataError names what is missing or unknown.

    Replies come without their line ends, and stop with the decision; `offers` has one object for each seller line, heard or not. `decision` is
    `accept`, `reject`, or null while the buyer is undecided; `price` is that of the sale in dollars, null without one.
    """
    buyer, seller = row.get("buyer"), row.get("seller")
    if not isinstance(buyer, dict) or not isinstance(seller, list):
        raise DataError(f"a talk to {task.name} needs the object 'buyer' and the list 'seller', but has {', '.join(row) or 'nothing'}; give both")
    lines = [line if line.endswith("\n") else f"{line}\n" for line in seller if isinstance(line, str)]
    if len(lines) < len(seller):
        raise DataError(f"{len(seller) - len(lines)} of the {len(seller)} seller lines are no strings; give what the seller says as strings")
    facts = facts_of(buyer)
    env, partner = cast(PartnerEnv, task.start(buyer)), task.partner()
    assert partner is not None
    replies: list[Json] = []
    shown: list[str] = []
    decision, price = None, None
    for turn, line in enumerate(lines):
        step = env.step(line)
        assert isinstance(step, Ask)
        shown.append(step.dialogue.turns[-1].text)
        reply = env.resume(partner.reply([step.dialogue], seeds=[seed_for(0, "partner", turn, turn)])[0].text)
        assert not isinstance(reply, Ask)
        replies.append(reply.text.rstrip("\n"))
        if reply.ending is not None:
            decision = _DECISIONS[reply.ending]
            price = int(reply.metrics["sale"]) if reply.ending is Ending.SUCCESS else None
            break
    return {"replies": replies, "offers": _offers([*shown, *lines[len(shown) :]], facts), "decision": decision, "price": price}


def _offers(lines: list[str], facts: Facts) -> list[Json]:
    """What each line offers. Prices are whole dollars as read, sensible or not.

    `price` is what is asked for the car where the line names a price, a sticker or a discount, else null; `discount` is how far that lies below the
    sticker on the table. Features are those the line says the car has, `lacks` those it says it has not.
    """
    deal, offers = NOTHING, list[Json]()
    for number, line in enumerate(lines):
        said, before = read(line), heard(lines[:number], facts)
        deal, named, absurd = settle(deal, said, before.mind.counter if before is not None else None)
        offers.append(
            {
                "price": deal.sale if named else said.asked if absurd else None,
                "sticker": said.sticker,
                "discount": deal.sticker - deal.sale if named and deal.sticker is not None and deal.sale is not None else None,
                "brand": said.brand,
                "types": [kind for kind in TYPES if kind in said.types],
                "features": [name for name in FEATURES if name in said.features],
                "lacks": [name for name in FEATURES if name in said.lacks],
            }
        )
    return offers
