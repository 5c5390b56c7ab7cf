"""The contract checker, tested by tasks that each break one rule. One task that keeps them all is bent in one place at a time."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pytest

from lmrl_gym import Ask, Dialogue, Ending, Reply, Role, Step, Task, Turn
from lmrl_gym.core.contract import DECLARED, KEPT, PLAYED, check_task
from lmrl_gym.core.episode import Scenario
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import Env, Policy, Recipe, Reference, View

# ---- a task that keeps the contract: say 1 three times ------------------------------------------------------------------


class Good:
    """Three turns; `1` pays 1, `0` pays 0, anything else costs 1. Three ones succeed."""

    def __init__(self, scenario: Scenario) -> None:
        self.opening = f"Round {scenario['round']}.\n"
        self.paid: list[float] = []

    def step(self, text: str) -> Step:
        if len(self.paid) == 3:
            raise RuntimeError("over")
        self.paid.append({"1\n": 1.0, "0\n": 0.0}.get(text, -1.0))
        if len(self.paid) < 3:
            return Step("Next.\n", self.paid[-1])
        ones = self.paid.count(1.0)
        return Step("Over.\n", self.paid[-1], Ending.SUCCESS if ones == 3 else Ending.FAILURE, {"ones": ones})


@dataclass(frozen=True)
class Player:
    name: str
    say: Callable[[random.Random], str]
    sees_scenario: bool = False

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [Reply(self.say(random.Random(seed))) for _, seed in zip(dialogues, seeds, strict=True)]


def floor() -> Policy:
    return Player("floor", lambda rng: rng.choice(["0\n", "1\n"]))


def ceiling() -> Policy:
    return Player("ceiling", lambda _: "1\n")


def stored(rng: random.Random) -> Scenario:
    return {"round": rng.randrange(100)}


GOOD = Task(
    name="count",
    version="1",
    summary="Say 1 three times.",
    skills=(),
    turn_limit=3,
    reward_range=(-3.0, 3.0),
    view=View(),
    scenario=lambda split, index: {"round": rng_for("count", split, index).randrange(100)},
    eval_episodes=10,
    start=Good,
    players={"floor": floor, "ceiling": ceiling},
    recipe=Recipe("floor", stored, {"small": 10, "paper": 10}, "Coin flips."),
    references={"floor": Reference(1.5, 0.0, 0), "data": Reference(1.5, 0.0, 0), "ceiling": Reference(3.0, 0.0, 0)},
)


def bent(change: Callable[[Step, str], Step]) -> Callable[[Scenario], Env]:
    """The good env with each answer changed; `change` sees the step and the reply."""

    class Bent(Good):
        def step(self, text: str) -> Step:
            return change(super().step(text), text)

    return Bent


def env(**members: object) -> Callable[[Scenario], Env]:
    """The good env with members replaced."""
    return type("Bent", (Good,), members)


def player(**players: Callable[[], Policy]) -> Mapping[str, Callable[[], Policy]]:
    return {**GOOD.players, **players}


# ---- one broken task for each rule --------------------------------------------------------------------------------------

Broken = tuple[Task, str, str]
"""A task, the rule it breaks, and how the finding begins."""


def declared() -> dict[str, Broken]:
    count = itertools.count()
    return {
        "version": (replace(GOOD, version=" "), "name, version and summary must be texts with something in them", "its version is ' '"),
        "turn limit": (replace(GOOD, turn_limit=0), "limits and the view must let at least one thing through", "turn_limit is 0"),
        "view": (replace(GOOD, view=View(0)), "limits and the view must let at least one thing through", "the view shows 0 texts"),
        "range": (
            replace(GOOD, reward_range=(0.0, math.inf), references={}),
            "the reward range must be two finite numbers, the lower one first",
            "it is (0.0, inf)",
        ),
        "ceiling": (replace(GOOD, players={"floor": floor}), "players must include floor and ceiling", "there is no ceiling"),
        "recipe's player": (
            replace(GOOD, recipe=replace(GOOD.recipe, player="nobody")),
            "the recipe must name a player and the presets small and paper",
            "its player is 'nobody', and there is no such player",
        ),
        "presets": (
            replace(GOOD, recipe=replace(GOOD.recipe, episodes={"small": 5})),
            "the recipe must name a player and the presets small and paper",
            "preset paper has no episodes",
        ),
        "tuple in a scenario": (
            replace(GOOD, scenario=lambda _, k: {"round": k, "cell": (1, 2)}),
            "a scenario must be a JSON object that survives JSON",
            "eval 0 is {'round': 0, 'cell': (1, 2)}",
        ),
        "not a number": (
            replace(GOOD, recipe=replace(GOOD.recipe, scenario=lambda _: {"round": math.nan})),
            "a scenario must be a JSON object that survives JSON",
            "the recipe draws {'round': nan}",
        ),
        "index": (
            replace(GOOD, scenario=lambda _, k: {"round": k if k < 10**6 else [][k]}),
            "a scenario must be a JSON object that survives JSON",
            "IndexError was raised: list index out of range",
        ),
        "moving scenarios": (
            replace(GOOD, scenario=lambda *_: {"round": next(count)}),
            "equal arguments must give equal scenarios",
            "eval 0 was {'round': ",
        ),
        "moving openings": (
            replace(GOOD, start=env(opening=property(lambda _: f"{next(count)}", lambda *_: None))),
            "starting a scenario twice must give the same opening, a str",
            "scenario",
        ),
        "references": (
            replace(GOOD, references={"floor": Reference(0.0, 0.0, 0)}),
            "references must be floor, data and ceiling, in order and within the reward range",
            "they are floor",
        ),
        "reference out of range": (
            replace(GOOD, references={**GOOD.references, "ceiling": Reference(3.5, 0.0, 0)}),
            "references must be floor, data and ceiling, in order and within the reward range",
            "the mean of ceiling is 3.5, and the reward",
        ),
    }


def played() -> dict[str, Broken]:
    class Raises(Good):
        def step(self, text: str) -> Step:
            raise KeyError(text)

    class Spoils(Good):
        def __init__(self, scenario: Scenario) -> None:
            super().__init__(scenario)
            self.scenario = scenario

        def step(self, text: str) -> Step:
            self.scenario["round"] += 1
            return super().step(text)

    class Endless(Good):
        def step(self, _: str) -> Step:
            return Step("Next.\n", 0.0)

    return {
        "step raises": (
            replace(GOOD, start=Raises),
            "every player must play the task and leave its scenarios alone",
            "KeyError was raised: '",
        ),
        "step returns a tuple": (
            replace(GOOD, start=bent(lambda step, _: tuple(step))),  # type: ignore[arg-type,return-value]
            "every player must play the task and leave its scenarios alone",
            "ContractError was raised: step returned ('Next",
        ),
        "player says nothing": (
            replace(GOOD, players=player(mute=lambda: Player("mute", lambda _: None))),  # type: ignore[arg-type,return-value]
            "every player must play the task and leave its scenarios alone",
            "ContractError was raised: player mute gave [Reply(text=None",
        ),
        "scenario spoilt": (
            replace(GOOD, scenario=lambda *_: {"round": 7}, start=Spoils),
            "every player must play the task and leave its scenarios alone",
            "playing changed scenario {'round': 7} to {'round': 10}",
        ),
        "text": (
            replace(GOOD, start=bent(lambda s, _: s._replace(text=b"x"))),
            "what the env says must be a str",
            "episode 0 of floor was answered with b'x'",
        ),
        "reward": (
            replace(GOOD, start=bent(lambda s, _: s._replace(reward=math.nan))),
            "a reward must be a finite number",
            "episode 0 of floor was paid nan",
        ),
        "return": (
            replace(GOOD, reward_range=(-3.0, 2.5), references={}),
            "a return must lie within the reward range",
            "episode",
        ),
        "turn limit": (
            replace(GOOD, start=Endless),
            "an episode must end within the turn limit",
            "episode 0 of floor had not ended after 3 turns",
        ),
        "ending": (
            replace(GOOD, start=bent(lambda s, _: s._replace(ending=s.ending and s.ending.value))),
            "an ending must be a member of Ending",
            "episode 0 of floor ended with '",
        ),
        "metrics": (
            replace(GOOD, start=bent(lambda s, _: s._replace(metrics={"ones": None}))),
            "metrics must be finite numbers by name",
            "episode 0 of floor has 'ones' = None",
        ),
    }


def kept() -> dict[str, Broken]:
    count = itertools.count()

    class Shared(Good):
        """Answers with the opening of whichever env was started last."""

        latest = ""

        def __init__(self, scenario: Scenario) -> None:
            super().__init__(scenario)
            Shared.latest = self.opening

        def step(self, text: str) -> Step:
            return super().step(text)._replace(text=Shared.latest)

    class Ghost(Good):
        """Goes on as an empty episode after the end."""

        def step(self, text: str) -> Step:
            return Step("", 0.0, Ending.FAILURE) if len(self.paid) == 3 else super().step(text)

    @dataclass(frozen=True)
    class OneGenerator(Player):
        """Draws for the whole batch from the first seed."""

        def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
            rng = random.Random(seeds[0])
            return [Reply(self.say(rng)) for _ in dialogues]

    def kind(step: Step, text: str) -> Step:
        return step if text in ("0\n", "1\n") else step._replace(reward=1.0)

    def taken_in(step: Step, text: str) -> Step:
        return step._replace(ending=Ending.SUCCESS, reward=-1.0) if text.startswith("Round") else step

    class Strict(Good):
        def step(self, text: str) -> Step:
            return super().step({"1\n": "1\n", "0\n": "0\n", "": "0\n"}[text])

    return {
        "texts from outside the scenario": (
            replace(GOOD, start=bent(lambda s, _: s._replace(text=f"{next(count)}"))),
            "the same replies to the same scenario must give the same conversation",
            "episode 0 of floor went another way in turn 0: Step(",
        ),
        "shared state": (replace(GOOD, start=Shared), "envs must not affect each other", "beside another, scenario {'round': "),
        "batch in the draw": (
            replace(GOOD, players=player(floor=lambda: OneGenerator("floor", floor().say))),  # type: ignore[attr-defined]
            "the same seed must give the same episode at any width",
            "in turn ",
        ),
        "copy is the original": (
            replace(GOOD, start=env(__deepcopy__=lambda self, _: self)),
            "a deep copy of an env must go on as its original does",
            "RuntimeError was raised: over",
        ),
        "life after the end": (replace(GOOD, start=Ghost), "step after the end must raise", "it returned Step(text='', reward=0.0"),
        "global generator": (
            replace(GOOD, players=player(floor=lambda: Player("floor", lambda rng: f"{(rng.random() + 0 * random.random()) > 0.5:d}\n"))),
            "global generators must stay untouched",
            "the generator of random had moved after floor had played",
        ),
        "half characters": (  # two halves of one character come back from JSON as the whole
            replace(GOOD, start=bent(lambda s, _: s._replace(text="\ud83d\ude00"))),
            "an episode must come back from JSON as it was",
            "episode 0 of floor came back different",
        ),
        "ceiling below the floor": (
            replace(GOOD, players=player(ceiling=lambda: Player("ceiling", lambda _: "0\n"))),
            "the ceiling player must earn at least what the floor player earns",
            "over 20 episodes the ceiling's mean is 0 and the floor's 1.",
        ),
        "garbage raises": (
            replace(GOOD, start=Strict),
            "garbage must be answered and paid with a finite number, and never raise",
            "a blank reply raised KeyError: ",
        ),
        "garbage succeeds": (replace(GOOD, start=bent(taken_in)), "garbage must not succeed", "the env's own opening did"),
        "garbage pays": (
            replace(GOOD, start=bent(kind)),
            "garbage must pay no more than the floor player earns",
            "nothing but an empty reply returned 3 where the floor player's mean is 1.",
        ),
        "garbage out of range": (
            replace(GOOD, reward_range=(-2.0, 3.0)),
            "garbage must keep the return within the reward range",
            "an empty reply after 0 ordinary turns returned -3, and the reward",
        ),
    }


CASES = {**declared(), **{f"played: {k}": v for k, v in played().items()}, **{f"kept: {k}": v for k, v in kept().items()}}
ALSO = {
    "kept: shared state": {"the same replies to the same scenario must give the same conversation"},
    "kept: texts from outside the scenario": {"envs must not affect each other", "a deep copy of an env must go on as its original does"},
}
"""Rules that such a fault cannot help breaking too."""


def test_good_task_keeps_the_contract() -> None:
    assert check_task(GOOD) == []


@pytest.mark.parametrize("case", CASES)
def test_broken_task_is_told_its_rule(case: str) -> None:
    task, rule, finding = CASES[case]
    found = check_task(task)
    assert any(line.startswith(f"{rule}, but {finding}") for line in found), found
    assert {line.split(", but ")[0] for line in found} - ALSO.get(case, set()) == {rule}


def test_every_rule_has_a_task_that_breaks_it() -> None:
    assert {rule for _, rule, _ in CASES.values()} == {rule for table in (DECLARED, PLAYED, KEPT) for rule, _ in table}


# ---- tasks with a partner -----------------------------------------------------------------------------------------------


class Asking(Good):
    """Asks its partner in every turn, and pays 1 where both say 1."""

    def step(self, text: str) -> Step | Ask:  # type: ignore[override]
        if len(self.paid) == 3:
            raise RuntimeError("over")
        self.text = text
        return Ask(Dialogue([Turn(Role.ENV, "And you?\n")]))

    def resume(self, text: str) -> Step:
        return super().step(self.text if text == "1\n" or self.text not in ("0\n", "1\n") else "0\n")


def test_a_task_with_a_partner_is_played_with_its_own_or_with_a_given_one() -> None:
    task = replace(GOOD, start=Asking, partners={"agreeing": ceiling})
    assert check_task(task) == []
    upside_down = replace(task, players={"floor": ceiling, "ceiling": floor})
    assert check_task(upside_down, partner=Player("refusing", lambda _: "0\n")) == []  # with one who always says 0 nobody can earn anything
    assert [line.split(", but ")[0] for line in check_task(upside_down)] == [
        "the ceiling player must earn at least what the floor player earns"
    ]


def test_a_task_that_asks_must_say_so() -> None:
    (line,) = check_task(replace(GOOD, start=Asking))
    assert "ContractError was raised: the env asks for a partner, and the task names no partners" in line
