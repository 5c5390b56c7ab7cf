"""Wordle: find a hidden five-letter word in six guesses.

`wordle` marks letters as the paper's code does, `wordle/official` as the newspaper does; the option `words` names a file with another list.
Scenarios are {"word": …}, drawn uniformly from the sorted list, so a list of one's own makes a task and a version of its own.
"""

from __future__ import annotations

import random
from pathlib import Path

from lmrl_gym.core.episode import Scenario
from lmrl_gym.core.errors import DataError
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import Env, PaperData, PaperScale, Recipe, Reference, Task, View
from lmrl_gym.tasks import read_references
from lmrl_gym.tasks.wordle.game import TRIES, Game, Lexicon, Rule, lexicon, read_words, words_hash
from lmrl_gym.tasks.wordle.players import Guesser, Solver
from lmrl_gym.tasks.wordle.solve import plan, replay

_FOLDER = Path(__file__).parent
_NAMES: dict[Rule, str] = {"paper": "wordle", "official": "wordle/official"}
_RULES: dict[Rule, str] = {
    "paper": "y: the word has this letter elsewhere, b: it has not; how often a letter occurs makes no difference",
    "official": "y: the word has this letter elsewhere, b: it has no (further) one",
}
NOTE = (
    "The player and the rule are the paper's, and the word list is not what makes the difference: on the list of the released program 40,000 games "
    "return −4.099 ± .008, as on ours. The paper's −4.12 is a hundredth of a deviation below, with a standard error of .002, for a reason not known."
)


def build_paper_rule(words: str = "") -> Task:
    """The task under the paper's letter rule; `words` is the path of a list file (one word a line), the list shipped where it is empty."""
    return _build("paper", words)


def build_official(words: str = "") -> Task:
    """The task under the newspaper's letter rule; `words` as above."""
    return _build("official", words)


VARIANTS = {"wordle": build_paper_rule, "wordle/official": build_official}


def _build(rule: Rule, path: str) -> Task:
    words = read_words(Path(path) if path else _FOLDER / "words.txt")
    name = _NAMES[rule] + (f"[words={path}]" if path else "")
    version = f"1+{words_hash(words)}" if path else "1"

    def scenario(split: str, index: int) -> Scenario:
        return {"word": words[rng_for("wordle", split, index).randrange(len(words))]}

    def draw(rng: random.Random) -> Scenario:
        return {"word": words[rng.randrange(len(words))]}

    def start(scenario: Scenario) -> Env:
        word = scenario.get("word")
        if not isinstance(word, str):
            raise DataError(f"a scenario of wordle is an object with a word, not {dict(scenario)!r}; use scenarios of this task")
        return Game(lexicon(words, rule), word)

    def rules() -> Lexicon:
        return lexicon(words, rule)

    return Task(
        name=name,
        version=version,
        summary=f"Find a hidden word of five letters in six guesses; -1 a wrong guess, 0 the right one ({rule} letter rule).",
        skills=("strategy", "partial observability", "trajectory stitching"),
        turn_limit=TRIES,
        reward_range=(-float(TRIES), 0.0),
        view=View(),
        scenario=scenario,
        eval_episodes=4096,
        start=start,
        players={
            "floor": lambda: Guesser("floor", rules, 0.0),
            "ceiling": lambda: Solver("ceiling", rules, lambda: plan(rules()).tree),
            "behaviour": lambda: Guesser("behaviour", rules, 1 / 3),
            "consistent": lambda: Guesser("consistent", rules, 1.0),
        },
        recipe=Recipe(
            player="behaviour",
            scenario=draw,
            episodes={"small": 120_000, "paper": 1_000_000},
            about="Each turn, with probability 1/3 a random word consistent with all feedback, otherwise a random word of the list.",
            paper=PaperData(1_000_000, 4.82, 1.27, 0.70, -4.12, 1.59, NOTE if rule == "paper" and not path else ""),
        ),
        opening_help=(
            "Guess the hidden word of five letters: type `s t a r e`, a word of the list, six times at most. "
            f"Each letter is answered g: right place, {_RULES[rule]}. "
            "Every wrong guess costs 1; a text that is no word of the list costs 1 too and is answered with an empty line."
        ),
        reply_limit=16,
        paper=PaperScale(-6.0, -4.12, -1.94) if rule == "paper" else None,
        references={} if path else read_references(_FOLDER, name, version),
        illegal=lambda episode: int(episode.metrics.get("invalid", 0)),
    )


def exact_references() -> dict[str, dict[str, Reference]]:
    """The references that need no sampling: the ceiling's over all targets of the list, the floor's by formula."""
    words = read_words(_FOLDER / "words.txt")
    n = len(words)
    found: dict[str, dict[str, Reference]] = {}
    for rule, name in _NAMES.items():
        # The floor's k-th guess is wrong, after k - 1 wrong ones, with probability 1 - 1/n.
        floor = -sum((1 - 1 / n) ** k for k in range(1, TRIES + 1))
        rules = lexicon(words, rule)
        ceiling = -sum(replay(rules, plan(rules).tree)) / n
        found[name] = {"floor": Reference(floor, 0.0, 0), "ceiling": Reference(ceiling, 0.0, 0)}
    return found
