"""What must make no difference, for every algorithm that learns from stored episodes: padding, order, merging, and what the agent did not say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from lmrl_gym.algos import algorithm_class, algorithm_names
from lmrl_gym.algos.base import Algorithm
from lmrl_gym.algos.bc import BC
from lmrl_gym.core.episode import Ending, Episode, Role, Sample, Turn
from lmrl_gym.core.task import View
from lmrl_gym.models.heads import HeadedModel
from lmrl_gym.models.pretrained import ModelConfig, tiny_model
from lmrl_gym.tokens.batch import Batch, collate
from lmrl_gym.tokens.render import Corpus, Window, build_corpus, render
from lmrl_gym.tokens.tokenizer import Encoder, train_tokenizer

LETTERS = Encoder(train_tokenizer([], 257))
STORED = [name for name in algorithm_names() if not algorithm_class(name).online]
PLAIN = [algorithm_class(name)() for name in STORED]
LEARNING_AGENTS = pytest.mark.parametrize("algo", PLAIN, ids=STORED)
EVERY_ALGORITHM = pytest.mark.parametrize("algo", [*PLAIN, BC(observations=0.5)], ids=[*STORED, "bc with observations"])
VIEWS = pytest.mark.parametrize("view", [View(), View(1), View(3)], ids=["whole", "markov", "last three"])


def episode(*said: str, rewards: Iterable[float], ending: Ending = Ending.SUCCESS) -> Episode:
    """Texts by turns, the env first; the agent's were drawn with log-probabilities of −1."""
    pay = iter(rewards)
    turns = [Turn(Role.ENV, text) if k % 2 == 0 else spoken(text, next(pay)) for k, text in enumerate(said)]
    return Episode("t", "1", {}, tuple(turns), ending, 0)


def spoken(text: str, reward: float) -> Turn:
    ids = (*LETTERS.text(text), LETTERS.end)
    return Turn(Role.AGENT, text, reward, Sample(ids, (-1.0,) * len(ids)))


EPISODES = [
    episode("Hi?", "ab", "No.", "cd", "Bye", rewards=[1, 2]),
    episode("Hi?", "ab", "No.", "efgh", "So.", "i", "Bye", rewards=[1, -1, 4], ending=Ending.TURN_LIMIT),
    episode("Hi?", "ab", "No.", "cd", "Bye", rewards=[1, 2]),
    episode("So.", "i", "Hi?", rewards=[3], ending=Ending.TURN_LIMIT),
    episode("So.", "i", "Hi?", "ab", "No.", "cd", "Bye", rewards=[0, 1, 2]),
]


def model_of(algo: Algorithm, seed: int = 1) -> HeadedModel:
    """Heads and target heads of random weights: fresh ones are all zero and would hide everything."""
    trunk = tiny_model(ModelConfig(width=16, attention_heads=2, context=64), LETTERS, seed)
    model = HeadedModel(trunk, algo.heads, algo.targets, policy=algo.trains_policy, observes=algo.observes)
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in [*model.heads.parameters(), *model.targets.parameters()]:
            parameter.copy_(0.2 * torch.randn(parameter.shape, generator=generator))
    return model.eval()


def learnt(model: HeadedModel, algo: Algorithm, batch: Batch) -> tuple[Tensor, list[Tensor]]:
    """The loss of a batch and its gradient, tensor by tensor."""
    model.zero_grad()
    total = algo.loss(model(batch), batch).total
    total.backward()
    return total.detach(), [torch.zeros_like(p) if p.grad is None else p.grad.clone() for p in model.parameters()]


def same(one: tuple[Tensor, list[Tensor]], other: tuple[Tensor, list[Tensor]]) -> None:
    assert one[0].item() == pytest.approx(other[0].item(), rel=1e-6)
    same_gradient(one, other)


def same_gradient(one: tuple[Tensor, list[Tensor]], other: tuple[Tensor, list[Tensor]]) -> None:
    """Equal to a millionth of its largest entry."""
    largest = max(float(g.abs().max()) for g in one[1])
    assert largest > 0.1
    for a, b in zip(one[1], other[1], strict=True):
        assert (a - b).abs().max() < 1e-6 * largest


