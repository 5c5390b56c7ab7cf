"""Questions about the letters of the object's name: `start with b`, `have more than five letters`, `is it two words`."""

from __future__ import annotations

import re

from lmrl_gym.tasks.twenty_questions.facts import Thing
from lmrl_gym.tasks.twenty_questions.measures import AMOUNT, LESS, MORE, number, those


def letters(text: str) -> int | None:
    """`start with b`, `have more than five letters`, `is it two words`: about the object's name."""
    if not re.search("letter|word|start|begin|end", text):
        return None
    text = re.sub(r"\b(?:the|its|spelled|spelling|a|an)\b ?", "", text)
    if found := re.search(
        (
            r"\b(?P<how>start|starts|begin|begins|end|ends|beginning|starting|ending) (?:with|in|"
            r"by) (?:letter )?(?P<x>[a-z]|vowel|consonant)$"
        ),
        text,
    ):
        at = -1 if found["how"].startswith("end") else 0
        wanted = {"vowel": "aeiou", "consonant": "bcdfghjklmnpqrstvwxyz"}.get(found["x"], found["x"])
        return those(lambda t: t.name[at].lower() in wanted)
    if found := re.search(r"\b(?:contain|have|has|include|with) (?:letter )(?P<x>[a-z])(?: in it)?$", text):
        letter = found["x"]
        return those(lambda t: letter in t.name.lower())
    if found := re.search(rf"(?:(?P<how>{MORE}|{LESS}|exactly) )?{AMOUNT} (?P<what>letter|letters|word|words)\b", text):
        n = number(found["n"]) or 0.0
        how, of_letters = found["how"] or "exactly", found["what"].startswith("letter")

        def holds(thing: Thing) -> bool:
            k = len(thing.name.replace(" ", "")) if of_letters else len(thing.name.split())
            return k == n if how == "exactly" else k > n - (how == "at least") if re.fullmatch(MORE, how) else k < n

        return those(holds)
    return None
