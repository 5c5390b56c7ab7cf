"""A small model learns the partner's seat from stored conversations, and is compared with the partner that the task ships.

Every stored game is played again, so that each answer stands behind the prompt by which a language model takes that seat (`Task.partner_prompt`); the
model is shown the very token ids it will be shown in the seat. Two kinds of exchanges are held out: a tenth of all questions, whoever they were asked
about, and a tenth of the prompts with the other questions. Two answers agree where the game goes on the same way after either.
"""

from __future__ import annotations

import copy
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
import torch

from lmrl_gym.core.episode import Ending, Episode, Json, Role, Turn
from lmrl_gym.core.errors import DataError, RunError, UsageError
from lmrl_gym.core.seeds import seed_for
from lmrl_gym.core.task import Ask, Dialogue, PartnerEnv, Policy, Step, Task, close
from lmrl_gym.data.sieve import normalised
from lmrl_gym.data.store import read_dataset
from lmrl_gym.evaluation.record import code_revision, write_json
from lmrl_gym.models.pretrained import save_trunk
from lmrl_gym.partners.completion import Message
from lmrl_gym.partners.local import LocalModel
from lmrl_gym.partners.seats import PARTNER_TOKENS, partner_seat
from lmrl_gym.tasks import load_task
from lmrl_gym.tokens.render import Corpus, TokenSequence, Window
from lmrl_gym.training.batches import Batches
from lmrl_gym.training.folder import RunFolder
from lmrl_gym.training.learner import Learner
from lmrl_gym.training.parts import Parts, make_parts
from lmrl_gym.training.processes import together
from lmrl_gym.training.settings import RunConfig

RECORD = "distill.json"
NEW_QUESTIONS, KNOWN_QUESTIONS = "new questions", "known questions"
_HELD_OUT = 0.1
_MEASURED = 500
"""Most held-out exchanges of either kind that are compared."""
_TOKENIZER_EXCHANGES = 5_000

OnStep = Callable[[int, int, Mapping[str, object]], None]


class Case(NamedTuple):
    """An exchange as it can be asked anew."""

    dialogue: Dialogue
    env: PartnerEnv
    """Waits for the answer; copy it to go on."""
    seed: int


class Exchange(NamedTuple):
    """One thing that an env asked its partner, and the answer it got."""

    prompt: str
    answer: str
    question: str
    """What was asked, as questions are compared."""
    kind: str
    """Which kind of held-out exchange it is; empty: one to learn from."""
    case: Case | None
    """What it takes to ask it anew; kept of held-out exchanges alone."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often the distilled partner and the task's own one make the game go on the same way."""

    exchanges: int
    share: float
    stderr: float
    """Standard error of `share`, each exchange taken as independent."""
    constant: float
    """What the best constant answer would reach: the share of the commonest way on under the task's own partner."""


@dataclass(frozen=True, slots=True)
class Distilled:
    """What came of it: the contents of `distill.json` beside the model."""

    task: str
    version: str
    data: str
    """Content hash of the data set."""
    teacher: str
    """Who held the seat there."""
    exchanges: int
    """Exchanges learnt from; equal ones count as often as they occur."""
    distinct: int
    unreplayed: int
    """Episodes that did not go the same way again, whose further exchanges are not used."""
    parameters: int
    loss: float
    """Mean negative log-likelihood of the answers' tokens at the last step, in nats."""
    agreement: Mapping[str, Agreement]
    """By kind of held-out exchange: `new questions`, and `known questions` in new prompts."""
    revision: str

    def to_json(self) -> dict[str, Json]:
        return asdict(self)


