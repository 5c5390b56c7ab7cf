"""Who sits where: the words of `--policy`, `--agent` and `--partner` made into policies.

A seat is named by a scripted player or partner, the folder of a run, `person`, `local:PATH` for a Hugging Face model, `chat:MODEL` for one behind an
endpoint, or (partners only) `cassette:FILE`. What was made here is closed here.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from lmrl_gym.core.errors import UsageError, check_range, no_such
from lmrl_gym.core.task import Policy, Task, close
from lmrl_gym.partners.endpoint import CallLimits
from lmrl_gym.person import Person
from lmrl_gym.quiet import quiet

if TYPE_CHECKING:
    from lmrl_gym.core.episode import Episode, Json
    from lmrl_gym.partners.completion import Completer
    from lmrl_gym.partners.seats import Prompted

P = TypeVar("P", Policy, "Policy | None")
Side = Literal["agent", "partner"]
MODELS = ("chat", "local")


@dataclass(frozen=True)
class ModelOptions:
    """Language models in a seat."""

    model: str = ""
    """The model where a seat is just `chat` or `local`: `--policy chat --model M` is `--policy chat:M`."""
    base_url: str = ""
    """Address of the OpenAI-compatible endpoint of chat models, for instance http://127.0.0.1:8000/v1."""
    key_variable: str = ""
    """Name of the environment variable that holds its key; no key is sent where this is left out."""
    partner_base_url: str = ""
    """Address of the partner's endpoint, where that is another one."""
    partner_key_variable: str = ""
    """Name of the environment variable with the key of that other endpoint."""
    answers: str = "answers.sqlite"
    """File that keeps every answer of an endpoint, so that the same command repeats without a call and goes on where it was stopped."""
    shots: int = 2
    """Games shown to a language model in the agent's seat."""
    examples: str = ""
    """Data set folder to draw those games from; the task's behaviour player plays them where this is left out."""
    reply_tokens: int = 0
    """The most tokens of an agent's reply; 0: as many as the task says."""
    prices: tuple[float, float] = (0.0, 0.0)
    """Dollars for a million tokens read and a million written at an endpoint, to tell what was spent."""
    calls: CallLimits = field(default_factory=CallLimits)

    def __post_init__(self) -> None:
        check_range("--shots", self.shots, 0)
        check_range("--reply-tokens", self.reply_tokens, 0)
        for price in self.prices:
            check_range("--prices", price, 0)


