"""What must make no difference to algorithms that play, and how their losses come about, on a few tokens."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import cast

import numpy as np
import pytest
import torch

from lmrl_gym.algos import algorithm_class, algorithm_names
from lmrl_gym.algos.base import OnlineAlgorithm, Trace
from lmrl_gym.algos.grpo import GRPO
from lmrl_gym.algos.online_filtered_bc import OnlineFilteredBC
from lmrl_gym.algos.ppo import PPO
from lmrl_gym.core.episode import Ending, Episode, Role, Sample, Turn
from lmrl_gym.core.errors import UsageError
from lmrl_gym.core.task import View
from lmrl_gym.models.heads import HeadedModel, Outputs
from lmrl_gym.models.pretrained import ModelConfig, tiny_model
from lmrl_gym.tokens.batch import Batch, PlayedWindow, collate_played, packs
from lmrl_gym.tokens.render import render
from lmrl_gym.tokens.tokenizer import Encoder, train_tokenizer
from lmrl_gym.training.appraise import appraise

LETTERS = Encoder(train_tokenizer([], 257))
PLAYING = [kind() for name in algorithm_names() if (kind := algorithm_class(name)).online and not cast(type[OnlineAlgorithm], kind).replays]
ALGOS = [*PLAYING, PPO(level="turn"), PPO(level="episode"), PPO(kl_in="loss", kl=0.5), GRPO(level="turn"), GRPO(level="token")]
EVERY = pytest.mark.parametrize("algo", ALGOS, ids=lambda a: f"{type(a).__name__}-{getattr(a, 'level', '')}-{getattr(a, 'kl_in', '')}")
VIEWS = pytest.mark.parametrize("view", [View(), View(1), View(3)], ids=["whole", "markov", "last three"])


def episode(*said: str, rewards: list[float], ending: Ending = Ending.SUCCESS) -> Episode:
    """Texts by turns, the env first; the agent's letters were drawn with log-probabilities of −1."""
    pay = iter(rewards)
    turns = [Turn(Role.ENV, text) if k % 2 == 0 else spoken(text, next(pay)) for k, text in enumerate(said)]
    return Episode("t", "1", {}, tuple(turns), ending, 0)


def spoken(text: str, reward: float) -> Turn:
    ids = (*LETTERS.text(text), LETTERS.end)
    return Turn(Role.AGENT, text, reward, Sample(ids, (-1.0,) * len(ids)))


EPISODES = [
    episode("Hi?", "ab", "No.", "cd", "Bye", rewards=[1, 2]),
    episode("Hi?", "ab", "No.", "efgh", "So.", "i", "Bye", rewards=[1, -1, 4], ending=Ending.TURN_LIMIT),
    episode("Hi?", "ab", "No.", "cd", "Bye", rewards=[1, 5]),
    episode("So.", "i", "Hi?", rewards=[3], ending=Ending.TURN_LIMIT),
]


def model_of(algo: OnlineAlgorithm, seed: int = 1) -> HeadedModel:
    trunk = tiny_model(ModelConfig(width=16, attention_heads=2, context=64), LETTERS, seed)
    model = HeadedModel(trunk, algo.heads, algo.targets)
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in model.heads.parameters():
            parameter.copy_(0.2 * torch.randn(parameter.shape, generator=generator))
    return model.eval()


def judged(algo: OnlineAlgorithm, view: View, episodes: list[Episode], model: HeadedModel) -> tuple[list[Trace], list[PlayedWindow]]:
    """Windows with credit, as a round makes them; the reference is another model."""
    rendered = [render(e, LETTERS, view) for e in episodes]
    reference = tiny_model(ModelConfig(width=16, attention_heads=2, context=64), LETTERS, 9).eval() if algo.refers else None
    traces, _ = appraise(rendered, [0] * len(rendered), model, reference, LETTERS.end, 64)
    credited, _ = algo.judge(traces, algo.opening())
    windows = []
    for r, t, c in zip(rendered, traces, credited, strict=True):
        used = 0
        for w in r.windows:
            here = slice(used, used + int(w.is_action_T.sum()))
            used = here.stop
            windows.append(PlayedWindow(w, c.advantages_N[here], c.returns_N[here], t.values_N[here], t.reference_N[here]))
    return traces, windows


