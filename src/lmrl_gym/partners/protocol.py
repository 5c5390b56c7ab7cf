"""What an endpoint's answers and failures mean: the body of a chat completion read with care, and errors told apart.

Whatever arrives is read as what it is meant to be or called trouble. Trouble that may pass (no connection, a timeout, too many requests, a broken
server, a body that is no chat completion) is worth another try; the rest is not.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from lmrl_gym.partners.completion import Completion

_PASSING = (408, 409, 425, 429)
_SHOWN = 200
"""Characters of an endpoint's own words in a sentence of ours."""


class Trouble(NamedTuple):
    """Why there is no answer."""

    reason: str
    passing: bool
    """Whether another try may help."""
    status: int = 0
    """HTTP status; 0 where none came."""
    wait_s: float = 0.0
    """Seconds the endpoint asks to wait; 0 where it does not say."""
    parameter: str = ""
    """The parameter it complains about, where it names one."""


def read_answer(body: str, prompt_characters: int) -> Completion | Trouble:
    """The first choice of a chat completion. One without text is the empty text; tokens that the server does not count are four characters each."""
    try:
        tree = json.loads(body)
        choice = tree["choices"][0]
        text = choice["message"]["content"]
        text = "" if text is None else text
        if not isinstance(text, str):
            raise TypeError("its content is no text")
        usage = tree.get("usage") or {}
        sizes = (("prompt_tokens", prompt_characters), ("completion_tokens", len(text)))
        tokens_in, tokens_out = (n if isinstance(n := usage.get(name), int) else -(-size // 4) for name, size in sizes)
        return Completion(text, choice.get("finish_reason") == "length", tokens_in, tokens_out)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        return Trouble(f"what it sent is no chat completion: {_one_line(body) or 'nothing'}", passing=True)


def trouble_of(error: Exception) -> Trouble | None:
    """What an exception of the client library means; None where it is not the endpoint's doing."""
    import openai

    if isinstance(error, openai.APITimeoutError):
        return Trouble("it was silent for too long", passing=True)
    if isinstance(error, openai.APIConnectionError):
        return Trouble(_one_line(str(error.__cause__ or error)), passing=True)
    if isinstance(error, openai.APIStatusError):
        status = error.status_code
        parameter = error.param if isinstance(error.param, str) else ""
        reason = f"{status}: {_one_line(_said(error.body) or error.message)}"
        return Trouble(reason, status in _PASSING or status >= 500, status, _asked_wait(error.response.headers), parameter)
    if isinstance(error, openai.OpenAIError):
        return Trouble(_one_line(str(error)), passing=True)
    return None


def _said(body: object) -> str:
    """The message inside an error's body, in the shapes that servers use."""
    for name in ("error", "message", "detail"):
        if isinstance(body, Mapping) and name in body:
            body = body[name]
    return body if isinstance(body, str) else ""


def _asked_wait(headers: Mapping[str, str]) -> float:
    """Seconds that a Retry-After header asks for: a number, or a date."""
    text = headers.get("retry-after", "")
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(text) - datetime.now(timezone.utc)).total_seconds()
        except (ValueError, TypeError):
            return 0.0
    return max(seconds, 0.0) if math.isfinite(seconds) else 0.0


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
