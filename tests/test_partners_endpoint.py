"""A model behind an endpoint: what is sent, what is kept, and every way in which an endpoint can misbehave."""

from __future__ import annotations

import re
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from misbehaving import Act, always, error, say, serving

from lmrl_gym.core.errors import LmrlError, RunError, UsageError
from lmrl_gym.partners.answers import Answers
from lmrl_gym.partners.completion import Completion, Message
from lmrl_gym.partners.endpoint import CallLimits, Endpoint
from lmrl_gym.partners.limits import Budget, Pace, within
from lmrl_gym.partners.protocol import read_answer

QUICK = CallLimits(backoff=0.01)
LATE_S = 4.0
"""How late an answer comes that is not waited for."""
Make = Callable[..., Endpoint]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """An endpoint whose answers are kept in this test's folder."""

    def made(url: str, limits: CallLimits = QUICK, **more: Any) -> Endpoint:
        return Endpoint("m", url, Answers(tmp_path / "kept.sqlite"), limits=limits, **more)

    return made


def ask(endpoint: Endpoint, *texts: str, greedy: bool = False, first_seed: int = 0) -> list[str]:
    """What it says to each of `texts`."""
    prompts = [[Message("system", "Be short."), Message("user", text)] for text in texts]
    seeds = range(first_seed, first_seed + len(texts))
    return [c.text for c in endpoint.complete(prompts, seeds=seeds, limit=7, greedy=greedy)]


def echo(_count: int, body: dict[str, Any]) -> Act:
    return say(f"{body['messages'][-1]['content']}! {body.get('seed', '-')}")


# ---- what is sent


def test_a_request_says_all_that_decides_the_answer(make: Make) -> None:
    with serving(echo) as server:
        assert ask(make(server.url), "a", first_seed=2**31 + 5) == ["a! 5"]
        assert ask(make(server.url), "a", greedy=True) == ["a! -"]
    messages = [{"role": "system", "content": "Be short."}, {"role": "user", "content": "a"}]
    common = {"model": "m", "messages": messages, "max_tokens": 7}
    assert server.bodies == [common | {"temperature": 1.0, "seed": 5}, common | {"temperature": 0.0}]


def test_the_key_goes_to_the_endpoint_and_nowhere_else(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", "sk-secret")
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, "not-to-be-sent")
    with serving(lambda n, body: error(401, "no such key: sk-secret") if n == 2 else echo(n, body)) as server:
        ask(make(server.url), "a")
        keyed = make(server.url, key_variable="MY_KEY")
        ask(keyed, "b")
        with pytest.raises(RunError) as failure:
            ask(keyed, "c")
    assert [h["authorization"] for h in server.headers] == ["Bearer none", "Bearer sk-secret", "Bearer sk-secret"]
    assert "not-to-be-sent" not in str(server.headers)
    assert "refuses the key (401: no such key: …)" in str(failure.value)
    assert "sk-secret" not in str(dict(keyed.about))
    assert b"sk-secret" not in (tmp_path / "kept.sqlite").read_bytes()