class Seats:
    """Makes the policies of one command, all of whose endpoints share a budget; as a context it closes them."""

    def __init__(self, task: Task, options: ModelOptions) -> None:
        from lmrl_gym.partners.limits import Budget

        self.task, self.options = task, options
        self.budget = Budget(options.calls.max_calls, options.calls.max_tokens)
        self.prompted: dict[Side, Prompted] = {}
        self._made = ExitStack()

    def __enter__(self) -> Seats:
        return self

    def __exit__(self, *error: object) -> None:
        self._made.close()

    def agent(self, words: str, *, greedy: bool = False, seed: int = 0) -> Policy:
        """The agent that `words` name. `seed` draws the games it is shown. UsageError where there is none."""
        from lmrl_gym.partners.seats import agent_seat
        from lmrl_gym.partners.shots import instructions

        if words in self.task.players:
            return self._own(self.task.players[words]())
        if words == "person":
            return Person()
        if (model := self._model(words, "agent")) is not None:
            system = instructions(self.task, self._games(seed))
            self.prompted["agent"] = agent_seat(self.task, model, system, greedy=greedy, limit=self.options.reply_tokens)
            return self.prompted["agent"]
        folder = run_folder(words, self.task)
        assert folder is not None
        return _run_policy(folder, greedy, self.task)

    def partner(self, words: str) -> Policy | None:
        """The partner that `words` name; the task's default one where they are empty, None where its envs ask nobody. UsageError as above."""
        from lmrl_gym.partners.seats import partner_seat

        if not words or words in self.task.partners:
            return self._own(self.task.partner(words))
        if not self.task.partners:
            raise UsageError(f"--partner {words} has nothing to do: the envs of {self.task.name} ask nobody; leave it out")
        if words == "person":
            return Person()
        if words.startswith("cassette:"):
            from lmrl_gym.partners.cassette import Cassette

            return self._own(Cassette(Path(words.partition(":")[2])))
        if (model := self._model(words, "partner")) is not None:
            self.prompted["partner"] = partner_seat(self.task, model)
            return self.prompted["partner"]
        if (Path(words) / "config.json").exists():
            return _run_policy(Path(words), greedy=True)
        choices = [*self.task.partners, "person", "local:PATH", "chat:MODEL", "cassette:FILE"]
        raise no_such(f"partner of {self.task.name} and no run folder", words, choices)

    @property
    def about(self) -> dict[str, Json]:
        """What the records of this command say of its language models."""
        return {side: policy.about for side, policy in self.prompted.items()}

    @property
    def usage(self) -> dict[str, Json] | None:
        """What the language models of this command said and cost; None where none spoke."""
        if not self.prompted:
            return None
        sides: dict[str, Json] = {
            side: {"answers": p.tally.answers, "tokens_in": p.tally.tokens_in, "tokens_out": p.tally.tokens_out} for side, p in self.prompted.items()
        }
        return sides | {"calls": self.budget.calls, "cost": self.cost}

    @property
    def cost(self) -> float | None:
        """Dollars for all answers of endpoints, kept ones included, at the prices given; None where none are."""
        tallies = [p.tally for p in self.prompted.values() if p.name.startswith("chat:")]
        if not any(self.options.prices) or not tallies:
            return None
        read, written = self.options.prices
        return sum(t.tokens_in * read + t.tokens_out * written for t in tallies) / 1e6

    def sentences(self) -> list[str]:
        """The usage in words."""
        lines = [
            f"{side} {p.name}: {p.tally.answers} answers, {p.tally.tokens_in} tokens read, {p.tally.tokens_out} written"
            for side, p in self.prompted.items()
        ]
        if any(p.name.startswith("chat:") for p in self.prompted.values()):
            cost = "" if self.cost is None else f"; all answers together cost ${self.cost:.4f}"
            lines.append(f"{self.budget.calls} calls made now, the other answers were kept in {self.options.answers}{cost}")
        return lines

    def _model(self, words: str, side: Side) -> Completer | None:
        """The language model that `words` name, None where they name none."""
        kind, _, name = words.partition(":")
        if kind not in MODELS:
            return None
        name = name or self.options.model
        if not name:
            raise UsageError(f"'{words}' names no model; write {kind}:MODEL, or add --model MODEL")
        model: Completer
        if kind == "local":
            quiet()
            from lmrl_gym.partners.local import LocalModel

            model = LocalModel(name)
        else:
            from lmrl_gym.partners.answers import Answers
            from lmrl_gym.partners.endpoint import Endpoint

            o = self.options
            # A key goes to the endpoint it belongs to and to no other.
            other = side == "partner" and o.partner_base_url
            url, variable = (o.partner_base_url, o.partner_key_variable) if other else (o.base_url, o.key_variable)
            model = Endpoint(name, url, Answers(Path(o.answers)), key_variable=variable, limits=o.calls, budget=self.budget)
        self._made.callback(model.close)
        return model

    def _games(self, seed: int) -> list[Episode]:
        from lmrl_gym.partners.shots import played_games, stored_games

        if self.options.examples:
            return stored_games(self.task, Path(self.options.examples), self.options.shots, seed)
        return played_games(self.task, self.options.shots, seed)

    def _own(self, policy: P) -> P:
        self._made.callback(close, policy)
        return policy


def run_folder(words: str, task: Task) -> Path | None:
    """The run folder that `words` name, or None where they name an agent of another kind. UsageError where they name nothing."""
    if words in task.players or words == "person" or words.partition(":")[0] in MODELS:
        return None
    folder = Path(words)
    if (folder / "config.json").exists():
        return folder
    if folder.exists():
        raise UsageError(f"{folder} is not a run folder (no config.json); give a folder made by `lmrl train` or a player: {', '.join(task.players)}")
    raise no_such(f"player of {task.name} and no run folder", words, [*task.players, "person", "local:PATH", "chat:MODEL"])


def _run_policy(folder: Path, greedy: bool, task: Task | None = None) -> Policy:
    """The policy of a run; UsageError where it was trained on another task than `task`."""
    quiet()
    from lmrl_gym.training.run import load_policy

    config, policy = load_policy(folder, greedy=greedy)
    if task is not None and config.task != task.name:
        raise UsageError(f"the run {folder} was trained on {config.task}, not on {task.name}; let it play there")
    return policy
