"""Policies that speak with a model, in real episodes: what they report against full forwards from scratch, whatever the batch around them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
import torch
from tiny_models import build, config_of, randomise
from torch import Tensor
from transformers import PreTrainedModel

from lmrl_gym import Dialogue, Episode, Role, Turn, load_task, play, starts
from lmrl_gym.algos.base import within_support
from lmrl_gym.algos.ilql import ILQL
from lmrl_gym.algos.mc_returns import MCReturns
from lmrl_gym.config import load_config
from lmrl_gym.core.episode import Ending, Scenario
from lmrl_gym.core.errors import RunError
from lmrl_gym.core.task import Step, Task, View
from lmrl_gym.data.store import read_dataset, write_dataset
from lmrl_gym.models.compiled import Compiled
from lmrl_gym.models.generate import Engine
from lmrl_gym.models.heads import HeadedModel
from lmrl_gym.models.policy import ModelPolicy
from lmrl_gym.models.pretrained import ModelConfig, tiny_model
from lmrl_gym.tokens.render import render
from lmrl_gym.tokens.tokenizer import Encoder, train_tokenizer
from lmrl_gym.training.parts import Parts, acting_policy

TASKS = {"wordle": (4, 8), "maze/full": (2, 3), "maze/partial": (1, 2)}
"""Task -> (tokens a reply, episodes): untrained models talk until the limit, a hundred turns in the maze."""
EVERY_TASK = pytest.mark.parametrize("name", list(TASKS))


@lru_cache
def encoder_of(name: str, vocabulary: int = 300, longest: int = 0) -> Encoder:
    task = load_task(name)
    stored = play(task, task.players[task.recipe.player](), starts(task, "train", 20, seed=0))
    return Encoder(train_tokenizer([t.text for e in stored for t in e.turns], vocabulary, longest))


@lru_cache
def trunk_of(name: str, seed: int = 1) -> PreTrainedModel:
    return build(config_of("gpt2", len(encoder_of(name).tokenizer), 1024), seed)


def guide_of(name: str, *wide: str, v: bool = False) -> HeadedModel:
    model = HeadedModel(trunk_of(name, 2), dict.fromkeys(wide, True) | ({"v": False} if v else {}))
    randomise(model.heads, 3, 0.2)
    return model.eval()


def policy_of(name: str, **options: object) -> ModelPolicy:
    settings = {"reply_limit": TASKS[name][0]} | options
    return ModelPolicy("model", trunk_of(name), encoder_of(name), load_task(name).view, **settings)  # type: ignore[arg-type]


def episodes_of(name: str, policy: ModelPolicy, width: int = 64) -> list[Episode]:
    task = load_task(name)
    return list(play(task, policy, starts(task, "eval", TASKS[name][1], seed=7), width=width))


@torch.no_grad()
def hidden(model: PreTrainedModel, ids: Sequence[int]) -> Tensor:
    return model.base_model(input_ids=torch.tensor([list(ids)]), use_cache=False).last_hidden_state[0, -1]


@torch.no_grad()
def logp(model: PreTrainedModel, ids: Sequence[int]) -> Tensor:
    """Log-probabilities of the token after `ids`, from scratch."""
    return model(input_ids=torch.tensor([list(ids)])).logits[0, -1].log_softmax(-1)


def said(name: str, episode: Episode) -> list[tuple[list[int], int, float]]:
    """(what was seen and said before, token, its log-probability then) of every token of the first ten agent turns."""
    found = []
    encoder, view = encoder_of(name), load_task(name).view
    for i, turn in list(enumerate(episode.turns))[:20]:
        if turn.role is Role.AGENT:
            assert turn.sample is not None
            context = encoder.prompt(view(episode.turns[:i]))
            for token, value in zip(turn.sample.tokens, turn.sample.logprobs, strict=True):
                found.append((list(context), token, value))
                context.append(token)
    return found


@EVERY_TASK
def test_log_probabilities_are_those_of_a_full_forward(name: str) -> None:
    for episode in episodes_of(name, policy_of(name))[:2]:
        for context, token, value in said(name, episode):
            assert value == pytest.approx(float(logp(trunk_of(name), context)[token]), abs=1e-5)


@EVERY_TASK
def test_the_same_seeds_play_the_same_episodes_at_any_width(name: str) -> None:
    at = {width: episodes_of(name, policy_of(name), width) for width in (1, 7, 64)}
    for width in (7, 64):
        for one, other in zip(at[1], at[width], strict=True):
            assert [(t.text, t.reward) for t in one.turns] == [(t.text, t.reward) for t in other.turns]
            for a, b in zip(one.turns, other.turns, strict=True):
                if a.sample is not None and b.sample is not None:
                    assert a.sample.tokens == b.sample.tokens
                    assert a.sample.logprobs == pytest.approx(b.sample.logprobs, abs=1e-5)
    assert len({e.turns[1].text for e in at[1]}) > 1


@pytest.mark.parametrize("name", ["wordle", "maze/full"])
def test_compiled_layers_play_the_same_episodes(name: str) -> None:
    """With values and without, under a long view and a short one."""
    torch._dynamo.reset()
    for guided in ({}, {"guide": guide_of(name, "q"), "adjust": MCReturns(beta=2.0).act}):
        policy = policy_of(name, compiled="eager", **guided)
        for one, other in zip(episodes_of(name, policy_of(name, **guided)), episodes_of(name, policy), strict=True):
            assert [(t.text, t.reward) for t in one.turns] == [(t.text, t.reward) for t in other.turns]
        assert len(policy._source.engines) == 1 + len(guided) // 2
        assert all(isinstance(engine._way, Compiled) and engine._way._met for engine in policy._source.engines)


@pytest.mark.parametrize("name", ["wordle", "maze/full"])
def test_a_policy_that_forgets_speaks_with_the_weights_of_now_and_compiles_nothing_anew(name: str) -> None:
    torch._dynamo.reset()
    trunk = build(config_of("gpt2", len(encoder_of(name).tokenizer), 1024), 1)
    task, limit = load_task(name), TASKS[name][0]
    policies = [ModelPolicy("model", trunk, encoder_of(name), task.view, reply_limit=limit, compiled=backend) for backend in ("eager", "")]
    begun = list(play(task, policies[0], starts(task, "eval", 2, seed=7)))
    assert begun
    way = policies[0]._source.engines[0]._way
    assert isinstance(way, Compiled)
    met = set(way._met)
    with torch.no_grad():
        for weight in trunk.parameters():
            weight.mul_(1.1)
    policies[0].forget()
    again, fresh = (list(play(task, policy, starts(task, "eval", 2, seed=7))) for policy in policies)
    assert [[t.text for t in e.turns] for e in again] == [[t.text for t in e.turns] for e in fresh] != [[t.text for t in e.turns] for e in begun]
    assert policies[0]._source.engines[0]._way is way
    assert way._met <= met


def test_a_run_configured_so_plays_by_compiled_layers() -> None:
    for asked, told in ((False, ""), (True, "inductor")):
        config = load_config("wordle/bc", [f"model.compile={str(asked).lower()}"])
        parts = Parts(None, HeadedModel(trunk_of("wordle"), {}), encoder_of("wordle"))
        assert acting_policy(config, load_task("wordle"), parts).compiled == told


KINDS = pytest.mark.parametrize("kind", ["tiny", "tiny rotary", "gpt2", "llama", "qwen2"])


def trunk_like(kind: str, encoder: Encoder) -> PreTrainedModel:
    if kind.startswith("tiny"):
        made = tiny_model(ModelConfig(width=16, positions="rotary" if "rotary" in kind else "learned"), encoder, 0)
        randomise(made, 1)
        return made.eval()
    config = config_of(kind, len(encoder.tokenizer))
    config.max_position_embeddings = 512
    return build(config)


@KINDS
def test_ten_turns_of_every_kind_of_model_at_both_widths(kind: str) -> None:
    """Seventy episodes, so that slots are refilled at width 64: the same texts as one at a time, each token scored as by a full forward."""
    encoder, task = encoder_of("wordle"), long_wordle()
    trunk = trunk_like(kind, encoder)
    policy = ModelPolicy("model", trunk, encoder, task.view, reply_limit=4)
    wide = list(play(task, policy, starts(task, "eval", 70, seed=7), width=64))
    for k in (0, 1, 68):
        (alone,) = play(task, ModelPolicy("model", trunk, encoder, task.view, reply_limit=4), starts(task, "eval", 1, seed=7, first=k), width=1)
        assert [(t.text, t.reward) for t in alone.turns] == [(t.text, t.reward) for t in wide[k].turns]
        assert alone.length == 10
        for context, token, value in said("wordle", wide[k])[-4:]:
            assert value == pytest.approx(float(logp(trunk, context)[token]), abs=1e-5)
        for one, other in zip(alone.turns, wide[k].turns, strict=True):
            if one.sample is not None and other.sample is not None:
                assert one.sample.logprobs == pytest.approx(other.sample.logprobs, abs=1e-5)


class _Patient:
    """Ten turns of Wordle's answers: as the game, but every sixth guess begins another one."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario, self._task = scenario, load_task("wordle")
        self._env, self._turns = self._task.start(scenario), 0
        self.opening = self._env.opening

    def step(self, text: str, /) -> Step:
        found = self._env.step(text)
        assert isinstance(found, Step)
        self._turns += 1
        if found.ending is not None:
            self._env = self._task.start(self._scenario)
        return found._replace(ending=Ending.TURN_LIMIT if self._turns == 10 else None)


