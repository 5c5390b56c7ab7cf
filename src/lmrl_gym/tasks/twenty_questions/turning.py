"""What a clause says the other way round: `is it free of wheels` asks the reverse of `does it have wheels` (turning.toml)."""

from __future__ import annotations

import re
from functools import lru_cache

from lmrl_gym.tasks.twenty_questions.dispatch import Signs
from lmrl_gym.tasks.twenty_questions.facts import table


def turned(clause: str) -> str | None:
    """What has the reverse answer, in positive words; None where nothing is turned."""
    rows, signs = _table()
    for row in signs.rows(clause):
        pattern, means = rows[row]
        if found := pattern.match(clause):
            return found.expand(means) + clause[found.end() :]
    return None


_RATHER = re.compile(
    r"^(?P<start>.*?(?:is|does|would) (?:it|this|(?:the|this|your) (?:object|item|thing)) (?:be |feel |look |seem )?)(?P<one>\w+)(?: (?:or|"
    r"and) \w+)? (?:rather than|instead of|"
    r"as opposed to|more than) (?P<other>\w+)(?P<rest>(?: to the touch| to touch| in \w+)?[ ?]*)$"
)


def opposed(sentence: str) -> str:
    """`is it dull rather than shiny` as `is it not shiny`: of two opposites."""
    found = _RATHER.match(sentence)
    if found is None or found["one"] not in _opposites().get(found["other"], ()):
        return sentence
    return f"{found['start']}not {found['other']}{found['rest']}"


@lru_cache(maxsize=1)
def _opposites() -> dict[str, list[str]]:
    """Adjective -> those that say the opposite."""
    return {word: said.split() for word, said in table("turning")["opposites"].items()}


@lru_cache(maxsize=1)
def _table() -> tuple[list[tuple[re.Pattern[str], str]], Signs]:
    """Pattern and what takes its place, in the order of the file; and which may match."""
    found = table("turning")
    rows = []
    for row in found["reverse"]:
        said = row["said"]
        for name, words in found["parts"].items():
            said = said.replace(f"{{{name}}}", f"(?:{words})")
        rows.append((re.compile(said), row["means"]))
    return rows, Signs(row["signs"] for row in found["reverse"])
