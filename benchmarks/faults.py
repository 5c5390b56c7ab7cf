"""A server process that can be killed and started again, and a line to it on which everything goes wrong that goes wrong on lines.

`Server` runs `transformers serve` with a tiny model on loopback. `Line` stands between a client and the server: it passes requests on and, by rolls
that a seed and the request's number decide, spoils the answer in one of the ways of `FAULTS`.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread

from lmrl_gym.core.seeds import rng_for

STARTING_S = 240.0
SLOW_S = 0.3
SILENT_S = 6.0
"""Longer than the timeout that the runs are made with."""
TRICKLES = 400
"""Bytes of an answer that never ends, one each 20 ms: longer than the runs' deadline."""
FAULTS = {
    "slow": 0.03,
    "silent": 0.005,
    "trickling": 0.005,
    "no completion": 0.02,
    "not JSON": 0.02,
    "empty": 0.01,
    "half a body": 0.02,
    "half a stream": 0.02,
    "cut before the answer": 0.02,
    "429 with Retry-After": 0.005,
    "503": 0.02,
}
"""Fault -> share of the requests that meet it. `slow` is late and right; after all others the client has no answer."""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Server:
    """`transformers serve` with the model in `model`, at a port that stays the same."""

    def __init__(self, model: Path, log: Path) -> None:
        self.model, self.log, self.port = model, log, free_port()
        self.starts = 0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = ["serve", str(self.model), "--host", "127.0.0.1", "--port", str(self.port), "--device", "cpu"]
        program = "import sys; from transformers.cli.transformers import main; sys.exit(main())"
        environment = os.environ | {"OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
        with self.log.open("ab") as log:
            self._process = subprocess.Popen([sys.executable, "-c", program, *command], stdout=log, stderr=log, env=environment)
        self.starts += 1
        began = time.monotonic()
        while time.monotonic() - began < STARTING_S:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended at once: {self.log.read_text()[-2000:]}")
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5):
                return
            time.sleep(0.2)
        raise RuntimeError(f"the server did not come up: {self.log.read_text()[-2000:]}")

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


class Line:
    """Passes requests on to `server`. With `faults` it spoils answers, and calls `at[n]` in a thread of its own when request n arrives."""

    def __init__(self, server: Server, seed: int) -> None:
        self.server, self.seed = server, seed
        self.faults = False
        self.at: dict[int, Callable[[], None]] = {}
        self.requests = 0
        """Since the line was opened."""
        self.met: Counter[str] = Counter()
        self._spoilt = 0
        self._lock = Lock()
        self.url = ""

    def arrived(self) -> str:
        """Count a request; the fault that it is to meet, empty for none."""
        with self._lock:
            self.requests += 1
            if not self.faults:
                return ""
            number, self._spoilt = self._spoilt, self._spoilt + 1
        if (todo := self.at.pop(number, None)) is not None:
            Thread(target=todo).start()
        roll = rng_for(self.seed, "fault", number).random()
        for fault, share in FAULTS.items():
            roll -= share
            if roll < 0:
                return fault
        return ""

    def note(self, what: str) -> None:
        """Count what became of a request; empty: nothing did."""
        with self._lock:
            self.met[what] += bool(what)

    def passed_on(self, body: bytes) -> tuple[int, bytes] | None:
        """(status, body) of the server's answer; None where there is no server."""
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        try:
            line.request("POST", "/v1/chat/completions", body, {"Content-Type": "application/json"})
            answer = line.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            line.close()

    @contextlib.contextmanager
    def open(self) -> Iterator[Line]:
        listener = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        listener.daemon_threads = True
        self.url = f"http://127.0.0.1:{listener.server_port}/v1"
        thread = Thread(target=lambda: listener.serve_forever(poll_interval=0.05), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            listener.shutdown()
            listener.server_close()
            thread.join()


_INSTEAD: dict[str, tuple[int, bytes]] = {
    "no completion": (200, b'{"choices": [{"message": {"content": 5}}]}'),
    "not JSON": (200, b"<html>Welcome!</html>"),
    "empty": (200, b""),
    "429 with Retry-After": (429, b'{"error": {"message": "too many requests"}}'),
    "503": (503, b'{"error": {"message": "loading"}}'),
}
"""What is said without asking the server."""


def _handler(line: Line) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.close_connection = True  # what is cut is cut for this request alone
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            fault = line.arrived()
            with contextlib.suppress(OSError):  # the client has given up
                if fault in _INSTEAD:
                    line.note(fault)
                    self.say(*_INSTEAD[fault], **({"Retry-After": "1"} if fault.startswith("429") else {}))
                elif fault == "cut before the answer":
                    line.note(fault)
                elif (answer := line.passed_on(asked)) is None:
                    line.note("no server")
                else:
                    line.note(fault)
                    self.hand_on(fault, *answer)

        def hand_on(self, fault: str, status: int, body: bytes) -> None:
            """The server's answer, as `fault` has it."""
            half = body[: len(body) // 2]
            if fault in ("slow", "silent"):
                time.sleep(SLOW_S if fault == "slow" else SILENT_S)
            if fault == "trickling":
                self.say(200, b"", **{"Content-Length": "1000000"})
                for byte in body.ljust(TRICKLES)[:TRICKLES]:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(0.02)
            elif fault == "half a stream":
                self.say(status, b"%x\r\n%s\r\n" % (len(half), half), **{"Transfer-Encoding": "chunked"})
            elif fault == "half a body":
                self.say(status, half, **{"Content-Length": str(len(body))})
            else:
                self.say(status, body)

        def say(self, status: int, body: bytes, **headers: str) -> None:
            sized = {} if headers.keys() & {"Content-Length", "Transfer-Encoding"} else {"Content-Length": str(len(body))}
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", "Connection": "close", **sized, **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None: ...

    return Handler