def learnt(algo: OnlineAlgorithm, model: HeadedModel, batch: Batch) -> tuple[float, torch.Tensor]:
    model.zero_grad()
    total = algo.loss(model(batch), batch).total
    total.backward()
    return float(total.detach()), torch.cat([p.grad.flatten() for p in model.parameters() if p.grad is not None])


def same(one: tuple[float, torch.Tensor], other: tuple[float, torch.Tensor]) -> None:
    assert one[0] == pytest.approx(other[0], rel=1e-5, abs=1e-6)
    assert (one[1] - other[1]).abs().max() < 1e-5 * one[1].abs().max()


@EVERY
@VIEWS
def test_longer_observations_change_no_credit(algo: OnlineAlgorithm, view: View) -> None:
    """With values and the reference held, since what a model thinks may depend on what it read."""
    wordy = [replace(e, turns=tuple(replace(t, text=t.text * 3) if t.role is Role.ENV else t for t in e.turns)) for e in EPISODES]
    model = model_of(algo)
    short, _ = judged(algo, view, EPISODES, model)
    long, _ = judged(algo, view, wordy, model)
    for a, b in zip(short, long, strict=True):
        assert a.rewards_N.tolist() == b.rewards_N.tolist()
        assert a.turn_N.tolist() == b.turn_N.tolist()
        assert a.logprobs_N.tolist() == b.logprobs_N.tolist()
    held = [replace(b, values_N=a.values_N, reference_N=a.reference_N, bootstrap=a.bootstrap) for a, b in zip(short, long, strict=True)]
    for a, b in zip(algo.judge(short, algo.opening())[0], algo.judge(held, algo.opening())[0], strict=True):
        assert a.advantages_N.tolist() == b.advantages_N.tolist()
        assert a.returns_N.tolist() == b.returns_N.tolist()


@EVERY
def test_credit_does_not_depend_on_how_an_episode_is_cut_into_windows(algo: OnlineAlgorithm) -> None:
    model = model_of(algo)
    whole, _ = judged(algo, View(), EPISODES, model)
    cut, _ = judged(algo, View(3), EPISODES, model)
    for a, b in zip(whole, cut, strict=True):
        held = replace(b, values_N=a.values_N, reference_N=a.reference_N, bootstrap=a.bootstrap)
        assert np.array_equal(
            algo.judge([a, *whole], algo.opening())[0][0].advantages_N, algo.judge([held, *whole], algo.opening())[0][0].advantages_N
        )


@EVERY
@VIEWS
def test_shared_rows_order_and_padding_make_no_difference(algo: OnlineAlgorithm, view: View) -> None:
    """Three batches of the same windows: as a round makes them, in another order, and each window on a wider row of its own."""
    model = model_of(algo)
    _, windows = judged(algo, view, EPISODES, model)
    batch = collate_played(windows, LETTERS.end)
    assert len(batch.tokens_BT) < len(windows) or view.last is None
    one = learnt(algo, model, batch)
    same(one, learnt(algo, model, collate_played(windows[::-1], LETTERS.end)))
    n = len(batch.actions_N)
    width = batch.tokens_BT.shape[1]
    own_row = batch.states_S // width
    apart = replace(
        batch,
        tokens_BT=torch.cat([batch.tokens_BT[own_row], torch.full((n, 5), 77)], 1),
        is_token_BT=torch.cat([batch.is_token_BT[own_row], torch.zeros(n, 5, dtype=torch.bool)], 1),
        states_S=torch.arange(n) * (width + 5) + batch.states_S % width,
    )
    same(one, learnt(algo, model, apart))


