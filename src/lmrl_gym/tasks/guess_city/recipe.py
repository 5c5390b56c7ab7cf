"""How the stored conversations come about: guessers of graded skill, most of them patient to a fault.

The paper's figures (18.8 +- 4.57 turns, .53 success, return -18.8 +- 4.12) exclude each other: where a win costs nothing, the mean return is the
success rate less the mean length, -18.27. The mixture below aims at the return, then the success rate; the length follows from both.
"""

from __future__ import annotations

import random

from lmrl_gym.core.episode import Scenario
from lmrl_gym.core.task import PaperData, Recipe
from lmrl_gym.tasks.guess_city.inquiry import cities
from lmrl_gym.tasks.guess_city.players import Guesser

MEMORIES = (0.02, 0.05, 0.09, 0.14, 0.25)
FOCUSES = (0.1, 0.3, 0.6)
EAGER = 0.06
"""The share of guessers that begin to guess after 1 to 12 questions; the others do after 17 to 19."""
NOTE = (
    "The paper's figures exclude each other where every question costs 1 but the one that wins: 18.8 turns and .53 of wins return −18.27, not −18.8, "
    "for which 19.33 turns are needed; and with that return and share of wins returns spread by 3.63 at most, not 4.12. Ours were made to match the "
    "return and the share of wins. Most guessers ask for 17 to 19 turns first, and so returns and turns spread less than in the paper."
)
"""The arithmetic is a test."""


def stored_scenario(rng: random.Random) -> Scenario:
    """A city, each with the same chance, and a guesser."""
    city = rng.choice(cities())
    patience = rng.randint(1, 12) if rng.random() < EAGER else rng.randint(17, 19)
    return Guesser(rng.choice(MEMORIES), rng.choice(FOCUSES), patience).to_scenario(city)


RECIPE = Recipe(
    player="behaviour",
    scenario=stored_scenario,
    episodes={"small": 30_000, "paper": 100_000},
    about=(
        "Guessers of graded skill (how much they remember, how well they choose, when they begin to guess) ask in a chat model's words; "
        "most of them ask for 17 to 19 turns before they guess."
    ),
    paper=PaperData(100_000, 18.8, 4.57, 0.53, -18.8, 4.12, NOTE),
)
