"""One question about a named thing, answered as in a game: the first question of an episode with seed 0, through the env and its default partner."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import cast

from lmrl_gym.core.episode import Ending, Json
from lmrl_gym.core.errors import DataError
from lmrl_gym.core.seeds import seed_for
from lmrl_gym.core.task import Ask, PartnerEnv, Task
from lmrl_gym.tasks.twenty_questions.facts import things
from lmrl_gym.tasks.twenty_questions.game import yes_or_no
from lmrl_gym.tasks.twenty_questions.words import plain


def object_called(text: str) -> str | None:
    """The object that `text` is a name of: any of its names, in any case, with an article or without; None where it is none."""
    words = plain(text)
    first, _, rest = words.partition(" ")
    return _called().get(words) or (_called().get(rest) if first in ("a", "an", "the", "some") else None)


@lru_cache(maxsize=1)
def _called() -> dict[str, str]:
    return {plain(name): thing.name for thing in things() for name in thing.variants}


def answered(task: Task, row: Mapping[str, Json]) -> dict[str, Json]:
    """{"secret": an object, "text": a question} -> {"answer", "understood", "wins"}. DataError names what is missing or unknown.

    The answer comes without its line end; `understood` is what the metric of that name counts.
    """
    secret, text = row.get("secret"), row.get("text")
    if not isinstance(secret, str) or not isinstance(text, str):
        raise DataError(f"a question to {task.name} needs the strings 'secret' and 'text', but has {', '.join(row) or 'nothing'}; give both")
    name = object_called(secret)
    if name is None:
        near = get_close_matches(plain(secret), _called(), n=1)
        remedy = f"did you mean '{near[0]}'?" if near else "use one that its scenarios name"
        raise DataError(f"the secret {secret[:80]!r} is none of the 158 objects of {task.name}; {remedy}")
    env, partner = cast(PartnerEnv, task.start({"object": name})), task.partner()
    step = env.step(text if text.endswith("\n") else f"{text}\n")
    assert isinstance(step, Ask)
    assert partner is not None
    said = partner.reply([step.dialogue], seeds=[seed_for(0, "partner", 0, 0)])[0].text
    answer = env.resume(said)
    assert not isinstance(answer, Ask)
    return {"answer": answer.text.rstrip("\n"), "understood": yes_or_no(said)[1], "wins": answer.ending is Ending.SUCCESS}