def distill_partner(config: RunConfig, out: Path, *, on_step: OnStep | None = None) -> Distilled:
    """Train `config.model` on the partner's answers in `config.data.path` and save it in `out`, as `local:OUT` loads it.

    UsageError where no language model can take the seat or the prompts do not fit into the context; DataError where the data hold nothing to learn;
    RunError where `out` is in use.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise RunError(f"{out} is not empty; choose a new folder for the model, or remove this one")
    if config.train.threads:
        torch.set_num_threads(config.train.threads)
    task = load_task(config.task)
    if task.partner_prompt is None:
        raise UsageError(f"no language model can be the partner of {task.name}; distil its agent, or choose another task")
    dataset = read_dataset(Path(config.data.path), task=task)
    teacher = " and ".join(dataset.header.players.get("partner", ()))
    exchanges, unreplayed = _exchanges(task, dataset, teacher, config.seed)
    learnt, held = _split(exchanges, config.seed)
    if not learnt:
        raise DataError(f"no exchange in {config.data.path} is left to learn from; collect more conversations")
    distinct = Counter((e.prompt, e.answer) for e in learnt)
    folder = RunFolder(out)
    parts = make_parts(config, folder, _as_episodes(task, distinct))
    corpus = _corpus(distinct, parts)
    loss = _train(config, corpus, parts, on_step)
    folder.write_model(out, lambda path: save_trunk(parts.model.trunk, parts.encoder, path))
    agreement = {kind: agree(task, out, [e.case for e in cases[:_MEASURED] if e.case is not None]) for kind, cases in held.items() if cases}
    size = sum(p.numel() for p in parts.model.trunk.parameters())
    version, content = task.version, dataset.header.content_hash
    done = Distilled(task.name, version, content, teacher, len(learnt), len(distinct), unreplayed, size, loss, agreement, code_revision())
    write_json(out / RECORD, done.to_json())
    return done


def _exchanges(task: Task, episodes: Iterable[Episode], teacher: str, seed: int) -> tuple[list[Exchange], int]:
    """All exchanges of the stored episodes, and how many episodes could not be followed to their end.

    A partner that ships with the task is asked again with the seeds of then, for its very words; of another one the data hold what the env made of
    its words.
    """
    again = task.partner(teacher) if teacher in task.partners else None
    found: list[Exchange] = []
    lost = 0
    try:
        for episode in episodes:
            there, whole = _replayed(task, episode, again, seed)
            found += there
            lost += not whole
    finally:
        close(again)
    return found, lost


def _replayed(task: Task, episode: Episode, again: Policy | None, split: int) -> tuple[list[Exchange], bool]:
    """The exchanges of one episode up to where it goes another way than it did; whether it went the same way to its end."""
    assert task.partner_prompt is not None
    env = cast(PartnerEnv, task.start(episode.scenario))
    found: list[Exchange] = []
    asks = 0
    for number, (said, answered) in enumerate(zip(episode.turns[1::2], episode.turns[2::2], strict=True)):
        step = env.step(said.text)
        asked: list[Exchange] = []
        while isinstance(step, Ask):
            dialogue = Dialogue(tuple(step.dialogue.turns), step.dialogue.scenario)
            seed = seed_for(episode.seed, "partner", number, asks)
            answer = again.reply([dialogue], seeds=[seed])[0].text if again is not None else answered.text
            prompt, question = task.partner_prompt(dialogue), normalised(dialogue.turns[-1].text)
            kind = _kind(split, question, prompt)
            asked.append(Exchange(prompt, answer.strip(), question, kind, Case(dialogue, copy.deepcopy(env), seed) if kind else None))
            asks += 1
            step = env.resume(answer)
            if again is None and isinstance(step, Ask):
                return found, False  # the data hold one text for several answers
        if (step.text, step.reward) != (answered.text, said.reward):
            return found, False
        found += asked
        if step.ending is not None:
            return found, step.ending is episode.ending
    return found, False


def _kind(seed: int, question: str, prompt: str) -> str:
    """Which kind of held-out exchange this is, by the seed and the texts alone; empty for one to learn from."""

    def aside(what: str, text: str) -> bool:
        return seed_for(seed, "held out", what, text) < _HELD_OUT * 2**63

    return NEW_QUESTIONS if aside("question", question) else KNOWN_QUESTIONS if aside("prompt", prompt) else ""


def _split(exchanges: Sequence[Exchange], seed: int) -> tuple[list[Exchange], dict[str, list[Exchange]]]:
    """(exchanges to learn from, those held out by kind, each prompt once and in an order that its text decides)."""
    learnt = [e for e in exchanges if not e.kind]
    known = {e.question for e in learnt}
    held: dict[str, dict[str, Exchange]] = {NEW_QUESTIONS: {}, KNOWN_QUESTIONS: {}}
    for e in exchanges:
        if e.kind:
            held[e.kind].setdefault(e.prompt, e)
    # A question of which every prompt was set aside is a new one too.
    for prompt in [p for p, e in held[KNOWN_QUESTIONS].items() if e.question not in known]:
        held[NEW_QUESTIONS][prompt] = held[KNOWN_QUESTIONS].pop(prompt)
    return learnt, {kind: sorted(cases.values(), key=lambda e: seed_for(seed, "order", e.prompt)) for kind, cases in held.items()}


def _as_episodes(task: Task, distinct: Iterable[tuple[str, str]]) -> list[Episode]:
    """What a tokenizer is trained on: prompts and answers, as if each were a conversation of two turns."""
    return [
        Episode(task.name, task.version, {}, (Turn(Role.ENV, prompt), Turn(Role.AGENT, answer)), Ending.SUCCESS, 0)
        for prompt, answer in list(distinct)[:_TOKENIZER_EXCHANGES]
    ]


def _corpus(distinct: Mapping[tuple[str, str], int], parts: Parts) -> Corpus:
    """The exchanges as windows. The prompt's ids are those that the seat will show, which the seat itself is asked for. UsageError if too long."""
    with tempfile.TemporaryDirectory() as place:
        save_trunk(parts.model.trunk, parts.encoder, Path(place))
        seat = LocalModel(place)
    tokenizer, special = seat.tokenizer, not seat.tokenizer.chat_template
    mean = sum(distinct.values()) / len(distinct)
    windows = []
    longest = 0
    for (prompt, answer), count in distinct.items():
        shown = seat.prompt([Message("user", prompt)])
        # A word that goes on after a text begins with its space.
        gap = " " if special and not shown[-1:].isspace() else ""
        before = tokenizer(shown, add_special_tokens=special)["input_ids"]
        after = [*tokenizer(gap + answer, add_special_tokens=False)["input_ids"], parts.encoder.end]
        longest = max(longest, len(before) + max(PARTNER_TOKENS, len(after)))
        windows.append(_window(before, after, count, mean))
    limit = getattr(parts.model.trunk.config, "max_position_embeddings", None)
    if limit is not None and longest > limit:
        raise UsageError(f"prompt and answer need {longest} tokens, the model's context is {limit}; raise model.context or model.vocabulary")
    return Corpus(tuple(windows), sum(distinct.values()), sum(int(w.sequence.is_action_T.sum()) * w.count for w in windows))


