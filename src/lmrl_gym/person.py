"""The person at the keyboard: a policy like any other, one line a reply."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lmrl_gym.core.episode import Scenario, Turn
from lmrl_gym.core.errors import UsageError
from lmrl_gym.core.task import Dialogue, Reply


class Person:
    """The person at the keyboard, as a policy. `sketch` draws what the texts tell, where the task can."""

    name = "person"

    def __init__(self, sketch: Callable[[Scenario, Sequence[Turn]], str] | None = None) -> None:
        self.sketch = sketch
        self.sees_scenario = sketch is not None

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        del seeds
        replies = []
        for dialogue in dialogues:
            if self.sketch is not None:
                print(self.sketch(dialogue.scenario or {}, dialogue.turns), end="")
            print(dialogue.turns[-1].text, end="", flush=True)
            try:
                replies.append(Reply(input("> ") + "\n"))
            except EOFError:
                raise UsageError("the game was left before its end; start it again with the same command") from None
            except UnicodeDecodeError as error:
                raise UsageError(f"what was typed is not {error.encoding} text; set the terminal to that encoding and play again") from None
        return replies
