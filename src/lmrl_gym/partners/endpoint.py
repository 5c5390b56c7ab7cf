"""A model behind an OpenAI-compatible endpoint, through the official client.

Every answer is kept (`answers.py`) under the hash of all that decides it: base URL, model, messages, limit, temperature and, where one is drawn, the
seed; so the same command repeats without a call, and one that was stopped goes on where it was. The key comes from an environment variable and is
written nowhere. What the model says is passed on as it is; what the endpoint does wrong is tried again, then told in a sentence.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from hashlib import blake2b
from threading import Event
from typing import Any
from urllib.parse import urlsplit

from lmrl_gym.core.episode import Json
from lmrl_gym.core.errors import RunError, UsageError, check_range
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.partners.answers import Answers
from lmrl_gym.partners.completion import Completion, Message
from lmrl_gym.partners.limits import Budget, GivenUpError, Pace, within
from lmrl_gym.partners.protocol import Trouble, read_answer, trouble_of

_LONGEST_WAIT_S = 120.0
_OPTIONAL = ("max_tokens", "temperature", "seed")
"""What some models refuse to be told; they are then asked without it (or, for the first, with its newer name)."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CallLimits:
    """How an endpoint is called, and how often at most."""

    concurrency: int = 8
    """Calls to an endpoint under way at the same time."""
    per_minute: int = 0
    """Calls to an endpoint begun a minute, at most; 0: no limit."""
    timeout: float = 60.0
    """Seconds without a sign of life after which a call is given up."""
    deadline: float = 600.0
    """Seconds after which a call is given up whatever signs of life there are; 0: no limit."""
    retries: int = 5
    """How often a call that failed is made again."""
    backoff: float = 1.0
    """Seconds to wait before the first retry, on average three quarters of it; each further wait is twice as long, or what the endpoint asks for."""
    max_calls: int = 0
    """Calls this command may make, retries counted; answers that were kept cost none; 0: no limit."""
    max_tokens: int = 0
    """Tokens this command may spend, read and written; 0: no limit."""

    def __post_init__(self) -> None:
        check_range("--concurrency", self.concurrency, 1)
        for name in ("per_minute", "timeout", "deadline", "retries", "backoff", "max_calls", "max_tokens"):
            check_range("--" + name.replace("_", "-"), getattr(self, name), 0)