def long_wordle() -> Task:
    return replace(load_task("wordle"), start=_Patient, turn_limit=10)


def test_a_policy_used_twice_says_the_same() -> None:
    """What it kept of earlier conversations is no part of later ones."""
    policy = policy_of("wordle")
    assert episodes_of("wordle", policy) == episodes_of("wordle", policy)


def test_a_short_view_reads_a_prompt_once_and_then_what_was_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    extend = Engine.extend

    def counted(self: Engine, slots: Sequence[int], tokens: Sequence[Sequence[int]]) -> Tensor:
        read.append(sum(map(len, tokens)))
        return extend(self, slots, tokens)

    monkeypatch.setattr(Engine, "extend", counted)
    policy = policy_of("maze/full", reply_limit=5)
    start = Dialogue([Turn(Role.ENV, "a text of an env\n")])
    prompt = len(encoder_of("maze/full").prompt(start.turns))
    policy.reply([start], seeds=[1])
    assert read == [prompt, 1, 1, 1, 1]
    policy.reply([start, start], seeds=[1, 1])
    assert read == [prompt, 1, 1, 1, 1]


def test_replies_that_part_ways_are_those_of_full_forwards() -> None:
    """Forty replies to two prompts, in two calls: some go on alone, some from what another has read, some from what was known before."""
    policy = policy_of("maze/full", reply_limit=6)
    starts = [Dialogue([Turn(Role.ENV, f"text {i}\n")]) for i in (1, 2)] * 20
    for seeds in (range(40), range(20, 60)):
        for start, reply in zip(starts, policy.reply(starts, seeds=list(seeds)), strict=True):
            assert reply.sample is not None
            context = encoder_of("maze/full").prompt(start.turns)
            for token, value in zip(reply.sample.tokens, reply.sample.logprobs, strict=True):
                assert abs(float(logp(trunk_of("maze/full"), context)[token]) - value) < 1e-5
                context.append(token)