def test_a_key_variable_that_is_not_set(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MY_KEY", raising=False)
    with pytest.raises(UsageError, match=r"^--key-variable MY_KEY names no environment variable that is set; export the endpoint's key in it$"):
        make("http://127.0.0.1:1/v1", key_variable="MY_KEY")


@pytest.mark.parametrize("url", ["", "127.0.0.1:8000/v1", "ftp://there/v1", "http://"])
def test_an_address_that_is_none(make: Make, url: str) -> None:
    with pytest.raises(UsageError, match=r"is no address of an endpoint; give one such as http://127\.0\.0\.1:8000/v1$"):
        make(url)


def test_a_password_in_the_address_is_not_told(make: Make) -> None:
    assert make("http://me:secret@there:8000/v1").about == {"model": "m", "base_url": "http://there:8000/v1"}


# ---- what is kept


def test_the_same_questions_repeat_without_a_call(make: Make) -> None:
    with serving(echo) as server:
        first = ask(make(server.url), "a", "b", "c")
        assert first == ["a! 0", "b! 1", "c! 2"]
        assert ask(make(server.url), "a", "b", "c") == first
        assert ask(make(server.url), "b", first_seed=1) == ["b! 1"]
    assert len(server.bodies) == 3
    assert ask(make(server.url), "a", "b", "c") == first, "the server is gone, the answers are not"


@pytest.mark.parametrize("other", ["text", "seed", "limit", "greedy", "model", "address"])
def test_whatever_decides_the_answer_is_part_of_its_name(make: Make, tmp_path: Path, other: str) -> None:
    with serving(echo) as server:
        ask(make(server.url), "a")
        changed = {"text": "b"} if other == "text" else {}
        model = Endpoint("n" if other == "model" else "m", server.url + "/" * (other == "address"), Answers(tmp_path / "kept.sqlite"), limits=QUICK)
        prompt = [Message("system", "Be short."), Message("user", changed.get("text", "a"))]
        model.complete([prompt], seeds=[int(other == "seed")], limit=7 + (other == "limit"), greedy=other == "greedy")
    assert len(server.bodies) == 2


def test_equal_greedy_questions_are_one_call(make: Make) -> None:
    with serving(echo) as server:
        assert ask(make(server.url), "a", "a", "b", "a", greedy=True) == ["a! -", "a! -", "b! -", "a! -"]
    assert len(server.bodies) == 2


def test_the_first_answer_kept_is_everyones(tmp_path: Path) -> None:
    """Two processes asked the same at the same time; the file holds one of the answers, and both are told that one."""
    one, two = Answers(tmp_path / "x" / "kept.sqlite"), Answers(tmp_path / "x" / "kept.sqlite")
    assert one.keep("k", "m", Completion("first", False, 3, 1)) == Completion("first", False, 3, 1)
    assert two.keep("k", "m", Completion("second", True, 3, 1)) == Completion("first", False, 3, 1)
    assert two.known(["k", "l"]) == {"k": Completion("first", False, 3, 1)}


def test_many_writers_lose_nothing(tmp_path: Path) -> None:
    def write(who: int) -> None:
        own = Answers(tmp_path / "kept.sqlite")
        for n in range(20):
            own.keep(f"{who} {n}", "m", Completion(f"{n}", False, 0, 0))

    threads = [threading.Thread(target=write, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Answers(tmp_path / "kept.sqlite").known(f"{who} {n}" for who in range(4) for n in range(20))) == 80


def test_a_write_that_was_cut_off_leaves_what_was_there(tmp_path: Path) -> None:
    """A transaction that never ended, as a killed process leaves it."""
    path = tmp_path / "kept.sqlite"
    Answers(path).keep("k", "m", Completion("there", False, 0, 0))
    torn = sqlite3.connect(path)
    torn.execute("BEGIN")
    torn.execute("INSERT INTO answers VALUES ('torn', 'm', 'half', 0, 0, 0)")
    torn.close()
    assert list(Answers(path).known(["k", "torn"])) == ["k"]


def test_a_file_that_keeps_no_answers(tmp_path: Path) -> None:
    (tmp_path / "kept.sqlite").write_text("something else altogether, and long enough to be looked at\n" * 20)
    with pytest.raises(RunError, match=r"^the kept answers in .*kept\.sqlite cannot be used \(file is not a database\); move that file away"):
        Answers(tmp_path / "kept.sqlite").known(["k"])


# ---- failures that pass


@pytest.mark.parametrize(
    "bad",
    [
        error(500, "out of memory"),
        error(503, "loading"),
        error(429, "too many requests"),
        error(408, "too slow"),
        say("half", share=0.5),
        say("none of it", share=0.0),
        Act("<html>Welcome</html>", headers=(("Content-Type", "text/html"),)),
        Act("{}"),
        Act("[]"),
        Act("null"),
        Act(""),
        Act('{"choices": []}'),
        Act('{"choices": [{"message": {"content": 5}}]}'),
        Act('{"choices": [{"message": {"content": "half'),
        say("too late", after_s=LATE_S),
    ],
    ids=lambda act: f"{act.status} {act.body[:30]} {act.share} {act.after_s}",
)
def test_a_failure_that_passes_is_tried_again(make: Make, bad: Act) -> None:
    # Only who waits for what comes too late need be impatient: on a slow machine a good answer takes its time too.
    timeout = LATE_S / 2 if bad.after_s else 60.0
    with serving(lambda n, body: bad if n < 2 else echo(n, body)) as server:
        assert ask(make(server.url, CallLimits(backoff=0.01, timeout=timeout)), "a") == ["a! 0"]
    assert len(server.bodies) == 3
    assert server.bodies[0] == server.bodies[2]


def test_waits_grow_twofold_and_differ_by_a_seeded_share(make: Make) -> None:
    """Waits before retries 1, 2, 3 are 0.08, 0.16, 0.32 s times a share from a half to one."""
    with serving(lambda n, body: error(500, "broken") if n < 3 else echo(n, body)) as server:
        ask(make(server.url, CallLimits(backoff=0.08)), "a")
    gaps = [b - a for a, b in zip(server.times, server.times[1:], strict=False)]
    assert all(gap >= 0.5 * 0.08 * 2**k for k, gap in enumerate(gaps))
    assert gaps[0] < 0.08 + 0.5


def test_the_endpoint_says_how_long_to_wait_and_everyone_does(make: Make) -> None:
    with serving(lambda n, body: error(429, "slow down", (("Retry-After", "0.4"),)) if n == 0 else echo(n, body)) as server:
        endpoint = make(server.url, CallLimits(concurrency=1, backoff=50.0))
        assert ask(endpoint, "a", "b") == ["a! 0", "b! 1"]
    assert server.times[1] - server.times[0] >= 0.4
    assert server.times[2] - server.times[0] < 10, "the wait asked for takes the place of our own"


def test_a_wait_too_long_is_left_to_the_user(make: Make) -> None:
    with serving(always(error(429, "quota", (("Retry-After", "3600"),)))) as server, pytest.raises(RunError) as failure:
        ask(make(server.url), "a")
    assert "asks to wait 3600 s (429: quota); wait that long; then give the same command again" in str(failure.value)


def test_a_parameter_that_the_model_does_not_take_is_left_out(make: Make) -> None:
    def rule(n: int, body: dict[str, Any]) -> Act:
        if "max_tokens" in body:
            return error(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", param="max_tokens")
        if "temperature" in body:
            return error(400, "Unsupported value: 'temperature'.", param="temperature")
        return echo(n, body)

    with serving(rule) as server:
        endpoint = make(server.url, CallLimits(retries=0))
        assert ask(endpoint, "a", greedy=True) == ["a! -"]
        assert ask(endpoint, "b", greedy=True) == ["b! -"]
    assert [sorted(body) for body in server.bodies[2:]] == [["max_completion_tokens", "messages", "model"]] * 2
    assert server.bodies[2]["max_completion_tokens"] == 7
    assert endpoint.about["without"] == ["max_tokens", "temperature"]


# ---- failures that do not


FINAL = [
    (error(400, "context too long"), "refuses the request (400: context too long); change what it names"),
    (error(401, "who are you"), "refuses the key (401: who are you); put the right one into the variable that --key-variable names"),
    (error(403, "not you"), "refuses the key (403: not you); put the right one into the variable that --key-variable names"),
    (error(404, "no m here"), "knows no model 'm' (404: no m here); correct --model or --base-url"),
    (Act('{"detail": "unprocessable"}', 422), "refuses the request (422: unprocessable); change what it names"),
]


@pytest.mark.parametrize(("act", "sentence"), FINAL, ids=[str(act.status) for act, _ in FINAL])
def test_a_failure_that_stays_is_told_at_once(make: Make, tmp_path: Path, act: Act, sentence: str) -> None:
    with serving(always(act)) as server, pytest.raises(RunError) as failure:
        ask(make(server.url), "a")
    kept = f"; then give the same command again: what was answered is kept in {tmp_path / 'kept.sqlite'}"
    assert str(failure.value) == f"{server.url} {sentence}{kept}"
    assert len(server.bodies) == 1


def test_a_server_that_stays_broken(make: Make) -> None:
    with serving(always(error(500, "x" * 1000))) as server, pytest.raises(RunError) as failure:
        ask(make(server.url, CallLimits(backoff=0.01, retries=2)), "a")
    assert len(server.bodies) == 3
    assert str(failure.value).startswith(f"no answer from {server.url} after 3 tries (500: xxx")
    assert len(str(failure.value)) < 500
    assert "see that the server runs and the address is right; then give the same command again" in str(failure.value)


def test_a_dead_endpoint_is_one_sentence_and_what_came_before_is_kept(make: Make) -> None:
    with serving(echo) as server:
        ask(make(server.url), "a")
    dead = make(server.url, CallLimits(backoff=0.001))
    with pytest.raises(RunError, match=r"^no answer from http://127\.0\.0\.1:\d+/v1 after 6 tries \(\[Errno 111\] Connection refused\); see that"):
        ask(dead, "a", "b", "c")
    assert ask(dead, "a") == ["a! 0"]


def test_a_server_that_dies_in_mid_run_is_taken_up_where_it_stopped(make: Make) -> None:
    """Of eight questions the third kills the endpoint. What had been answered is kept; the same call asks only for the rest."""

    def rule(n: int, body: dict[str, Any]) -> Act:
        return echo(n, body) if n < 2 else say("", share=0.0)

    texts = [f"q{k}" for k in range(8)]
    with serving(rule) as server:
        with pytest.raises(RunError, match="no answer from"):
            ask(make(server.url, CallLimits(concurrency=1, backoff=0.001, retries=1)), *texts)
        before = len(server.bodies)
        server.rule = echo
        assert ask(make(server.url), *texts) == [f"q{k}! {k}" for k in range(8)]
    assert len(server.bodies) - before == 6


@pytest.mark.parametrize("what", ["head", "body"])
def test_a_server_that_never_ends_its_answer_is_given_up(make: Make, what: str) -> None:
    """A byte every 20 ms is a sign of life for ever: only the deadline of a quarter of a second ends such a call, twice."""
    limits = CallLimits(backoff=0.01, timeout=1.0, deadline=0.25, retries=1)
    began = time.monotonic()
    with serving(lambda n, body: say("x", trickles=what) if n < 2 else echo(n, body)) as server:
        with pytest.raises(RunError, match=r"after 2 tries \(it had not finished its answer after 0\.25 s\); see that the server runs"):
            ask(make(server.url, limits), "a")
        assert 0.5 <= time.monotonic() - began < 60
        assert ask(make(server.url), "a") == ["a! 0"]
    assert len(server.bodies) == 3


def test_what_a_call_raises_goes_through_its_deadline() -> None:
    assert within(60, lambda: 7) == within(0, lambda: 7) == 7
    over = threading.Event()
    assert within(0.01, lambda: over.wait(60)) is None
    over.set()
    with pytest.raises(ZeroDivisionError):
        within(60, lambda: 1 // 0)


def test_one_failure_does_not_waste_the_others(make: Make) -> None:
    """The first question is refused while three others are under way: they are finished and kept."""
    under_way = threading.Barrier(4)

    def rule(count: int, body: dict[str, Any]) -> Act:
        if count < 4:
            under_way.wait(60)
        text = body["messages"][-1]["content"]
        return error(400, "not that", ()) if text == "bad" else say(text, after_s=0.2)

    with serving(rule) as server:
        endpoint = make(server.url, CallLimits(concurrency=4))
        with pytest.raises(RunError, match="not that"):
            ask(endpoint, "bad", "b", "c", "d")
        done = len(server.bodies)
        assert ask(endpoint, "b", "c", "d", first_seed=1) == ["b", "c", "d"]
    assert (done, len(server.bodies)) == (4, 4)


# ---- garbage is passed on


@pytest.mark.parametrize("text", ["", "\x00\u202e", "x" * 10_000, "```python\nmove up\n```", "\n\n"])
def test_whatever_a_model_says_is_its_answer(make: Make, text: str) -> None:
    with serving(always(say(text))) as server:
        assert ask(make(server.url), "a") == [text]
        assert ask(make(server.url), "a") == [text]
    assert len(server.bodies) == 1


def test_a_lone_surrogate_becomes_a_question_mark(make: Make) -> None:
    with serving(always(Act('{"choices": [{"message": {"content": "a\\ud800b"}}]}'))) as server:
        assert ask(make(server.url), "a") == ["a?b"]


def test_reading_an_answer() -> None:
    assert read_answer(say("hi", finish="length").body, 100) == Completion("hi", True, 10, 2)
    assert read_answer(say("12345", tokens=None).body, 100) == Completion("12345", False, 25, 2), "four characters a token, rounded up"
    assert read_answer('{"choices": [{"message": {"content": null}}]}', 8) == Completion("", False, 2, 0)


# ---- limits


def test_no_more_calls_at_once_than_allowed(make: Make) -> None:
    with serving(always(say("x", after_s=0.05))) as server:
        ask(make(server.url, CallLimits(concurrency=3)), *map(str, range(9)))
    assert server.most == 3


def test_calls_are_spread_over_the_minute(make: Make) -> None:
    """600 a minute is one each 0.1 s: the fifth begins 0.4 s after the first."""
    with serving(echo) as server:
        ask(make(server.url, CallLimits(per_minute=600)), *"abcde")
    assert sorted(server.times)[4] - min(server.times) >= 0.4 - 0.05


def test_a_wait_ends_when_the_batch_is_given_up() -> None:
    pace, given_up = Pace(1), threading.Event()
    pace.wait(given_up)
    given_up.set()
    began = time.monotonic()
    with pytest.raises(RunError, match="given up"):
        pace.wait(given_up)
    assert time.monotonic() - began < 50, "a call a minute would be waited for a minute long"


def test_the_budget_of_calls_is_never_passed_and_the_same_command_goes_on(make: Make) -> None:
    texts = [f"q{k}" for k in range(7)]
    with serving(echo) as server:
        with pytest.raises(RunError) as failure:
            ask(make(server.url, CallLimits(max_calls=3)), *texts)
        assert len(server.bodies) == 3
        with pytest.raises(RunError):
            ask(make(server.url, CallLimits(max_calls=3)), *texts)
        assert len(server.bodies) == 6
        assert ask(make(server.url, CallLimits(max_calls=3)), *texts) == [f"q{k}! {k}" for k in range(7)]
    assert len(server.bodies) == 7
    # Which of the answers had come when the fourth call was refused is up to the threads.
    assert re.fullmatch(
        r"the budget is spent: 3 calls and (0|12|24|36) tokens, and --max-calls 3 allows no more; every answer is kept, so give the same command "
        "again to go on with as much, or raise the cap",
        str(failure.value),
    )


def test_the_budget_of_tokens_and_retries_that_count(make: Make) -> None:
    """Twelve tokens an answer, one call at a time: 12, 24, 36 pass 30 after the third. A call that failed counts as a call and costs no token."""
    with serving(lambda n, body: error(500, "broken") if n == 0 else echo(n, body)) as server:
        with pytest.raises(RunError, match="4 calls and 36 tokens, and --max-tokens 30 allows no more"):
            ask(make(server.url, CallLimits(concurrency=1, max_tokens=30, backoff=0.01)), *"abcdef")
        assert len(server.bodies) == 4


def test_a_budget_is_shared(make: Make) -> None:
    budget = Budget(max_calls=3)
    with serving(echo) as server:
        ask(make(server.url, budget=budget), "a", "b")
        with pytest.raises(RunError, match="3 calls"):
            ask(make(server.url, budget=budget), "c", "d")
    assert len(server.bodies) == 3


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ({"concurrency": 0}, "--concurrency=0 is out of range; it must be at least 1"),
        ({"max_calls": -1}, "--max-calls=-1 is out of range; it must be at least 0"),
        ({"backoff": float("nan")}, "--backoff=nan is out of range; it must be at least 0"),
    ],
)
def test_limits_that_make_no_sense(limits: dict[str, Any], sentence: str) -> None:
    with pytest.raises(LmrlError) as failure:
        CallLimits(**limits)
    assert str(failure.value) == sentence
