"""What an open question asks of a thing, where what would be said tells something else of it: its stuff, its word, how long it lasted, who did it.

Of the sentences that would be said those stay that tell such a thing; if none does, the likest note that tells it is said instead.
"""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re

from lmrl_gym.tasks.guess_city.kinds import asked, names_kind
from lmrl_gym.tasks.guess_city.likeness import NAMED, likest
from lmrl_gym.tasks.guess_city.notes import BY_FORM
from lmrl_gym.tasks.guess_city.preferring import HALF, WHOLE

_SOMEWHAT = 0.3
"""The share of the question that the note has to hold."""
_EITHER = re.compile(r"\bor\b|^name\b")
_WORD_FOR = re.compile(r"what is the (?:local |native |proper )?(?:word|term) for\b")
_LASTED = re.compile(r"how (?:long|many (?:days|weeks|months|years)) (?:did|were|was|had|have|has|lasted|they|it)\b(?!.*\b(?:capital|people|river|bridge|independent|existed|ruled?)\b)")
_OF_STUFF = re.compile(r"\b(?:made|built|carved|cast|woven|consists?|put up|cut) (?:up )?(?:out )?(?:of|from)(?: what| which \w+)?(?: really| actually| exactly| mostly)?$|^(?:of |from |out of )?what (?:\w+ )?(?:is|are|was|were) .*\b(?:made|built|carved|cast|woven) (?:out )?(?:of|from)\b|^(?:of|from|in) (?:what|which) (?:material|stone|metal|wood|stuff)\b|\b(?:what|which) (?:material|stone|metal|wood|kind of stone|sort of stone|fabric|cloth)\b")
"""What asks for the word of a thing, how long it lasted, of what it is made."""
_TOLD_OF = {"word": BY_FORM["word"], "stuff": BY_FORM["stuff"], "how long": BY_FORM["how long"], "who": NAMED}
"""What tells it."""


def particularly(aimed: str, text: str, said: tuple[str, ...], name: str) -> tuple[str, ...]:
    """What is said to the question `text` (plain words), read as `aimed`, in place of `said`; empty where that stays."""
    if aimed[0] == "#" and said and asked(text).form == "thing" and not _EITHER.search(text) and not any(names_kind(int(aimed[1:]), s) and not s.startswith("Its country's national ") for s in said):
        found = likest(text, name)
        return (found.text,) if found is not None and found.words > 1 and found.share >= HALF and found.weight >= WHOLE and names_kind(int(aimed[1:]), found.text) else ()
    form = "word" if _WORD_FOR.match(text) else "stuff" if _OF_STUFF.search(text) else "how long" if _LASTED.match(text) else asked(text).form
    if form not in _TOLD_OF:
        return ()
    if kept := tuple(s for s in said if _TOLD_OF[form].search(s)):
        return kept if form == "who" and kept != said and aimed == "words" else ()
    found = likest(text, name, form)
    return (found.text,) if found is not None and found.share >= _SOMEWHAT and found.weight >= WHOLE and _TOLD_OF[form].search(found.text) else ()