def corpus_of(algo: Algorithm, view: View, episodes: list[Episode] = EPISODES) -> Corpus:
    return build_corpus(episodes, LETTERS, view, algo.credit)


def unmerged(algo: Algorithm, view: View) -> Corpus:
    """The same episodes window by window, each of weight 1, nothing put together."""
    windows: list[Window] = []
    starts: dict[tuple[int, ...], int] = {}
    tails: list[tuple[int, tuple[int, ...]]] = []
    for one in EPISODES:
        rendered = render(one, LETTERS, view)
        credit = algo.credit(rendered.flat("rewards_T").astype(float), rendered.flat("turn_index_T").astype(int))
        for k, sequence in enumerate(rendered.windows):
            here = sequence.is_action_T
            credit_T = np.zeros(len(here))
            credit_T[here], credit = credit[: here.sum()], credit[here.sum() :]
            last = k + 1 == len(rendered.windows)
            starts.setdefault(tuple(sequence.tokens_T[: np.argmax(here)].tolist()), len(windows))
            if last and rendered.tail is not None:
                tails.append((len(windows), rendered.tail))
            windows.append(Window(sequence, credit_T, 1.0, -1 if last else len(windows) + 1, None, last and rendered.terminated))
    for index, tail in tails:
        known = starts.get(tail, -1)
        windows[index] = replace(windows[index], successor=known, follow=None if known >= 0 or view.markov else tail)
    return Corpus(tuple(windows), len(EPISODES), 0)


def everything(corpus: Corpus) -> Batch:
    return collate(corpus, range(len(corpus.windows)), LETTERS.end)


def spread(algo: Algorithm, view: View) -> float:
    """½ of the mean squared distance of each token's credit from the mean over its merged window."""
    mean = {w.sequence.tokens_T.tobytes() + w.sequence.rewards_T.tobytes() + bytes([w.terminated]): w.credit_T for w in corpus_of(algo, view).windows}
    squares, count = 0.0, 0
    for w in unmerged(algo, view).windows:
        here = w.sequence.is_action_T
        middle = mean[w.sequence.tokens_T.tobytes() + w.sequence.rewards_T.tobytes() + bytes([w.terminated])]
        squares, count = squares + float(((w.credit_T - middle)[here] ** 2).sum()), count + int(here.sum())
    return squares / count / 2


@EVERY_ALGORITHM
@VIEWS
def test_merging_leaves_the_gradient_as_it_was(algo: Algorithm, view: View) -> None:
    """And the loss; a squared distance to returns that differ is larger by their spread, which no weight can change."""
    model = model_of(algo)
    one, other = corpus_of(algo, view), unmerged(algo, view)
    assert len(one.windows) < len(other.windows)
    merged, apart = learnt(model, algo, everything(one)), learnt(model, algo, everything(other))
    same_gradient(merged, apart)
    squared = "q" in algo.heads
    assert apart[0].item() - merged[0].item() == pytest.approx(spread(algo, view) if squared else 0.0, abs=1e-6)


def test_the_spread_of_merged_returns_is_seen() -> None:
    assert spread(algorithm_class("mc_returns")(), View(1)) > 0.01
    assert spread(algorithm_class("mc_returns")(), View()) == pytest.approx(0.0)


@EVERY_ALGORITHM
@VIEWS
def test_padding_makes_no_difference(algo: Algorithm, view: View) -> None:
    model, batch = model_of(algo), everything(corpus_of(algo, view))
    rows, width = batch.tokens_BT.shape
    junk = torch.randint(257, (rows, 9), generator=torch.Generator().manual_seed(4))
    padded = replace(
        batch,
        tokens_BT=torch.cat([torch.where(batch.is_token_BT, batch.tokens_BT, 77), junk], 1),
        is_token_BT=torch.cat([batch.is_token_BT, torch.zeros(rows, 9, dtype=torch.bool)], 1),
        states_S=batch.states_S // width * (width + 9) + batch.states_S % width,
        seen_M=None if batch.seen_M is None else batch.seen_M // width * (width + 9) + batch.seen_M % width,
    )
    same(learnt(model, algo, batch), learnt(model, algo, padded))