@EVERY
def test_several_passes_weighed_by_tokens_are_one_step(algo: OnlineAlgorithm) -> None:
    model = model_of(algo)
    _, windows = judged(algo, View(1), EPISODES, model)
    whole = learnt(algo, model, collate_played(windows, LETTERS.end))
    count = sum(len(w.advantages_N) for w in windows)
    loss, gradient = 0.0, torch.zeros_like(whole[1])
    for part in (windows[:2], windows[2:]):
        found = learnt(algo, model, collate_played(part, LETTERS.end))
        share = sum(len(w.advantages_N) for w in part) / count
        loss, gradient = loss + share * found[0], gradient + share * found[1]
    same(whole, (loss, gradient))


@EVERY
@VIEWS
def test_only_what_the_agent_said_is_learnt(algo: OnlineAlgorithm, view: View) -> None:
    model = model_of(algo)
    _, windows = judged(algo, view, EPISODES, model)
    batch = collate_played(windows, LETTERS.end)
    hidden = model.hidden(batch.tokens_BT, batch.is_token_BT).detach().requires_grad_()
    model.states = lambda _, wanted: hidden.flatten(0, 1)[wanted]  # type: ignore[method-assign]
    algo.loss(model(batch), batch).total.backward()
    assert hidden.grad is not None
    reached = hidden.grad.abs().sum(-1).flatten() > 0
    said = torch.zeros_like(reached)
    said[batch.states_S] = True
    assert not reached[~said].any()
    assert reached.any()


def test_what_is_known_of_an_episode_is_what_direct_forwards_say() -> None:
    """Values and both models' log-probabilities of every agent token; the value after a cut; nothing after an end."""
    algo = PPO()
    model = model_of(algo)
    traces, _ = judged(algo, View(1), EPISODES, model)
    reference = tiny_model(ModelConfig(width=16, attention_heads=2, context=64), LETTERS, 9).eval()
    with torch.no_grad():
        ids = [LETTERS.start, *LETTERS.text("So."), *LETTERS.text("i"), LETTERS.end]
        hidden = model.trunk.base_model(input_ids=torch.tensor([ids])).last_hidden_state[0]
        values = model.values(hidden)["v"]
        referred = reference(input_ids=torch.tensor([ids])).logits[0].log_softmax(-1)
        tail = torch.tensor([[LETTERS.start, *LETTERS.text("Hi?")]])
        after = model.values(model.trunk.base_model(input_ids=tail).last_hidden_state[0])["v"][-1]
    last = traces[3]
    assert last.values_N == pytest.approx(values[3:5].tolist(), abs=1e-5)
    assert last.reference_N == pytest.approx([float(referred[3, ids[4]]), float(referred[4, ids[5]])], abs=1e-5)
    assert last.logprobs_N.tolist() == [-1.0, -1.0]
    assert last.bootstrap == pytest.approx(float(after), abs=1e-5)
    assert traces[0].bootstrap == 0.0


# ---- losses by hand


def given(logp: list[float], **changes: list[float]) -> tuple[Outputs, Batch]:
    """States in which the token drawn, of two, has log-probability `logp`; drawn at log ½ unless changed."""
    n = len(logp)
    logits = torch.tensor([[x, math.log(-math.expm1(x))] for x in logp], requires_grad=True)
    zeros = torch.zeros(n)
    batch = Batch(
        tokens_BT=torch.zeros(1, n + 1, dtype=torch.long),
        is_token_BT=torch.ones(1, n + 1, dtype=torch.bool),
        states_S=torch.arange(n),
        actions_N=torch.zeros(n, dtype=torch.long),
        next_N=torch.full((n,), -1),
        terminated_N=torch.zeros(n, dtype=torch.bool),
        turn_end_N=torch.ones(n, dtype=torch.bool),
        rewards_N=zeros,
        credit_N=zeros,
        weight_N=torch.ones(n),
        logprobs_N=torch.full((n,), math.log(0.5)),
        returns_N=zeros,
        values_N=zeros,
        reference_N=torch.full((n,), math.log(0.5)),
    )
    return Outputs(logits, {"v": torch.zeros(n)}), replace(batch, **{k: torch.tensor(v) for k, v in changes.items()})