class Endpoint:
    """`model` at `base_url`. `key_variable` names the environment variable with the key; empty: none is sent.

    UsageError where the client is not installed, the URL is none or the variable is not set. All that share `budget` spend from it.
    """

    def __init__(
        self, model: str, base_url: str, answers: Answers, *, key_variable: str = "", limits: CallLimits | None = None, budget: Budget | None = None
    ) -> None:
        self.model, self.base_url, self.answers = model, base_url, answers
        self.limits = limits or CallLimits()
        self.budget = budget or Budget(self.limits.max_calls, self.limits.max_tokens)
        self.name = f"chat:{model}"
        self._key = _key(key_variable)
        self._client = _client(base_url, self._key, self.limits.timeout)
        self._pace = Pace(self.limits.per_minute)
        self._refused: set[str] = set()

    @property
    def about(self) -> Mapping[str, Json]:
        at = urlsplit(self.base_url)
        # A user name or password in the URL is a secret like the key.
        shown: dict[str, Json] = {"model": self.model, "base_url": at._replace(netloc=at.netloc.rpartition("@")[2]).geturl()}
        return shown | ({"without": [*sorted(self._refused)]} if self._refused else {})

    def complete(self, prompts: Sequence[Sequence[Message]], *, seeds: Sequence[int], limit: int, greedy: bool) -> list[Completion]:
        """As `Completer` says. RunError where the endpoint does not answer or the budget is spent; answers that came before are kept."""
        requests = [self._request(prompt, seed, limit, greedy) for prompt, seed in zip(prompts, seeds, strict=True)]
        keys = [self._identity(request) for request in requests]
        answered = self.answers.known(dict.fromkeys(keys))
        open_ = {key: request for key, request in zip(keys, requests, strict=True) if key not in answered}
        if open_:
            answered |= self._ask(open_)
        return [answered[key] for key in keys]

    def close(self) -> None:
        self._client.close()
        self.answers.close()

    def _request(self, prompt: Sequence[Message], seed: int, limit: int, greedy: bool) -> dict[str, Any]:
        messages = [{"role": m.role, "content": m.content} for m in prompt]
        request: dict[str, Any] = {"model": self.model, "messages": messages, "max_tokens": limit, "temperature": 0.0 if greedy else 1.0}
        # Where nothing is drawn the seed decides nothing, and equal prompts are one call. Servers take seeds of 31 bits.
        return request if greedy else request | {"seed": seed % 2**31}

    def _identity(self, request: Mapping[str, Any]) -> str:
        text = json.dumps({"base_url": self.base_url} | dict(request), sort_keys=True)
        return blake2b(text.encode(), digest_size=16).hexdigest()

    def _ask(self, requests: Mapping[str, dict[str, Any]]) -> dict[str, Completion]:
        """Call for all of `requests`. When one fails for good the others under way are finished, and kept, before its error is raised."""
        given_up = Event()
        pool = ThreadPoolExecutor(min(self.limits.concurrency, len(requests)))
        try:
            futures = {pool.submit(self._answer, key, request, given_up): key for key, request in requests.items()}
            return {futures[done]: done.result() for done in as_completed(futures)}
        finally:
            given_up.set()
            pool.shutdown(wait=True, cancel_futures=True)

    def _answer(self, key: str, request: dict[str, Any], given_up: Event) -> Completion:
        """One answer, after as many tries as are allowed. RunError where none came."""
        jitter = rng_for("retry", key)
        tries = 0
        while True:
            self._pace.wait(given_up)
            self.budget.take()
            refused = frozenset(self._refused)
            outcome = self._call(request, refused)
            if isinstance(outcome, Completion):
                self.budget.spend(outcome.tokens_in + outcome.tokens_out)
                return self.answers.keep(key, self.model, outcome)
            if self._can_do_without(outcome, refused):
                continue
            tries += 1
            if not outcome.passing or tries > self.limits.retries or outcome.wait_s > _LONGEST_WAIT_S:
                raise self._failure(outcome, tries)
            log.info("%s: %s, try %d", self.name, outcome.reason, tries)
            if outcome.wait_s:
                self._pace.hold(outcome.wait_s)
            elif given_up.wait(self.limits.backoff * 2 ** (tries - 1) * jitter.uniform(0.5, 1.0)):
                raise GivenUpError("this call was given up; the error of another one says why")

    def _call(self, request: dict[str, Any], refused: frozenset[str]) -> Completion | Trouble:
        body = {name: value for name, value in request.items() if name not in refused}
        if "max_tokens" in refused:
            body["max_completion_tokens"] = request["max_tokens"]
        characters = sum(len(m["content"]) for m in request["messages"])
        outcome = within(self.limits.deadline, lambda: self._send(body, characters))
        return outcome or Trouble(f"it had not finished its answer after {self.limits.deadline:g} s", passing=True)

    def _send(self, body: dict[str, Any], characters: int) -> Completion | Trouble:
        try:
            raw = self._client.chat.completions.with_raw_response.create(**body)
            return read_answer(raw.http_response.text, characters)
        except Exception as error:
            trouble = trouble_of(error)
            if trouble is None:
                raise
            return trouble._replace(reason=trouble.reason.replace(self._key, "…") if self._key else trouble.reason)

    def _can_do_without(self, trouble: Trouble, left_out: frozenset[str]) -> bool:
        """Whether the endpoint refused one of the parameters that it can be asked without, and was given it."""
        if trouble.status != 400:
            return False
        name = next((name for name in _OPTIONAL if name == trouble.parameter or f"'{name}'" in trouble.reason), None)
        if name is None or name in left_out:
            return False
        if name not in self._refused:
            log.warning("%s refuses %s and is asked without it", self.name, name)
        self._refused.add(name)
        return True

    def _failure(self, trouble: Trouble, tries: int) -> RunError:
        where = f"{self.about['base_url']}"
        kept = f"; then give the same command again: what was answered is kept in {self.answers.path}"
        if trouble.status in (401, 403):
            return RunError(f"{where} refuses the key ({trouble.reason}); put the right one into the variable that --key-variable names{kept}")
        if trouble.status == 404:
            return RunError(f"{where} knows no model '{self.model}' ({trouble.reason}); correct --model or --base-url{kept}")
        if trouble.wait_s > _LONGEST_WAIT_S:
            return RunError(f"{where} asks to wait {trouble.wait_s:.0f} s ({trouble.reason}); wait that long{kept}")
        if not trouble.passing:
            return RunError(f"{where} refuses the request ({trouble.reason}); change what it names{kept}")
        count = "1 try" if tries == 1 else f"{tries} tries"
        return RunError(f"no answer from {where} after {count} ({trouble.reason}); see that the server runs and the address is right{kept}")


def _key(variable: str) -> str:
    if variable and not os.environ.get(variable):
        raise UsageError(f"--key-variable {variable} names no environment variable that is set; export the endpoint's key in it")
    return os.environ[variable] if variable else ""


def _client(base_url: str, key: str, timeout: float) -> Any:
    if urlsplit(base_url).scheme not in ("http", "https") or not urlsplit(base_url).netloc:
        raise UsageError(f"--base-url '{base_url}' is no address of an endpoint; give one such as http://127.0.0.1:8000/v1")
    try:
        import openai
    except ImportError:
        raise UsageError("chat models need the client library, which is not installed; install it with pip install 'lmrl-gym[chat]'") from None
    # The client would read keys, organisations and retries of its own from the environment: everything is said here.
    headers: Any = {"OpenAI-Organization": openai.Omit(), "OpenAI-Project": openai.Omit()}
    return openai.OpenAI(api_key=key or "none", base_url=base_url, timeout=timeout, max_retries=0, default_headers=headers)
