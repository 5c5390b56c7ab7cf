"""The person at the keyboard: a policy like any other, one line a reply."""

from __future__ import annotations

from collections.abc import Sequence

from lmrl_gym.core.errors import UsageError
from lmrl_gym.core.task import Dialogue, Reply


class Person:
    """The person at the keyboard, as a policy."""

    name = "person"
    sees_scenario = False

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        del seeds
        replies = []
        for dialogue in dialogues:
            print(dialogue.turns[-1].text, end="", flush=True)
            try:
                replies.append(Reply(input("> ") + "\n"))
            except EOFError:
                raise UsageError("the game was left before its end; start it again with the same command") from None
            except UnicodeDecodeError as error:
                raise UsageError(f"what was typed is not {error.encoding} text; set the terminal to that encoding and play again") from None
        return replies