@EVERY_ALGORITHM
@VIEWS
def test_the_order_in_a_batch_makes_no_difference(algo: Algorithm, view: View) -> None:
    model, corpus = model_of(algo), corpus_of(algo, view)
    order = np.random.default_rng(3).permutation(len(corpus.windows)).tolist()
    assert order != sorted(order)
    same(learnt(model, algo, everything(corpus)), learnt(model, algo, collate(corpus, order, LETTERS.end)))


@LEARNING_AGENTS
@VIEWS
def test_only_what_the_agent_said_is_learnt(algo: Algorithm, view: View) -> None:
    """The gradient reaches the hidden states before agent tokens, each of them, and no others; what was said elsewhere is no target."""
    model, batch = model_of(algo), everything(corpus_of(algo, view))
    hidden = model.hidden(batch.tokens_BT, batch.is_token_BT).detach().requires_grad_()
    model.states = lambda _, wanted: hidden.flatten(0, 1)[wanted]  # type: ignore[method-assign]
    algo.loss(model(batch), batch).total.backward()
    assert hidden.grad is not None
    reached = hidden.grad.abs().sum(-1).flatten() > 0
    said = torch.zeros_like(reached)
    said[batch.states_S[: len(batch.actions_N)]] = True
    assert torch.equal(reached, said)
    # with the hidden states held, other tokens outside what the agent said change nothing at all
    tokens = batch.tokens_BT.clone().flatten()
    tokens[~torch.roll(said, 1)] = 99
    other = replace(batch, tokens_BT=tokens.view_as(batch.tokens_BT))
    assert torch.equal(algo.loss(model(other), other).total, algo.loss(model(batch), batch).total)


@EVERY_ALGORITHM
def test_longer_observations_change_no_credit(algo: Algorithm) -> None:
    wordy = [replace(e, turns=tuple(replace(t, text=t.text * 3) if t.role is Role.ENV else t for t in e.turns)) for e in EPISODES]
    for view in (View(), View(1), View(3)):
        short, long = corpus_of(algo, view), corpus_of(algo, view, wordy)
        assert short.longest < long.longest
        assert everything(short).credit_N.tolist() == everything(long).credit_N.tolist()
        assert everything(short).discount_N(0.9, "token").tolist() == everything(long).discount_N(0.9, "token").tolist()


@EVERY_ALGORITHM
def test_weights_count_and_their_size_does_not(algo: Algorithm) -> None:
    """The same data twice is the same data; one episode twice is not."""
    model = model_of(algo)
    once = learnt(model, algo, everything(corpus_of(algo, View())))
    same(once, learnt(model, algo, everything(corpus_of(algo, View(), EPISODES * 2))))
    more = learnt(model, algo, everything(corpus_of(algo, View(), [*EPISODES, EPISODES[1]])))
    assert abs(once[0].item() - more[0].item()) > 1e-4


@EVERY_ALGORITHM
def test_selecting_and_learning_change_nothing_they_were_given(algo: Algorithm) -> None:
    kept = algo.select(EPISODES)
    assert kept
    places = [next(i for i, e in enumerate(EPISODES) if e is one) for one in kept]
    assert places == sorted(set(places))
    rewards, turns = np.array([0.0, 1.0, 2.0]), np.array([0, 0, 1])
    credit = algo.credit(rewards, turns)
    assert (rewards.tolist(), turns.tolist(), len(credit)) == ([0.0, 1.0, 2.0], [0, 0, 1], 3)


@EVERY_ALGORITHM
def test_after_a_step_only_slow_copies_move(algo: Algorithm) -> None:
    model = model_of(algo)
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    algo.after_step(model)
    moved = {name for name, tensor in model.state_dict().items() if not torch.equal(tensor, before[name])}
    assert moved == {name for name in before if name.startswith("targets.")}
