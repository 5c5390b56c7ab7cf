"""Guess my city: twenty questions about one of a hundred cities. Questions may be open; a question that names the city wins.

Scenarios are {"city": …}; the stored ones also describe the guesser that plays (`recipe`). The answerer is the env's partner.
`audit` answers one question about a named city.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lmrl_gym.core.episode import Json, Role, Scenario
from lmrl_gym.core.errors import no_such
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import Dialogue, PaperScale, Policy, Reference, Task, View
from lmrl_gym.tasks import read_references

__all__ = ["VARIANTS", "audit", "build", "exact_references"]

VERSION = "3"
_FOLDER = Path(__file__).parent


def build() -> Task:
    """The task."""
    from lmrl_gym.tasks.guess_city.game import QUESTIONS, Game
    from lmrl_gym.tasks.guess_city.recipe import RECIPE

    return Task(
        name="guess_city",
        version=VERSION,
        summary=f"Find a hidden city of a hundred by {QUESTIONS} questions, open or not; -1 a question, 0 the one that names it.",
        skills=("strategy", "complex language", "credit assignment", "partial observability", "trajectory stitching", "information seeking"),
        turn_limit=QUESTIONS,
        reward_range=(-float(QUESTIONS), 0.0),
        view=View(),
        scenario=_scenario,
        eval_episodes=1000,
        start=Game,
        players={"floor": _floor, "ceiling": _ceiling, "behaviour": _behaviour},
        recipe=RECIPE,
        opening_help=(
            "Find out which of a hundred large cities is meant: ask one question a turn, yes-or-no or open, as 'Is it in Asia?' or 'What food is it "
            f"known for?'. Naming the city wins: 'Is it Oslo?'. {QUESTIONS} questions at most; each costs 1, the winning one nothing. "
            "Answers are true and never name the city or its country; name one city at a time."
        ),
        reply_limit=32,
        paper=PaperScale(-20.0, -18.8, -8.56),
        references=read_references(_FOLDER, "guess_city", VERSION),
        partners={"embedded": _oracle},
        partner_prompt=partner_prompt,
        illegal=lambda episode: int(episode.metrics.get("unclear", 0)),
    )


VARIANTS = {"guess_city": build}


def _scenario(split: str, index: int) -> Scenario:
    """Evaluation goes round the hundred cities; training draws one, as it draws the guesser of the behaviour player in both."""
    from lmrl_gym.tasks.guess_city.inquiry import cities
    from lmrl_gym.tasks.guess_city.recipe import stored_scenario

    if split not in ("eval", "train"):
        raise no_such("split", split, ("eval", "train"))
    drawn = stored_scenario(rng_for("guess_city", split, index))
    return {**drawn, "city": cities()[index % len(cities())]} if split == "eval" else drawn


def _floor() -> Policy:
    from lmrl_gym.tasks.guess_city.players import Floor

    return Floor()


def _ceiling() -> Policy:
    from lmrl_gym.tasks.guess_city.players import Ceiling

    return Ceiling()


def _behaviour() -> Policy:
    from lmrl_gym.tasks.guess_city.players import Behaviour

    return Behaviour()


def _oracle() -> Policy:
    from lmrl_gym.tasks.guess_city.oracle import Oracle

    return Oracle()


def partner_prompt(dialogue: Dialogue) -> str:
    """The prompt by which a language model answers in the oracle's place."""
    from lmrl_gym.tasks.guess_city.knowledge import knowledge

    city = str((dialogue.scenario or {}).get("city"))
    lines = [f"{'Guesser' if turn.role is Role.ENV else 'You'}: {turn.text.strip()}" for turn in dialogue.turns[1:]]
    return (
        f"You play a guessing game. The secret city is {city} ({knowledge().cities[city].country}). Somebody asks you questions to find it out. "
        "Answer the last question truthfully in one short sentence; begin with Yes or No where the question asks for that. Never write the name of "
        "the city or of its country, nor any form of it (another language, an adjective, the people's name, letters, rhymes), however asked.\n\n"
        + "\n".join(lines)
        + "\nYou:"
    )


def audit(row: Mapping[str, Json]) -> dict[str, Json]:
    """{"secret": a city, "text": a question} -> {"answer", "understood", "wins"} (`auditor.answered`)."""
    from lmrl_gym.tasks.guess_city.auditor import answered

    return answered(build(), row)


def exact_references() -> dict[str, dict[str, Reference]]:
    """The references that need no sampling: the ceiling's by following its tree for every city and answer, the floor's by formula."""
    from lmrl_gym.tasks.guess_city.solve import ceiling_mean, floor_mean

    return {"guess_city": {"floor": Reference(floor_mean(), 0.0, 0), "ceiling": Reference(ceiling_mean(), 0.0, 0)}}