@EVERY_TASK
def test_greedy_play_takes_the_likeliest_token(name: str) -> None:
    for context, token, value in said(name, episodes_of(name, policy_of(name, greedy=True))[0]):
        likeliest = logp(trunk_of(name), context)
        assert float(likeliest.max()) == pytest.approx(float(likeliest[token]), abs=1e-5)
        assert value == pytest.approx(float(likeliest[token]), abs=1e-5)


def test_draws_follow_the_distribution() -> None:
    """2,000 first tokens after one prompt: every share within four standard errors, √(p(1 − p)/2000), of its probability."""
    dialogue = Dialogue([Turn(Role.ENV, "Wordle:\n")])
    replies = policy_of("wordle", reply_limit=1).reply([dialogue] * 2000, seeds=range(2000))
    share = torch.bincount(torch.tensor([r.sample.tokens[0] for r in replies if r.sample]), minlength=len(encoder_of("wordle").tokenizer)) / 2000
    chance = logp(trunk_of("wordle"), encoder_of("wordle").prompt(dialogue.turns)).exp()
    assert ((share - chance).abs() <= 4 * (chance * (1 - chance) / 2000).sqrt() + 1e-3).all()


def test_the_reply_limit_cuts_and_says_so() -> None:
    """One token is no word: the game charges each of six tries."""
    task, policy = load_task("wordle"), policy_of("wordle", reply_limit=1)
    replies = policy.reply([Dialogue([Turn(Role.ENV, "Wordle:\n")])] * 200, seeds=range(200))
    end = encoder_of("wordle").end
    assert {r.cut for r in replies} == {True, False}
    for reply in replies:
        assert reply.sample is not None
        assert len(reply.sample.tokens) == 1
        assert reply.cut == (reply.sample.tokens[0] != end)
        assert (reply.text == "") == (not reply.cut)
    (episode,) = play(task, policy, starts(task, "eval", 1, seed=0))
    assert [t.reward for t in episode.turns if t.role is Role.AGENT] == [-1.0] * 6


