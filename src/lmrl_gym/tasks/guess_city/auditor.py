"""One question about a named city, answered as in a game: the first question of an episode with seed 0, through the env and its default partner."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import cast

from lmrl_gym.core.episode import Ending, Json
from lmrl_gym.core.errors import DataError
from lmrl_gym.core.seeds import seed_for
from lmrl_gym.core.task import Ask, PartnerEnv, Task
from lmrl_gym.tasks.guess_city.knowledge import knowledge
from lmrl_gym.tasks.guess_city.oracle import UNCLEAR, UNKNOWN
from lmrl_gym.tasks.guess_city.words import plain


def city_called(text: str) -> str | None:
    """The city of the hundred that `text` is a spelling of, in any case and with accents or without; None where it is none."""
    return _called().get(plain(text))


@lru_cache(maxsize=1)
def _called() -> dict[str, str]:
    return {plain(spelling): city.name for city in knowledge().cities.values() for spelling in (city.name, *city.also)}


def answered(task: Task, row: Mapping[str, Json]) -> dict[str, Json]:
    """{"secret": a city, "text": a question} -> {"answer", "understood", "wins"}. DataError names what is missing or unknown.

    The answer comes without its line end; what is not understood is what the metric `unclear` counts.
    """
    secret, text = row.get("secret"), row.get("text")
    if not isinstance(secret, str) or not isinstance(text, str):
        raise DataError(f"a question to {task.name} needs the strings 'secret' and 'text', but has {', '.join(row) or 'nothing'}; give both")
    name = city_called(secret)
    if name is None:
        near = get_close_matches(plain(secret), _called(), n=1)
        remedy = f"did you mean '{_called()[near[0]]}'?" if near else "use one that its scenarios name"
        raise DataError(f"the secret {secret[:80]!r} is none of the hundred cities of {task.name}; {remedy}")
    env, partner = cast(PartnerEnv, task.start({"city": name})), task.partner()
    assert partner is not None
    step, understood = env.step(text if text.endswith("\n") else f"{text}\n"), True
    if isinstance(step, Ask):
        said = partner.reply([step.dialogue], seeds=[seed_for(0, "partner", 0, 0)])[0].text
        understood = said.strip() not in (*UNCLEAR, *UNKNOWN)
        step = env.resume(said)
    assert not isinstance(step, Ask)
    return {"answer": step.text.rstrip("\n"), "understood": understood, "wins": step.ending is Ending.SUCCESS}
