"""Published conversations as episodes: games of twenty questions and guess my city, talks with a car buyer.

A game is played again in the task's own env, the published answers spoken in the partner's place, so that texts, rewards and the win are the task's.
A talk cannot be played again, for its buyer has a nature that none of ours has: its lines stand as published, and its outcome is believed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

from lmrl_gym.core.episode import Ending, Episode, Json, Role, Scenario, Turn
from lmrl_gym.core.errors import DataError
from lmrl_gym.core.seeds import seed_for
from lmrl_gym.core.task import Ask, PartnerEnv, Task
from lmrl_gym.data.fields import as_flag, as_list, as_object, as_text
from lmrl_gym.tasks.car_dealer.facts import HIGHEST, LOWEST, Facts, sellable
from lmrl_gym.tasks.car_dealer.game import OPENING, Decision, ratio, revenue
from lmrl_gym.tasks.guess_city.auditor import city_called
from lmrl_gym.tasks.twenty_questions.auditor import object_called

_SECRETS: Mapping[str, tuple[str, Callable[[str], str | None]]] = {
    "twenty_questions": ("object", object_called),
    "guess_city": ("city", city_called),
}
"""Task -> the scenario's key, and what a published word is called there."""
PLAYERS = {"agent": "published", "partner": "published"}


def question_game(entry: Mapping[str, Json], number: int, task: Task) -> Episode:
    """{lines: ["Question? Answer.", …], correct, word: a name or a list of them} -> an episode; `number` is its place in the file.

    -1 a question, 0 the one that wins by the task's rule, with which the game is over; the last one wins too where the file calls the game
    correct and its answer is yes. A game that breaks off before is cut. DataError says why a game cannot be an episode.
    """
    correct = as_flag(entry.get("correct"), "correct")
    exchanges = _exchanges(entry.get("lines"), bool(correct))
    if len(exchanges) > task.turn_limit:
        raise DataError(f"it has {len(exchanges)} questions, but a game of {task.name} has {task.turn_limit}")
    key, called = _SECRETS[_base(task)]
    scenario: Scenario = {"imported": number, key: _secret(entry.get("word"), key, called)}
    env = cast(PartnerEnv, task.start(scenario))
    turns, ending, metrics = [Turn(Role.ENV, env.opening)], Ending.TURN_LIMIT, dict[str, float]()
    for question, answer in exchanges:
        step = env.step(question)
        if isinstance(step, Ask):
            step = env.resume(answer)
        assert not isinstance(step, Ask)
        turns += [Turn(Role.AGENT, question, step.reward), Turn(Role.ENV, step.text)]
        if step.ending is not None:
            ending, metrics = step.ending, dict(step.metrics)
            break
    if correct and ending is not Ending.SUCCESS:
        if not re.match(r"\W*yes\b", exchanges[-1][1], re.IGNORECASE):
            raise DataError(f"it is called correct, but its last answer is {exchanges[-1][1][:40]!r}, which is no yes")
        turns[-2], ending = replace(turns[-2], reward=0.0), Ending.SUCCESS
    return _episode(task, number, scenario, turns, ending, metrics)


def sale_talk(entry: Mapping[str, Json], number: int, task: Task) -> Episode:
    """{buyer_info, lines: [{role, text}, …], output: {car_bought, msrp, buy_price}} -> an episode; `number` is its place in the file.

    Lines that one speaker says in a row are joined. The last seller line earns what the task pays for the outcome: a sale past the budget is one,
    a sale without a price is none. A talk without an outcome is cut. DataError says why a talk cannot be an episode.
    """
    info, output = as_object(entry.get("buyer_info"), "buyer_info"), entry.get("output")
    scenario: Scenario = {"imported": number, **_buyer(info)}
    spoken = _spoken(entry.get("lines"))
    turns = [Turn(Role.ENV, OPENING), *(Turn(role, text) for role, text in spoken)]
    if turns[-1].role is Role.AGENT:
        turns.append(Turn(Role.ENV, "\n"))  # a buyer who says nothing but his decision
    lines = len(turns) // 2
    if lines > task.turn_limit:
        raise DataError(f"it has {lines} seller lines, but a talk of {task.name} has at most {task.turn_limit}")
    decision = None if output is None else _decision(as_object(output, "output"))
    if decision is None and lines == task.turn_limit:
        decision = Decision(False, None, None)
    if decision is None:
        return _episode(task, number, scenario, turns, Ending.TURN_LIMIT, {})
    budget = cast(int, scenario["budget"])
    paid, share = revenue(decision), ratio(decision, Facts("", "", "", frozenset(), budget))
    turns[-2] = replace(turns[-2], reward=share if task.name.endswith("[reward=ratio]") else paid)
    figures = {"sale": float(decision.sale or 0), "sticker": float(decision.sticker or 0), "lines": 2.0 * lines}
    return _episode(task, number, scenario, turns, Ending.SUCCESS if decision.sold else Ending.FAILURE, {"revenue": paid, "ratio": share, **figures})


def _episode(task: Task, number: int, scenario: Scenario, turns: list[Turn], ending: Ending, metrics: dict[str, float]) -> Episode:
    return Episode(task.name, task.version, scenario, tuple(turns), ending, seed_for("import", task.name, number), PLAYERS, metrics)


def _base(task: Task) -> str:
    return task.name.partition("[")[0]


# --- Games of questions

