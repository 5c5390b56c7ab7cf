"""What a language model is to a seat: something that completes a list of messages.

A completion's randomness comes from its own seed alone; a greedy one depends on the messages only. Whatever a model says is text, never an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

from lmrl_gym.core.episode import Json

Speaker = Literal["system", "user", "assistant"]


class Message(NamedTuple):
    """One message of a chat, in the roles that chat models know."""

    role: Speaker
    content: str


class Completion(NamedTuple):
    """What a model said. `cut` is true where the token limit ended it."""

    text: str
    cut: bool
    tokens_in: int
    """Tokens of the prompt, as the model counts them."""
    tokens_out: int
    """Tokens of the answer."""


class Completer(Protocol):
    """A model that completes prompts. `name` is what records call it."""

    @property
    def name(self) -> str: ...

    @property
    def about(self) -> Mapping[str, Json]:
        """Where the model is from and how it is asked, for records."""
        ...

    def complete(self, prompts: Sequence[Sequence[Message]], *, seeds: Sequence[int], limit: int, greedy: bool) -> list[Completion]:
        """One completion for each prompt, in order, each of at most `limit` tokens. `greedy` takes the most likely token instead of drawing one."""
        ...

    def close(self) -> None: ...
