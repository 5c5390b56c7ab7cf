"""The maze's exact values, by hand or by a second way of computing them; its players and stored episodes held against them."""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path
from statistics import mean, stdev

import pytest
from plain_maze import CELLS, DOWN, LEFT, MOVES, RIGHT, UP, VIEWS, Cell, plain_move, plain_walls

import lmrl_gym.tasks.maze as maze
from lmrl_gym.core.episode import Ending, Episode, Role, Scenario, Turn
from lmrl_gym.core.seeds import rng_for, seed_for
from lmrl_gym.core.task import Dialogue, Step, Task
from lmrl_gym.rollout import Start, play, starts
from lmrl_gym.tasks import load_task
from lmrl_gym.tasks.maze import game, recipe, solve
from lmrl_gym.tasks.maze.players import behaviour_chances


def stored(task: Task, episodes: int = 1240) -> list[Episode]:
    begin = (Start(task.recipe.scenario(rng_for("test", task.name, i)), seed_for("test", task.name, i)) for i in range(episodes))
    return list(play(task, task.players["behaviour"](), begin))


def steps(episode: Episode) -> list[tuple[Cell, str, Cell]]:
    """(cell, move, next cell) all along an episode of moves."""
    cell: Cell = tuple(episode.scenario["start"])  # type: ignore[arg-type, assignment]
    found = []
    for turn in episode.turns:
        if turn.role is Role.AGENT:
            found.append((cell, turn.text, plain_move(*cell, turn.text)))
            cell = found[-1][2]
    return found


# ---- exact values ----------------------------------------------------------------------------------------------------


def test_shortest_paths_are_1_to_12_long_and_the_best_mean_return_is_6_84_below_0() -> None:
    far = solve.distances()
    assert {far[cell] for cell in CELLS} == set(range(1, 13))
    assert mean(far[cell] for cell in CELLS) == 7.84
    # By hand: the stem 1+2+3; on each side the junction's corridor 4+5+6, the column 7+8+9, the top 10 and twice 11 and 12.
    assert sum(far[cell] for cell in CELLS) == 6 + 2 * (15 + 24 + 10 + 22 + 24)
    assert solve.full_optimum() == Fraction(-684, 100)


def test_the_random_walkers_value_by_a_second_way() -> None:
    # Forward instead of backward: an action costs 1 unless it arrives, so each costs the chance not to have arrived by then.
    at = dict.fromkeys(CELLS, 1 / 25)
    total = 0.0
    for _ in range(101):
        ahead: Counter[Cell] = Counter()
        for cell, chance in at.items():
            for move in MOVES:
                ahead[plain_move(*cell, move)] += chance / 4  # type: ignore[assignment]
        at = {cell: chance for cell, chance in ahead.items() if cell in CELLS}
        total -= sum(at.values())
    assert float(solve.random_value()) == pytest.approx(total, abs=1e-9)
    assert -85.9 < total < -85.5


def test_the_floor_player_scores_its_exact_value() -> None:
    task = load_task("maze/partial")
    episodes = list(play(task, task.players["floor"](), starts(task, "eval", 800, seed=3)))
    returns = [e.ret for e in episodes]
    assert abs(mean(returns) - float(solve.random_value())) < 4 * stdev(returns) / math.sqrt(800)
    drawn = Counter(turn.text for e in episodes for turn in e.turns if turn.role is Role.AGENT)
    n = sum(drawn.values())
    assert set(drawn) == set(MOVES)
    assert all(abs(count / n - 0.25) < 4 * math.sqrt(0.25 * 0.75 / n) for count in drawn.values())


def test_the_behaviour_players_value_from_all_starts_is_the_papers_83() -> None:
    assert behaviour_chances(MOVES) == {m: Fraction(97, 400) for m in MOVES[:3]} | {DOWN: Fraction(109, 400)}  # .85/4 + .15 * (1/5 or 2/5)
    assert float(solve.behaviour_value()) == pytest.approx(-83.0507, abs=5e-5)
    task = load_task("maze/full")
    returns = [e.ret for e in play(task, task.players["behaviour"](), starts(task, "eval", 800, seed=4))]
    assert abs(mean(returns) - float(solve.behaviour_value())) < 4 * stdev(returns) / math.sqrt(800)


@cache
def least_cost(cells: frozenset[Cell], actions: int) -> float:
    """Least total cost over `cells`, which look alike, with `actions` left; infinite where one is not at the goal by then."""
    if not actions:
        return math.inf
    best = math.inf
    for move in MOVES:
        groups: dict[str, list[Cell]] = {}
        for cell in cells:
            there = plain_move(*cell, move)
            if there in CELLS:
                groups.setdefault(plain_walls(*there), []).append(there)
        best = min(best, sum(len(g) + least_cost(frozenset(g), actions - 1) for g in groups.values()))
    return best


