"""What the engine's benchmarks play: conversations of known shape on a small GPT-2 with random weights, and the peer's way of drawing replies.

Weights are random because speed does not depend on them; so that conversations still have their real shape, replies are as long as the task's own
players' are, and the env takes whatever is said for something sensible.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
from transformers import PreTrainedModel

from lmrl_gym.core.episode import Ending, Episode, Sample, Scenario
from lmrl_gym.core.seeds import seed_for
from lmrl_gym.core.task import Ask, Dialogue, Env, Policy, Reply, Step, Task
from lmrl_gym.models.policy import ModelPolicy
from lmrl_gym.models.pretrained import ModelConfig, tiny_model
from lmrl_gym.rollout import play, starts
from lmrl_gym.tasks import load_task
from lmrl_gym.tokens.tokenizer import Encoder, train_tokenizer

MODEL = ModelConfig(layers=3, width=128, context=1024, vocabulary=512)
REPLY = {"wordle": 6, "twenty_questions": 9}
"""Most tokens of a reply, its end included: five letters; a question of usual length."""


class AnyWord:
    """A game of wordle in which whatever is said counts as some word of the list: it has its full length."""

    def __init__(self, game: Env, words: Sequence[str]) -> None:
        self.opening, self._game, self._words = game.opening, game, words

    def step(self, text: str, /) -> Step | Ask:
        return self._game.step(self._words[seed_for(text) % len(self._words)])


class AnyQuestion:
    """Twenty questions to an oracle that answers whatever is said, at once and without thinking; none of them is the right guess."""

    opening = "Questions:\n"

    def __init__(self, scenario: Scenario) -> None:
        self._word, self._asked = str(scenario), 0

    def step(self, text: str, /) -> Step | Ask:
        self._asked += 1
        return Step(("No.\n", "Yes.\n")[seed_for(self._word, text) % 2], -1.0, Ending.TURN_LIMIT if self._asked == 20 else None)


@dataclass(frozen=True)
class Conversations:
    """A task whose env takes anything, a model for it, and its tokenizer."""

    task: Task
    encoder: Encoder
    trunk: PreTrainedModel

    def ours(self, compiled: str = "") -> ModelPolicy:
        return ModelPolicy("ours", self.trunk, self.encoder, self.task.view, reply_limit=self.task.reply_limit, compiled=compiled)

    def peer(self) -> GeneratePolicy:
        return GeneratePolicy(self.trunk, self.encoder, self.task.reply_limit)


def conversations(name: str, model: ModelConfig = MODEL) -> Conversations:
    """A task's conversations with a model of that size; the tokenizer is trained on a hundred episodes of the task's own player."""
    task = load_task(name)
    stored = list(play(task, task.players[task.recipe.player](), starts(task, "train", 100, seed=0)))
    # Wordle is spelt: a letter and the space behind it are one token. Questions are made of phrases.
    longest = 2 if name == "wordle" else 0
    encoder = Encoder(train_tokenizer((t.text for e in stored for t in e.turns), model.vocabulary, longest))
    words = sorted({str(task.scenario("train", index)["word"]) for index in range(5000)}) if name == "wordle" else []
    start: Callable[[Scenario], Env] = (lambda s: AnyWord(task.start(s), words)) if words else AnyQuestion
    open_task = replace(task, start=start, partners={}, reply_limit=REPLY[name])
    return Conversations(open_task, encoder, tiny_model(model, encoder, seed=0).eval())


class GeneratePolicy:
    """The peer: each turn, the whole history of every conversation goes through transformers' `generate()`, padded on the left."""

    name = "generate"
    sees_scenario = False

    def __init__(self, trunk: PreTrainedModel, encoder: Encoder, reply_limit: int) -> None:
        self.trunk, self.encoder, self.reply_limit = trunk, encoder, reply_limit

    @torch.inference_mode()
    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        with torch.random.fork_rng(devices=[]):
            # One seed a batch: generate() draws all rows from the global generator.
            torch.manual_seed(seed_for("benchmark", *seeds))
            drawn = generated(self.trunk, self.encoder, [self.encoder.prompt(d.turns) for d in dialogues], self.reply_limit)
        return [spoken(self.encoder, ids) for ids in drawn]


def generated(trunk: PreTrainedModel, encoder: Encoder, prompts: Sequence[Sequence[int]], most: int) -> list[list[int]]:
    """What `generate()` draws after `prompts`, up to the end token or `most` tokens; its cache is on within the call."""
    width = max(map(len, prompts))
    out_BT = trunk.generate(
        input_ids=torch.tensor([[encoder.end] * (width - len(p)) + list(p) for p in prompts], device=trunk.device),
        attention_mask=torch.tensor([[0] * (width - len(p)) + [1] * len(p) for p in prompts], device=trunk.device),
        do_sample=True,
        top_k=0,
        top_p=1.0,
        temperature=1.0,
        max_new_tokens=most,
        eos_token_id=encoder.end,
        pad_token_id=encoder.end,
    )
    rows: list[list[int]] = out_BT[:, width:].tolist()
    return [ids[: ids.index(encoder.end) + 1] if encoder.end in ids else ids for ids in rows]


def spoken(encoder: Encoder, ids: Sequence[int]) -> Reply:
    """A reply whose tokens are kept, so that the next prompt holds them as drawn. `generate()` gives no log-probabilities."""
    return Reply(encoder.decode(ids), Sample(tuple(ids), (0.0,) * len(ids)))


class Timed:
    """`policy`, with the seconds of each of its calls: the processor's, or those of another clock."""

    sees_scenario = False

    def __init__(self, policy: Policy, clock: Callable[[], float] = time.process_time) -> None:
        self.name, self.policy, self.clock = policy.name, policy, clock
        self.calls: list[float] = []

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        begun = self.clock()
        replies = self.policy.reply(dialogues, seeds=seeds)
        self.calls.append(self.clock() - begun)
        return replies


def drawn_in(episodes: Sequence[Episode]) -> list[int]:
    """Tokens of every reply."""
    return [len(t.sample.tokens) for e in episodes for t in e.turns if t.sample is not None]
