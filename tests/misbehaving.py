"""A chat endpoint on loopback that answers by rule and misbehaves on command, and a small task whose env asks a partner."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain, repeat
from threading import Lock, Thread
from typing import Any, BinaryIO, NamedTuple

from lmrl_gym.core.episode import Ending, Role, Scenario, Turn
from lmrl_gym.core.task import Ask, Dialogue, PartnerEnv, Recipe, Reply, Step, Task, View


class Act(NamedTuple):
    """What the endpoint does with one request: a status, a body, and how it is sent."""

    body: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    after_s: float = 0.0
    share: float = 1.0
    """How much of the body is sent before the line is cut."""
    trickles: str = ""
    """`head` or `body`: what goes out a byte every 20 ms, and when it is all sent, blanks for ever."""


def say(text: str, *, finish: str = "stop", tokens: tuple[int, int] | None = (10, 2), **how: Any) -> Act:
    usage = {} if tokens is None else {"usage": {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}}
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}
    return Act(json.dumps({"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice], **usage}), **how)


def error(status: int, message: str, headers: tuple[tuple[str, str], ...] = (), **more: str) -> Act:
    return Act(json.dumps({"error": {"message": message, **more}}), status, headers)


Rule = Callable[[int, dict[str, Any]], Act]
"""(how many requests came before, the request's body) -> what to do."""


def always(act: Act) -> Rule:
    """The same, whatever is asked."""
    return lambda *_: act


class Endpoint:
    """Where it is, and what it was asked: bodies, headers, times of arrival, and the most requests under way at once."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.times: list[float] = []
        self.under_way = self.most = 0
        self.lock = Lock()
        self.url = ""


def _handler(endpoint: Endpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.path == "/v1/chat/completions"
            with endpoint.lock:
                count = len(endpoint.bodies)
                endpoint.bodies.append(body)
                endpoint.headers.append({k.lower(): v for k, v in self.headers.items()})
                endpoint.times.append(time.monotonic())
                endpoint.under_way += 1
                endpoint.most = max(endpoint.most, endpoint.under_way)
            act = endpoint.rule(count, body)
            time.sleep(act.after_s)
            with endpoint.lock:
                endpoint.under_way -= 1
            data = act.body.encode("utf-8", "surrogatepass")
            if act.trickles:
                trickle(self.wfile, data, act.trickles)
                return
            self.send_response(act.status)
            for name, value in (("Content-Type", "application/json"), ("Content-Length", str(len(data))), *act.headers):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data[: int(act.share * len(data))])

        def log_message(self, *args: object) -> None: ...

    return Handler


def trickle(line: BinaryIO, data: bytes, what: str) -> None:
    """Answer so slowly that it never ends, but never with a pause that a client would call silence."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\nX-Pad: "
    quick, slow = (b"", head) if what == "head" else (head + b"\r\n\r\n", data)
    with suppress(OSError):  # the client has gone
        line.write(quick)
        for byte in chain(slow, repeat(ord(" "), 1000)):
            line.write(bytes([byte]))
            line.flush()
            time.sleep(0.02)


@contextmanager
def serving(rule: Rule) -> Iterator[Endpoint]:
    """An endpoint for the length of the block; afterwards its port is closed."""
    endpoint = Endpoint(rule)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(endpoint))
    server.daemon_threads = True
    endpoint.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Guessing:
    """Is it the number? The agent asks, the partner answers, three questions at most; the question that names it wins."""

    def __init__(self, scenario: Scenario) -> None:
        self.number = str(scenario["number"])
        self.left, self.asked = 3, ""
        self.opening = "Questions:\n"

    def step(self, text: str) -> Step | Ask:
        self.asked = text.strip()
        return Ask(Dialogue([Turn(Role.ENV, self.asked)], {"number": self.number}))

    def resume(self, text: str) -> Step | Ask:
        self.left -= 1
        answer = "Yes.\n" if text.lower().startswith("yes") else "No.\n"
        if self.asked == self.number:
            return Step(answer, 0.0, Ending.SUCCESS)
        return Step(answer, -1.0, None if self.left else Ending.FAILURE)


class Knower:
    """Says yes where the question is the number, else no."""

    name = "embedded"
    sees_scenario = False

    def reply(self, dialogues: Any, *, seeds: Any) -> list[Reply]:
        return [Reply("Yes." if d.turns[-1].text == d.scenario["number"] else "No.") for d in dialogues]


class Counter:
    """Asks 0, 1, 2."""

    name = "counter"
    sees_scenario = False

    def reply(self, dialogues: Any, *, seeds: Any) -> list[Reply]:
        return [Reply(f"{len(d.turns) // 2}\n") for d in dialogues]


def prompt(dialogue: Dialogue) -> str:
    assert dialogue.scenario is not None
    return f"number: {dialogue.scenario['number']}\nquestion: {dialogue.turns[-1].text}\nanswer (yes or no):"


def _start(scenario: Scenario) -> PartnerEnv:
    return Guessing(scenario)


GUESSING = Task(
    name="guessing",
    version="1",
    summary="Find a number from 0 to 3; -1 a question.",
    skills=(),
    turn_limit=3,
    reward_range=(-3.0, 0.0),
    view=View(),
    scenario=lambda _, index: {"number": index % 4},
    eval_episodes=8,
    start=_start,
    players={"floor": Counter, "ceiling": Counter},
    recipe=Recipe("floor", lambda rng: {"number": rng.randrange(4)}, {"small": 10}, "Counting up."),
    opening_help="Type a number.",
    partners={"embedded": Knower},
    partner_prompt=prompt,
)