def test_the_partial_views_optimum_is_proved() -> None:
    # By hand: only between walls above and below (8 cells) does the best move depend on the cell: 4 need left, 4 right. Either first move
    # takes 4 the wrong way, at 2 each; then starts (5,4) and (5,7) still look alike and need opposite moves, 2 more: 171 + 8 + 2 = 181.
    assert solve.partial_optimum() == Fraction(-181, 25)
    # By a search over everything a walker might do with 20 actions, in the second maze.
    looks = [frozenset(cell for cell in CELLS if plain_walls(*cell) == look) for look in {plain_walls(*cell) for cell in CELLS}]
    assert sum(least_cost(cells, 20) for cells in looks) == 181
    # By the optimality equation: the costs satisfy it in every belief that can be reached, and the 101-action limit plays no part.
    cost, sweeps = solve.belief_costs()
    assert sweeps == 12
    for belief, moves in solve.belief_moves().items():
        assert cost[belief] == min(sum(len(part) + cost[part] for part in parts) for parts in moves.values())


@pytest.mark.parametrize(("name", "longest"), [("maze/full", 12), ("maze/partial", 13)])
def test_the_ceiling_player_scores_the_optimum_exactly(name: str, longest: int) -> None:
    task = load_task(name)
    episodes = list(play(task, task.players["ceiling"](), starts(task, "eval", 25, seed=0)))
    assert all(e.ending is Ending.SUCCESS for e in episodes)
    assert sum(e.ret for e in episodes) == (-171 if name == "maze/full" else -181)
    assert max(e.length for e in episodes) == longest  # 27 texts at most: the 40 of the partial view hold the whole walk


@pytest.mark.parametrize("name", VIEWS)
def test_the_ceiling_player_finds_the_way_from_any_dialogue(name: str) -> None:
    """After 60 random actions, garbage among them, it has forgotten how the walk began and still arrives soon."""
    task, player = load_task(name), load_task(name).players["ceiling"]()
    for seed in range(40):
        rng, env = random.Random(seed), task.start({"start": list(CELLS[seed % 25])})
        turns, late = [Turn(Role.ENV, env.opening)], 0
        ending: Ending | None = None
        while ending is None:
            text = rng.choice((*MOVES, "?")) if len(turns) < 121 else player.reply([Dialogue(task.view(turns))], seeds=[0])[0].text
            late += len(turns) >= 121
            answer = env.step(text)
            assert isinstance(answer, Step)
            ending = answer.ending
            turns += [Turn(Role.AGENT, text, answer.reward), Turn(Role.ENV, answer.text)]
        assert ending is Ending.SUCCESS
        assert late <= 20


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("player", ["floor", "ceiling", "behaviour"])
def test_players_answer_dialogues_that_no_walk_produces(name: str, player: str) -> None:
    task = load_task(name)
    policy = task.players[player]()
    for texts in (["what?"], ["Success\n", "", "\ud800"], [game.partial_text((5, 3)), LEFT, game.full_text((1, 1))], [UP, "x" * 10_000]):
        roles = [Role.ENV if i % 2 == len(texts) % 2 else Role.AGENT for i in range(1, len(texts) + 1)]
        turns = [Turn(role, text) for role, text in zip(roles, texts, strict=True)]
        scenarios: tuple[Scenario | None, ...] = (None, {"start": [1, 1], "submaze": "left", "stop": 9})
        for scenario in scenarios:
            assert policy.reply([Dialogue(turns, scenario)], seeds=[1])[0].text in MOVES


@pytest.mark.parametrize("name", VIEWS)
def test_the_ceiling_player_goes_by_the_last_text_where_the_others_make_no_sense(name: str) -> None:
    task = load_task(name)
    for cell, move in (((1, 5), LEFT), ((7, 6), DOWN), ((5, 3), RIGHT)):
        turns = [Turn(Role.ENV, "what?"), Turn(Role.AGENT, UP), Turn(Role.ENV, task.start({"start": list(cell)}).opening)]
        assert task.players["ceiling"]().reply([Dialogue(turns)], seeds=[0])[0].text == move


def test_without_memory_a_fixed_move_for_each_look_is_far_from_enough() -> None:
    looks = sorted({plain_walls(*cell) for cell in CELLS})
    # A move into a wall is made for ever, so only the others can be best.
    free = [[m for m in MOVES if any(plain_move(*c, m) != c for c in CELLS if plain_walls(*c) == look)] for look in looks]

    def fixed(table: dict[str, str]) -> Fraction:
        return solve.walk_value(lambda cell: {table[game.partial_text(cell)]: Fraction(1)})

    best = max(fixed(dict(zip(looks, moves, strict=True))) for moves in product(*free))
    assert best == Fraction(-5516, 100)

    coin = {LEFT: Fraction(1, 2), RIGHT: Fraction(1, 2)}

    def tossed(cell: Cell) -> dict[str, Fraction]:
        walls = plain_walls(*cell)
        if "below" not in walls:
            return {DOWN: Fraction(1)}
        if "your" not in walls:
            return coin
        return {RIGHT if "left" in walls else LEFT: Fraction(1)}

    assert float(solve.walk_value(tossed)) == pytest.approx(-12.6, abs=1e-4)