_ASKED = re.compile(r"(.*\?)([^?]*\w[^?]*)", re.DOTALL)
"""A question and its answer, with a space between or none; the last question mark that something follows divides them."""
_STATED = re.compile(r"(.*\S)\s+((?:yes|no)\W*)", re.DOTALL | re.IGNORECASE)
"""A question without a question mark, and a yes or no."""


def _exchanges(value: Json, correct: bool) -> list[tuple[str, str]]:
    """(question, answer) of each line. A last question without an answer is left out, unless it is the one that made the game correct."""
    lines = [" ".join(as_text(line, f"line {i} of lines").split()) for i, line in enumerate(as_list(value, "lines"), 1)]
    found: list[tuple[str, str]] = []
    for i, line in enumerate(lines, 1):
        if (parts := _ASKED.fullmatch(line) or _STATED.fullmatch(line)) is not None:
            found.append((f"{parts[1].strip()}\n", parts[2].strip()))
        elif i < len(lines) or not line:
            raise DataError(f"line {i} of lines is no question with its answer, but {line[:60]!r}")
        elif correct:
            found.append((f"{line}\n", "Yes."))
    if not found:
        raise DataError("it has no answered question, so nothing is left to learn from")
    return found


def _secret(value: Json, key: str, called: Callable[[str], str | None]) -> str:
    """Our name for the published word: a list of variants, or a text that divides them by semicolons; a city may have its country after a comma."""
    words = [w for i, item in enumerate(value if isinstance(value, list) else [value], 1) for w in as_text(item, f"name {i} of word").split(";")]
    for word in (*words, *(w.partition(",")[0] for w in words)):
        if (name := called(word)) is not None:
            return name
    raise DataError(f"its word {'; '.join(words)[:60]!r} is no {key} of the task")


# --- Talks with a buyer

_SPEAKERS = {"seller": Role.AGENT, "dealer": Role.AGENT, "buyer": Role.ENV}
_OUTPUT = re.compile(r"\s*Output: Decision=.*", re.DOTALL)
"""How a published buyer writes his decision, where it was left in his text."""


def _spoken(value: Json) -> list[tuple[Role, str]]:
    """Who says what, the seller first, in turn; each text on one line."""
    said: list[tuple[Role, str]] = []
    for i, item in enumerate(as_list(value, "lines"), 1):
        line = as_object(item, f"line {i} of lines")
        role = _SPEAKERS.get(as_text(line.get("role"), f"role of line {i}").strip().lower())
        if role is None:
            raise DataError(f"the role of line {i} is {str(line['role'])[:40]!r}, but it must be Seller or Buyer")
        text = as_text(line.get("text"), f"text of line {i}")
        text = " ".join((_OUTPUT.sub("", text) if role is Role.ENV else text).split())
        if said and said[-1][0] is role:
            said[-1] = (role, f"{said[-1][1]} {text}".strip())
        else:
            said.append((role, text))
    if not said:
        raise DataError("it has no lines, so nothing is left to learn from")
    if said[0][0] is not Role.AGENT:
        raise DataError("its first line is not the seller's, but the seller begins a talk")
    return [(role, f"{text}\n") for role, text in said]


_NATURE = {"personality": "personality", "brand": "preferred_brands", "type": "preferred_type", "features": "preferred_features"}


def _buyer(info: Mapping[str, Json]) -> dict[str, Json]:
    """What the file knows of the buyer, by our names where the things are the same."""
    budget = _dollars(info.get("budget"), "budget")
    if budget is None or budget <= 0:
        raise DataError("the buyer_info has no budget, without which the outcome cannot be paid")
    known: dict[str, Json] = {"budget": budget}
    for ours, theirs in _NATURE.items():
        if (told := info.get(theirs)) is not None:
            known[ours] = re.sub(r"^an? ", "", told.strip()) if ours == "brand" and isinstance(told, str) else told
    return known


def _decision(output: Mapping[str, Json]) -> Decision | None:
    """The published outcome; None where it says neither that the car was bought nor that it was not."""
    bought = as_flag(output.get("car_bought"), "car_bought")
    if bought is None:
        return None
    sticker, price = _dollars(output.get("msrp"), "msrp"), _dollars(output.get("buy_price"), "buy_price")
    sticker = sticker if sticker is not None and sellable(sticker) else None
    if not bought or price is None:
        return Decision(False, sticker, None)
    if not sellable(price):
        raise DataError(f"the buy_price of {price} dollars is none that a dealer could ask, which are {LOWEST} to {HIGHEST}")
    return Decision(True, sticker or price, price)


def _dollars(value: Json, name: str) -> int | None:
    """Whole dollars of a number, or of a text such as "$27,500" or "27.5k"; None where there is nothing."""
    if value is None or (isinstance(value, str) and value.strip().lower() in ("", "none", "null", "n/a")):
        return None
    if isinstance(value, str):
        found = re.fullmatch(r"\$?\s*(\d[\d,]{0,12}(?:\.\d{1,12})?)\s*(k?)(?:\s*dollars)?", value.strip().lower())
        amount = float(found[1].replace(",", "")) * (1000 if found[2] else 1) if found else -1.0
    else:
        amount = -1.0 if isinstance(value, bool) or not isinstance(value, int | float) else float(value)
    if not 0 <= amount < 1e12:
        raise DataError(f"the {name} is no amount of dollars, but {str(value)[:40]!r}")
    return round(amount)
