"""The probes: what each method tends to, worked out by hand, and the players and stored episodes that the tables promise."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import product
from pathlib import Path

import pytest

import lmrl_gym.tasks.probes as probes
from lmrl_gym import Dialogue, Ending, Episode, Role, Start, Turn, load_task, play, starts
from lmrl_gym.core.errors import DataError, RunError, UsageError
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.tasks.probes import PROBES, exact, exact_references
from lmrl_gym.tasks.probes.recall import WORDS

NAMES = list(PROBES)


def stored(name: str, episodes: int) -> list[Episode]:
    task = load_task(name)
    begin = [Start(task.recipe.scenario(rng_for("test", name, k)), k) for k in range(episodes)]
    return list(play(task, task.players[task.recipe.player](), begin))


def mean(episodes: list[Episode]) -> float:
    return sum(e.ret for e in episodes) / len(episodes)


def texts(episode: Episode) -> list[str]:
    return [turn.text for turn in episode.turns]


def says(name: str, start: str, *replies: str) -> tuple[float, Ending | None]:
    """The return and ending of an episode spoken by hand."""
    env = load_task(name).start({"start": start})
    step, total = None, 0.0
    for reply in replies:
        step = env.step(reply)
        total += step.reward
    return total, step.ending if step is not None else None


# floor, data, ceiling, by hand:
BY_HAND = {
    # floor (0 + 0.3 + 1) / 3; data 0.4 · 0.3 + 0.35 · 1
    "probes/bandit": (1.3 / 3, 0.47, 1.0),
    # one word in four; the stored share of right answers
    "probes/recall": (0.25, 0.6, 1.0),
    # through: 0.5**6, else 0.1; stored: 0.2 + 0.8 · 0.3**6 get through, the others have 0.1
    "probes/chain": (0.5**6 + 0.1 * (1 - 0.5**6), 0.2005832 + 0.1 * 0.7994168, 1.0),
    # floor: a third leaves for 0.3, one in 27 gets through; stored: 12 of 40 leave for 0.3, 13 of 40 get 1 − 0.75, the rest nothing
    "probes/stitch": (0.1 + 1 / 27, (12 * 0.3 + 13 * 0.25) / 40, 1.0),
}


@pytest.mark.parametrize("name", NAMES)
def test_references_are_what_one_works_out_by_hand(name: str) -> None:
    means = {key: reference.mean for key, reference in exact_references()[name].items()}
    assert means == pytest.approx(dict(zip(("floor", "data", "ceiling"), BY_HAND[name], strict=True)))
    assert means["floor"] < means["data"] < means["ceiling"]


def test_references_on_disk_are_the_exact_ones() -> None:
    on_disk = json.loads((Path(probes.__file__).parent / "references.json").read_text())
    exactly = {n: {"version": "1", "references": {key: asdict(r) for key, r in row.items()}} for n, row in exact_references().items()}
    assert on_disk == exactly
    for name in NAMES:
        assert load_task(name).references == exact_references()[name]


@pytest.mark.parametrize("name", NAMES)
def test_weights_of_the_stored_plans_sum_to_one(name: str) -> None:
    assert sum(plan.weight for plan in PROBES[name]().plans) == pytest.approx(1.0)


@pytest.mark.parametrize("name", NAMES)
def test_players_earn_what_their_tables_say(name: str) -> None:
    """3,000 episodes: returns have a standard deviation below 0.55, so that the mean lies within 4 · 0.55 / √3000 = 0.04."""
    task, probe = load_task(name), PROBES[name]()
    cloned = exact.mean_return(probe, exact.shares(probe.game, probe.plans))
    for player, expected in [("floor", BY_HAND[name][0]), ("behaviour", cloned)]:
        assert mean(list(play(task, task.players[player](), starts(task, "eval", 3000, seed=1)))) == pytest.approx(expected, abs=0.04)
    best = list(play(task, task.players["ceiling"](), starts(task, "eval", 20, seed=1)))
    assert {e.ret for e in best} == {1.0}
    assert {e.ending for e in best} == {Ending.SUCCESS}
    assert mean(stored(name, 3000)) == pytest.approx(BY_HAND[name][1], abs=0.04)


@pytest.mark.parametrize("name", NAMES)
def test_data_set_covers_every_stored_reply(name: str) -> None:
    """One data set of the recipe's size holds every plan's replies, but for the rare ends of the chain (a share of 0.002 and less)."""
    probe = PROBES[name]()
    seen = {tuple(t.text for t in e.turns if t.role is Role.AGENT) for e in stored(name, load_task(name).recipe.episodes["small"])}
    for plan in probe.plans:
        if plan.weight > 0.005:
            assert tuple(reply + "\n" for _, reply, _ in exact.path(probe.game, plan)) in seen


@pytest.mark.parametrize("name", NAMES)
def test_texts_are_a_few_short_words(name: str) -> None:
    game = PROBES[name]().game
    assert max(map(len, game.texts.values())) <= 20
    assert max(len(reply) for row in game.moves.values() for reply in row) <= 5


# ---- what each probe tells apart --------------------------------------------------------------------------------------


def test_bandit_rewards_find_the_best_and_cloning_does_not() -> None:
    probe = PROBES["probes/bandit"]()
    cloned = exact.shares(probe.game, probe.plans)
    assert cloned["pick"] == pytest.approx({"a": 0.25, "b": 0.4, "c": 0.35})
    assert exact.mean_return(probe, cloned) == pytest.approx(0.47)
    assert max(cloned["pick"], key=lambda r: cloned["pick"][r]) == "b"  # the likeliest reply pays 0.3
    for policy in (exact.monte_carlo(probe), exact.filtered(probe, 0.2), exact.stitched(probe)):
        assert exact.mean_return(probe, policy) == 1.0


def test_recall_is_lost_on_whoever_sees_the_latest_text_only() -> None:
    """All deterministic maps from the latest text to a reply: none answers right more than once in four, and mixing them cannot either,
    for the last text comes once in an episode and nothing said before it matters."""
    task = load_task("probes/recall")
    assert not task.view.markov
    assert task.view.last is None
    replies = ["ok\n", *(f"{w}\n" for w in WORDS)]
    best = 0.0
    for while_waiting, asked in product(replies, replies):
        rule = {"Wait.\n": while_waiting, "Which word?\n": asked}
        returns = []
        for word in WORDS:
            env = task.start({"start": word})
            text, total, over = env.opening, 0.0, False
            while not over:
                step = env.step(rule.get(text, f"{word}\n"))  # the opening may even be answered with the word itself
                text, total, over = step.text, total + step.reward, step.ending is not None
            returns.append(total)
        best = max(best, sum(returns) / 4)
    assert best == 0.25


def test_recall_remembers_the_word_over_three_turns() -> None:
    task = load_task("probes/recall")
    assert texts(next(iter(play(task, task.players["ceiling"](), [Start({"start": "pink"}, 0)])))) == [
        "The word is pink.\n", "ok\n", "Wait.\n", "ok\n", "Wait.\n", "ok\n", "Which word?\n", "pink\n", "Won.\n",
    ]  # fmt: skip
    assert says("probes/recall", "pink", "what?", "", "teal\n", "pink\n") == (1.0, Ending.SUCCESS)
    assert says("probes/recall", "pink", "ok\n", "ok\n", "ok\n", "teal\n") == (0.0, Ending.FAILURE)
    assert says("probes/recall", "pink", "ok\n", "ok\n", "ok\n", "ok\n") == (-1.0, Ending.ILLEGAL)


def test_chain_cloning_leaves_and_returns_go_on() -> None:
    probe = PROBES["probes/chain"]()
    cloned = exact.shares(probe.game, probe.plans)
    # in room 1 the steady fifth and 0.3 of the rest go on: 0.2 + 0.8 · 0.3 = 0.44, so that even the likeliest reply is to leave
    assert cloned["room 1"] == pytest.approx({"on": 0.44, "out": 0.56})
    # in room 2 the steady ones are 0.2 of 0.44: (0.2 + 0.8 · 0.09) / 0.44
    assert cloned["room 2"]["on"] == pytest.approx(0.272 / 0.44)
    # no room comes up twice, so cloning returns just what the data does
    assert exact.mean_return(probe, cloned) == pytest.approx(exact.data_mean(probe)) == pytest.approx(0.28052488)
    for policy in (exact.monte_carlo(probe), exact.filtered(probe, 0.1), exact.filtered(probe, 0.2), exact.stitched(probe)):
        assert exact.mean_return(probe, policy) == 1.0


def test_stitch_no_stored_episode_is_good() -> None:
    probe = PROBES["probes/stitch"]()
    returns = {plan.start: [] for plan in probe.plans}
    for plan in probe.plans:
        returns[plan.start].append(round(exact.path(probe.game, plan)[0][2], 9))
    assert returns == {"room 1": [0.3, 0.0, 0.0, 0.0], "gate 2": [0.0, 0.0], "gate 3": [0.25]}
    assert max(e.ret for e in stored("probes/stitch", 1000)) == 0.3


def test_stitch_only_carried_over_values_find_the_way() -> None:
    probe = PROBES["probes/stitch"]()
    # cloning: right in room 1 with 6/20, left in room 2 with 7/13, right in room 3 with 13/20; leaving for 0.3 with 12/20
    cloned = exact.shares(probe.game, probe.plans)
    assert exact.mean_return(probe, cloned) == pytest.approx(0.6 * 0.3 + 0.3 * 7 / 13 * 0.65)
    # Monte Carlo: what followed `right` in room 1 was worth nothing
    assert exact.monte_carlo(probe)["room 1"] == {"out": 1.0}
    assert exact.mean_return(probe, exact.monte_carlo(probe)) == 0.3
    # filtered: 12/40 of the episodes return 0.3, 13/40 return 0.25, none of which says `right` in room 1
    for keep in (0.05, 0.1, 0.2, 0.3, 0.5, 0.62):
        assert exact.mean_return(probe, exact.filtered(probe, keep)) == pytest.approx(0.3)
    assert exact.mean_return(probe, exact.stitched(probe)) == 1.0
    assert exact.stitched(probe)["room 1"] == {"right": 1.0}


@pytest.mark.parametrize("expectile", [0.7, 0.8, 0.9])
def test_stitch_expectiles_of_the_data_still_point_the_right_way(expectile: float) -> None:
    """The value that expectile regression tends to, room by room from the last, where a state's values are (v with chance p, else 0):
    V = τ p v / (τ p + (1 − τ)(1 − p)). In room 1 going on must look clearly better than leaving for 0.3."""
    value = 1.0
    for right_way in (13 / 20, 7 / 13):
        up, down = expectile * right_way, (1 - expectile) * (1 - right_way)
        value = up * value / (up + down)
    assert value > 0.3 + 0.25


def test_stitch_goes_through_three_rooms() -> None:
    assert says("probes/stitch", "room 1", "right\n", "left\n", "right\n") == (1.0, Ending.SUCCESS)
    assert says("probes/stitch", "room 1", "right\n", "left\n", "left\n") == (0.0, Ending.FAILURE)
    assert says("probes/stitch", "room 1", "out\n") == (0.3, Ending.FAILURE)
    assert says("probes/stitch", "gate 3", "in\n", "right\n") == (0.25, Ending.SUCCESS)
    assert {s.scenario["start"] for s in starts(load_task("probes/stitch"), "eval", 10, seed=0)} == {"room 1"}


# ---- envs and players -------------------------------------------------------------------------------------------------


def test_newline_may_be_left_out_and_nothing_else() -> None:
    assert says("probes/bandit", "pick", "c") == says("probes/bandit", "pick", "c\n") == (1.0, Ending.SUCCESS)
    for reply in ("", "C\n", " c\n", "c\n\n", "abc\n"):
        assert says("probes/bandit", "pick", reply) == (-1.0, Ending.ILLEGAL)


def test_env_refuses_a_reply_after_the_end_and_a_start_it_does_not_know() -> None:
    env = load_task("probes/bandit").start({"start": "pick"})
    env.step("a\n")
    with pytest.raises(RunError, match="this episode is over"):
        env.step("a\n")
    with pytest.raises(DataError, match="scenario start 'cellar' is no state"):
        load_task("probes/chain").start({"start": "cellar"})
    with pytest.raises(UsageError, match="no split 'test'; choose from eval, train"):
        load_task("probes/chain").scenario("test", 0)


def test_train_scenarios_cover_the_starts() -> None:
    task = load_task("probes/recall")
    assert [task.scenario("eval", k)["start"] for k in range(5)] == [*WORDS, WORDS[0]]
    assert {task.scenario("train", k)["start"] for k in range(40)} == set(WORDS)


@pytest.mark.parametrize("name", NAMES)
def test_players_answer_what_they_cannot_place(name: str) -> None:
    task = load_task(name)
    for build in task.players.values():
        nonsense = [Dialogue([Turn(Role.ENV, text)], {"start": 3, "plan": "x"}) for text in ("", "\ud800", "Over.\n")] + [Dialogue([])]
        assert all(reply.text.endswith("\n") for reply in build().reply(nonsense, seeds=[1, 2, 3, 4]))