@pytest.mark.parametrize("view", [View(), View(1), View(3)])
def test_a_conversation_too_long_for_the_model_is_refused(view: View) -> None:
    trunk = build(config_of("gpt2", len(encoder_of("wordle").tokenizer), 12))
    policy = ModelPolicy("model", trunk, encoder_of("wordle"), view, reply_limit=4)
    with pytest.raises(RunError, match=r"a conversation of \d+ tokens does not fit into the model's context of 12; use a model with a longer one"):
        policy.reply([Dialogue([Turn(Role.ENV, "é" * 20)])], seeds=[0])


# ---- guided by values -------------------------------------------------------------------------------------------------


@EVERY_TASK
def test_a_guided_policy_is_cloning_bent_by_values(name: str) -> None:
    """log π ∝ log π_BC + β·Q, Q computed from the guide's own trunk: for one Q head, and for the smaller of two."""
    for algo, guide in [(MCReturns(beta=2.0), guide_of(name, "q")), (ILQL(beta=2.0), guide_of(name, "q1", "q2", v=True))]:
        episode = episodes_of(name, policy_of(name, guide=guide, adjust=algo.act))[0]
        for context, token, value in said(name, episode)[:24]:
            heads = [head(hidden(guide.trunk, context)).detach() for key, head in guide.heads.items() if key != "v"]
            q = torch.stack(heads).amin(0)
            bent = logp(trunk_of(name), context) + 2.0 * q
            assert value == pytest.approx(float(bent[token] - bent.logsumexp(0)), abs=1e-4)


def test_support_by_hand() -> None:
    """Probabilities .6, .3, .1 with a floor of .2: the third is out; where all are below the floor, the likeliest stays."""
    logits = torch.tensor([[1.0, 2.0, 9.0]])
    logp_RV = torch.tensor([[0.6, 0.3, 0.1]]).log()
    assert within_support(logits, logp_RV, 0.2).tolist() == [[1.0, 2.0, -math.inf]]
    assert within_support(logits, logp_RV, 0.7).tolist() == [[1.0, -math.inf, -math.inf]]
    assert within_support(logits, logp_RV, 0.0).tolist() == logits.tolist()


def test_nothing_below_the_floor_is_ever_said() -> None:
    guide, rarest = guide_of("wordle", "q"), {}
    for floor in (0.0, 0.02):
        policy = policy_of("wordle", guide=guide, adjust=MCReturns(beta=5.0, support=floor).act)
        spoken = [item for episode in episodes_of("wordle", policy) for item in said("wordle", episode)]
        assert all(math.isfinite(value) for _, _, value in spoken)
        chances = [(logp(trunk_of("wordle"), context).exp(), token) for context, token, _ in spoken]
        rarest[floor] = min(float(row[token]) for row, token in chances if row[token] < row.max())
    assert rarest[0.0] < 0.01
    assert rarest[0.02] >= 0.02 - 1e-6


