"""Learning what the env said: off unless asked for, and then exactly the mean likelihood of env tokens beside the agent's."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch.nn.functional import cross_entropy

from lmrl_gym.algos.bc import BC
from lmrl_gym.core.episode import Ending, Episode, Role, Turn
from lmrl_gym.core.task import View
from lmrl_gym.models.heads import HeadedModel
from lmrl_gym.models.pretrained import ModelConfig, tiny_model
from lmrl_gym.tokens.batch import Batch, collate
from lmrl_gym.tokens.render import build_corpus
from lmrl_gym.tokens.tokenizer import Encoder, train_tokenizer

EPISODE = Episode("t", "1", {}, (Turn(Role.ENV, "ab"), Turn(Role.AGENT, "c"), Turn(Role.ENV, "d"), Turn(Role.AGENT, "e")), Ending.SUCCESS, 0)


def made(observations: float) -> tuple[BC, HeadedModel, Batch]:
    encoder = Encoder(train_tokenizer(["x"], 257))  # one byte a token
    algo = BC(observations=observations)
    model = HeadedModel(tiny_model(ModelConfig(layers=1, width=16, context=32), encoder, 0), {}, observes=algo.observes)
    corpus = build_corpus([EPISODE], encoder, View(), algo.credit)
    return algo, model, collate(corpus, [0], encoder.end)


def test_env_tokens_are_those_the_agent_did_not_say_but_for_the_start() -> None:
    # start a b | c end | d | e end: the env said a, b (positions 1, 2) and d (position 5), each foreseen one position earlier.
    _, _, batch = made(1.0)
    assert batch.seen_M is not None
    assert batch.seen_M.tolist() == [0, 1, 4]


def test_the_last_answer_is_learnt_by_who_learns_answers_and_by_nobody_else() -> None:
    # start a b | c end | d | e end | f: nobody answers f, so that no agent token and no state after it depends on it.
    encoder, algo = Encoder(train_tokenizer(["x"], 257)), BC(observations=1.0)
    episode = replace(EPISODE, turns=(*EPISODE.turns, Turn(Role.ENV, "f")))
    heard, unheard = (collate(build_corpus([episode], encoder, View(), algo.credit, heard=heard), [0], encoder.end) for heard in (True, False))
    assert heard.seen_M is not None
    assert heard.seen_tokens_M is not None
    assert unheard.seen_M is not None
    assert heard.seen_M.tolist() == [0, 1, 4, 7]
    assert encoder.decode(heard.seen_tokens_M.tolist()) == "abdf"
    assert unheard.seen_M.tolist() == [0, 1, 4]
    for name in ("actions_N", "next_N", "terminated_N", "turn_end_N", "rewards_N", "states_S"):
        assert torch.equal(getattr(heard, name), getattr(unheard, name)), name


def test_the_loss_adds_the_weighted_mean_over_env_tokens() -> None:
    algo, model, batch = made(0.5)
    loss = algo.loss(model(batch), batch)
    logits = model.trunk(input_ids=batch.tokens_BT).logits[0]
    ids = batch.tokens_BT[0]
    agent = torch.tensor([3, 4, 6, 7])
    env = torch.tensor([1, 2, 5])
    expected = cross_entropy(logits[agent - 1], ids[agent]) + 0.5 * cross_entropy(logits[env - 1], ids[env])
    assert loss.total.item() == pytest.approx(expected.item())


def test_without_the_weight_nothing_of_the_env_is_learnt() -> None:
    algo, model, batch = made(0.0)
    outputs = model(batch)
    assert outputs.seen_logits_MV is None
    assert algo.loss(outputs, batch).total.item() == pytest.approx(algo.loss(outputs, batch).stats["nll"].item())