def test_the_ratio_is_clipped_where_that_costs_more() -> None:
    # ratios 1.5, 1.5, .5, .5 with advantages 1, −1, 1, −1: −min(1.5, 1.2), max(1.5, 1.2), −min(.5, .8), max(.5, .8) = −1.2, 1.5, −.5, .8
    outputs, batch = given([math.log(0.75)] * 2 + [math.log(0.25)] * 2, credit_N=[1.0, -1.0, 1.0, -1.0])
    loss = GRPO(kl=0.0, clip=0.2).loss(outputs, batch)
    assert loss.total.item() == pytest.approx((-1.2 + 1.5 - 0.5 + 0.8) / 4)
    assert loss.stats["clip_share"].item() == 0.5
    loss.total.backward()
    assert outputs.logits_SV is not None
    assert outputs.logits_SV.grad is not None
    # where the clip costs more nothing is learnt
    assert (outputs.logits_SV.grad.abs().sum(1) > 0).tolist() == [False, True, True, False]


def test_the_distance_to_the_reference() -> None:
    # reference ½ against ¼: d = ln 2: 2 − ln 2 − 1
    outputs, batch = given([math.log(0.25)])
    loss = GRPO(kl=10.0).loss(outputs, batch)
    assert loss.total.item() == pytest.approx(10 * (1 - math.log(2)))


def test_values_move_towards_returns_and_no_further_than_they_may() -> None:
    # V = 0, was −1, is to be 3: ½·9; held within ½ of what it was, −½: ½·3.5², which is more
    outputs, batch = given([math.log(0.5)], returns_N=[3.0], values_N=[-1.0])
    assert PPO(value_weight=1.0).loss(outputs, batch).total.item() == pytest.approx(4.5)
    held = PPO(value_weight=2.0, value_clip=0.5).loss(outputs, batch)
    assert held.total.item() == pytest.approx(2 * 6.125)
    assert held.stats["value_clip_share"].item() == 1.0


def test_what_was_kept_is_cloned() -> None:
    outputs, batch = given([math.log(0.25), math.log(0.5)])
    assert OnlineFilteredBC().loss(outputs, batch).total.item() == pytest.approx((math.log(4) + math.log(2)) / 2)
    assert [e.ret for e in OnlineFilteredBC(keep=0.5).select(EPISODES)] == [4.0, 6.0]


def test_enough_is_a_distance_from_the_policy_that_played() -> None:
    for algo in (PPO(stop_kl=0.1), GRPO(stop_kl=0.1)):
        assert [algo.enough({"approx_kl": x}) for x in (0.05, 0.15)] == [False, True]
    assert not PPO(stop_kl=0.0).enough({"approx_kl": 9.0})


def test_packs_hold_at_most_so_many_tokens() -> None:
    # longest first: 5 | 3 3 | 2 2 1 would be 6 with padding | one that is too long stands alone
    assert packs([3, 9, 2, 5, 3, 2, 1], 6) == [[1], [3], [0, 4], [2, 5, 6]]
    assert packs([], 6) == []


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: GRPO(group=1), "algo.group=1 is out of range; it must be at least 2"),
        (lambda: PPO(level="word"), "algo.level='word' is no choice"),
        (lambda: PPO(kl_in="loss", kl_target=0.1), "set kl_in='reward' or kl_target=0"),
        (lambda: OnlineFilteredBC(keep=0.0), "not a share of the episodes"),
        (lambda: OnlineFilteredBC(stored=-1.0), "algo.stored=-1.0 is out of range"),
    ],
)
def test_settings_that_make_no_sense(make: object, message: str) -> None:
    with pytest.raises(UsageError, match=message.replace("(", r"\(")):
        make()  # type: ignore[operator]