# ---- the data --------------------------------------------------------------------------------------------------------


def test_behaviour_draws_its_solver_s_moves_among_those_that_stay() -> None:
    # At the junction of the left arm: left and up stay; the solver weighs them alike, so does the random draw.
    assert behaviour_chances((LEFT, UP)) == {LEFT: Fraction(1, 2), UP: Fraction(1, 2)}
    # Of the stem: up and down; .85/2 + .15/3 and .85/2 + .15 * 2/3.
    assert behaviour_chances((UP, DOWN)) == {UP: Fraction(475, 1000), DOWN: Fraction(525, 1000)}
    task = load_task("maze/full")
    scenario: Scenario = {"start": [5, 6], "submaze": "stem", "stop": 9}
    dialogue = Dialogue([Turn(Role.ENV, task.start(scenario).opening)], scenario)
    drawn = Counter(r.text for r in task.players["behaviour"]().reply([dialogue] * 4000, seeds=range(4000)))
    assert set(drawn) == {UP, DOWN}
    assert abs(drawn[DOWN] / 4000 - 0.525) < 4 * math.sqrt(0.25 / 4000)


def test_seeing_only_walls_behaviour_takes_the_junction_s_look_for_the_junction_unless_it_knows_better() -> None:
    """(1,3) and the junction look alike. The start is known while it is in sight; a cut dialogue begins with an agent turn."""
    task = load_task("maze/partial")
    look = Turn(Role.ENV, "There is a wall above you.\n")

    def drawn(start: Cell, turns: list[Turn]) -> set[str]:
        dialogue = Dialogue(turns, {"start": list(start), "submaze": "left", "stop": 99})
        return {reply.text for reply in task.players["behaviour"]().reply([dialogue] * 100, seeds=range(100))}

    assert drawn((1, 3), [look]) == set(MOVES)
    assert drawn((5, 6), [look]) == {LEFT, UP}
    assert drawn((1, 3), [Turn(Role.AGENT, UP), look]) == {LEFT, UP}
    below = Turn(Role.ENV, "There are walls to your right, to your left.\n")
    assert drawn((1, 3), [Turn(Role.AGENT, UP), below, Turn(Role.AGENT, UP), look]) == set(MOVES)


@pytest.mark.parametrize("name", VIEWS)
def test_stored_episodes_stay_in_their_submaze_cover_the_maze_and_look_like_the_papers(name: str) -> None:
    task = load_task(name)
    episodes = stored(task)
    seen: Counter[tuple[Cell, str]] = Counter()
    for episode in episodes:
        inside = game.SUBMAZES[str(episode.scenario["submaze"])]
        assert all(there in inside for _, _, there in steps(episode))
        assert (episode.ending is Ending.SUCCESS) == (steps(episode)[-1][2] == (8, 6))
        assert episode.ending is Ending.SUCCESS or episode.length == episode.scenario["stop"]
        seen.update((cell, move) for cell, move, _ in steps(episode))
    assert set(seen) == set(product(CELLS, MOVES))  # at the junction each move stays in some submaze, elsewhere all stay in one

    assert {str(e.scenario["submaze"]) for e in episodes if e.scenario["start"] == [5, 6]} == set(game.SUBMAZES)

    lengths, returns = [e.length for e in episodes], [e.ret for e in episodes]
    success = mean(e.ending is Ending.SUCCESS for e in episodes)
    exact, n = solve.stored_figures(), len(episodes)
    assert abs(mean(lengths) - exact.length) < 4 * exact.length_std / math.sqrt(n)
    assert abs(mean(returns) - exact.ret) < 4 * exact.ret_std / math.sqrt(n)
    assert abs(success - exact.success) < 4 * math.sqrt(exact.success * (1 - exact.success) / n)
    assert abs(stdev(lengths) - exact.length_std) < 2.5


def test_the_stored_figures_are_near_the_papers() -> None:
    exact = solve.stored_figures()
    assert (round(exact.length, 2), round(exact.length_std, 2)) == (19.73, 24.06)  # paper: 19.7 and 24.5
    assert (round(exact.ret, 2), round(exact.ret_std, 2)) == (-19.61, 24.12)  # paper: -19.7 and 24.5
    assert round(exact.success, 3) == 0.117  # paper: .11
    assert exact.ret == pytest.approx(exact.success - exact.length)
    assert recipe.RECIPE.episodes == {"small": 1240, "paper": 1240}


def test_the_stored_references_are_the_exact_values() -> None:
    path = Path(maze.__file__).parent / "references.json"
    assert set(json.loads(path.read_text())) == set(VIEWS)
    for name, exact in maze.exact_references().items():
        task = load_task(name)
        assert {key: task.references[key] for key in exact} == exact
        data = task.references["data"]
        assert abs(data.mean - solve.stored_figures().ret) < 4 * data.stderr
        assert load_task(f"{name}[garbage_reward=-4]").references == task.references