@EVERY_TASK
def test_notes_are_what_a_direct_forward_says(name: str) -> None:
    encoder, two, one = encoder_of(name), guide_of(name, "q1", "q2", v=True), guide_of(name, "q")
    episode = episodes_of(name, policy_of(name))[0]
    plain = policy_of(name).annotate(episode)
    guided = policy_of(name, guide=two, adjust=ILQL(beta=2.0).act).annotate(episode)
    without_v = policy_of(name, guide=one, adjust=MCReturns(beta=2.0).act).annotate(episode)
    assert [len(notes) for notes in plain] == [len(t.sample.tokens) for t in episode.turns if t.sample]
    flat = [[note for notes in by_turn for note in notes] for by_turn in (plain, guided, without_v)]
    for k, (context, token, value) in enumerate(said(name, episode)[:16]):
        assert (flat[0][k].text, flat[0][k].v, flat[0][k].q, flat[0][k].advantage) == (encoder.pieces([token])[0], None, None, None)
        assert flat[0][k].logprob == pytest.approx(value, abs=1e-5)
        base, state = logp(trunk_of(name), context), hidden(two.trunk, context)
        with torch.no_grad():
            q = torch.minimum(two.heads["q1"](state), two.heads["q2"](state))
            v, q_one = float(two.heads["v"](state)), one.heads["q"](state)
        note, acting = flat[1][k], (base + 2.0 * q).log_softmax(-1)
        assert (note.logprob, note.v, note.q) == pytest.approx((float(acting[token]), v, float(q[token])), abs=1e-4)
        assert note.advantage == pytest.approx(float(q[token]) - v, abs=1e-4)
        # without a V head: what the acting policy expects of Q
        acting = (base + 2.0 * q_one).softmax(-1)
        assert (flat[2][k].q, flat[2][k].v) == pytest.approx((float(q_one[token]), float(acting @ q_one)), abs=1e-4)


# ---- what was seen is what is trained on ------------------------------------------------------------------------------


@pytest.mark.parametrize(("vocabulary", "longest"), [(300, 0), (600, 2), (257, 0)], ids=["merges", "two letters", "bytes"])
def test_ids_trained_on_are_the_ids_the_model_saw(vocabulary: int, longest: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Played, stored, read back and rendered: token for token what went through the model, which is prompts and samples as drawn."""
    task, encoder = load_task("wordle"), encoder_of("wordle", vocabulary, longest)
    trunk = build(config_of("gpt2", len(encoder.tokenizer), 1024))
    seen: dict[int, list[int]] = {}
    finished: list[list[int]] = []
    extend = Engine.extend

    def spying(engine: Engine, rows: Sequence[int], tokens: Sequence[Sequence[int]]) -> Tensor:
        for row, ids in zip(rows, tokens, strict=True):
            if engine.lengths[row] == 0:
                finished.append(seen.get(row, []))
                seen[row] = []
            seen[row].extend(ids)
        return extend(engine, rows, tokens)

    monkeypatch.setattr(Engine, "extend", spying)
    played = list(play(task, ModelPolicy("model", trunk, encoder, task.view, reply_limit=6), starts(task, "eval", 12, seed=3), width=5))
    write_dataset(tmp_path / "data", played, task=task, about="Played by a model.", seed=3)
    stored = list(read_dataset(tmp_path / "data", task=task))
    assert [e.turns for e in stored] == [e.turns for e in played]
    through_the_model = sorted([*finished, *seen.values()])
    trained_on = []
    for episode in stored:
        (window,) = render(episode, encoder, task.view).windows
        ids = [encoder.start]
        for turn in episode.turns[:-1]:
            ids.extend(turn.sample.tokens if turn.sample else encoder.text(turn.text))
        assert window.tokens_T.tolist() == ids
        assert window.logprobs_T[window.is_action_T].tolist() == [p for t in episode.turns if t.sample for p in t.sample.logprobs]
        assert not np.isnan(window.logprobs_T[window.is_action_T]).any()
        trained_on.append(ids[:-1])  # the last token drawn is said, but never read
    assert [ids for ids in through_the_model if ids] == sorted(trained_on)
    # the test bites: tokenised from their texts, some replies would have been other tokens
    spoken = [t for e in stored for t in e.turns if t.sample]
    assert any(encoder.text(t.text) != tuple(i for i in t.sample.tokens if i != encoder.end) for t in spoken if t.sample)
