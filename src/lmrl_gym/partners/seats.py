"""A seat makes a policy of a completer: it turns what the policy is shown into messages, and what the model says into a reply.

The agent's seat shows a system message (`shots.py`) and the conversation, the env as the user; the first line of the answer that is not blank is the
reply. The partner's seat shows the task's own prompt; the whole answer is the reply. Nothing is repaired: the env answers garbage, and charges it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lmrl_gym.core.episode import Json, Role, Turn
from lmrl_gym.core.errors import UsageError
from lmrl_gym.core.task import Dialogue, Reply, Task
from lmrl_gym.partners.completion import Completer, Completion, Message

PARTNER_TOKENS = 128
"""The most tokens of a partner's answer."""
_EMPTY = "(an empty line)"
_EARLIER = "(what was said before is left out)"


@dataclass(slots=True)
class Tally:
    """What a seat's model has said so far: answers, whether called for or kept, and their tokens."""

    answers: int = 0
    tokens_in: int = 0
    tokens_out: int = 0

    def add(self, completions: Sequence[Completion]) -> None:
        self.answers += len(completions)
        self.tokens_in += sum(c.tokens_in for c in completions)
        self.tokens_out += sum(c.tokens_out for c in completions)


@dataclass(frozen=True, slots=True)
class Prompted:
    """A completer in a seat."""

    completer: Completer
    messages: Callable[[Dialogue], list[Message]]
    said: Callable[[Completion], Reply]
    limit: int
    """The most tokens of one answer."""
    greedy: bool
    system: str = ""
    """What the model is told first; empty where a task's own prompt says all."""
    tally: Tally = field(default_factory=Tally)
    sees_scenario: bool = False

    @property
    def name(self) -> str:
        return self.completer.name

    @property
    def about(self) -> dict[str, Json]:
        """What a record says of this seat: the model, how it was asked, what it has said so far."""
        asked: dict[str, Json] = {"greedy": self.greedy, "limit": self.limit} | ({"system": self.system} if self.system else {})
        tally: dict[str, Json] = {"answers": self.tally.answers, "tokens_in": self.tally.tokens_in, "tokens_out": self.tally.tokens_out}
        return {"name": self.name, **self.completer.about, **asked, **tally}

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        # No tokenizer and no request holds a lone surrogate, which a line of the game may: it is shown as a question mark.
        prompts = [[m._replace(content=m.content.encode("utf-8", "replace").decode()) for m in self.messages(dialogue)] for dialogue in dialogues]
        completions = self.completer.complete(prompts, seeds=seeds, limit=self.limit, greedy=self.greedy)
        self.tally.add(completions)
        return [self.said(completion) for completion in completions]

    def close(self) -> None:
        self.completer.close()


def agent_seat(task: Task, completer: Completer, system: str, *, greedy: bool = False, limit: int = 0) -> Prompted:
    """`completer` as the agent of `task`, told `system` first; `limit` tokens a reply, 0: as many as the task says."""
    limit = limit or task.reply_limit

    def messages(dialogue: Dialogue) -> list[Message]:
        return [Message("system", system), *conversation(dialogue.turns)]

    return Prompted(completer, messages, _first_line, limit, greedy, system)


def partner_seat(task: Task, completer: Completer) -> Prompted:
    """`completer` as the partner of `task`. It speaks greedily: it is a part of the game, and answers the same to the same.

    UsageError where the task has no seat for a language model.
    """
    prompt = task.partner_prompt
    if prompt is None:
        what = f"its partners are {', '.join(task.partners)}" if task.partners else "its envs ask nobody"
        raise UsageError(f"{completer.name} cannot be the partner of {task.name}: {what}; leave it out or choose another task")

    def messages(dialogue: Dialogue) -> list[Message]:
        return [Message("user", prompt(dialogue))]

    return Prompted(completer, messages, lambda c: Reply(c.text.strip(), None, c.cut), PARTNER_TOKENS, greedy=True)


def conversation(turns: Sequence[Turn]) -> list[Message]:
    """The env's turns as the user's messages, the agent's as the assistant's, each without the line end that closes it.

    Chat models want the user to begin, and refuse messages without text: a view that begins with the agent, and an empty line, are said in words.
    """
    found = [Message("user" if t.role is Role.ENV else "assistant", t.text.strip("\n") or _EMPTY) for t in turns]
    return found if found[0].role == "user" else [Message("user", _EARLIER), *found]


def _first_line(completion: Completion) -> Reply:
    """The first line that is not blank, with the line end that a typed line has."""
    text = completion.text.strip()
    line, _, rest = text.partition("\n")
    return Reply(line.rstrip() + "\n", None, completion.cut and not rest)