def _window(before: Sequence[int], after: Sequence[int], count: int, mean: float) -> Window:
    tokens_T = np.array([*before, *after])
    is_action_T = np.arange(len(tokens_T)) >= len(before)
    zeros_T = np.zeros(len(tokens_T))
    sequence = TokenSequence(tokens_T, is_action_T, is_action_T, zeros_T, is_action_T.astype(np.int64) - 1, np.full(len(tokens_T), np.nan))
    return Window(sequence, zeros_T, count / mean, -1, None, True, count)


def _train(config: RunConfig, corpus: Corpus, parts: Parts, on_step: OnStep | None) -> float:
    """The offline schedule on exchanges; the last loss."""
    settings = config.train
    accelerator = together(settings.precision)
    if accelerator.num_processes > 1:
        raise RunError(f"distilling is done by one process and was started in {accelerator.num_processes}; start it without a launcher")
    learner = Learner(parts.model, config.algo, settings, accelerator)
    batches = Batches(corpus, settings.batch_size, config.seed, parts.encoder.end, follow=False)
    loss = float("nan")
    for step in range(settings.steps):
        stats = learner.update(batches.at(step).to(accelerator.device), step)
        if (step + 1) % settings.log_every == 0 or step + 1 == settings.steps:
            loss = float(stats["loss"])
            if not np.isfinite(loss):
                raise RunError(f"the loss at step {step + 1} is {loss}, nothing can be learnt from there; lower train.lr or raise train.clip")
        if on_step is not None:
            on_step(step + 1, settings.steps, {"loss": loss})
    return loss


def agree(task: Task, model: Path, cases: Sequence[Case]) -> Agreement:
    """How often the model in the folder `model` and the task's default partner make the game go on the same way in `cases`."""
    own, distilled = task.partner(), partner_seat(task, LocalModel(str(model)))
    assert own is not None
    dialogues, seeds = [c.dialogue for c in cases], [c.seed for c in cases]
    try:
        theirs, ours = ([_way_on(c, r.text) for c, r in zip(cases, p.reply(dialogues, seeds=seeds), strict=True)] for p in (own, distilled))
    finally:
        close(own)
        close(distilled)
    n = len(cases)
    share = sum(a == b for a, b in zip(theirs, ours, strict=True)) / n
    return Agreement(n, share, (share * (1 - share) / n) ** 0.5, Counter(theirs).most_common(1)[0][1] / n)


def _way_on(case: Case, answer: str) -> tuple[str, float, Ending | None]:
    """How the game goes on after `answer`: text, reward, ending; a further question counts as its own text."""
    step = copy.deepcopy(case.env).resume(answer)
    return (step.text, step.reward, step.ending) if isinstance(step, Step) else (step.dialogue.turns[-1].text, 0.0, None)
