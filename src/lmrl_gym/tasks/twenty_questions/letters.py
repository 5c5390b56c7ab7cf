"""Questions about the letters of the object's name: `start with b`, `have more than five letters`, `is it two words`."""

from __future__ import annotations

import re
from itertools import pairwise

from lmrl_gym.tasks.twenty_questions.facts import Thing, things
from lmrl_gym.tasks.twenty_questions.measures import AMOUNT, COUNT, LESS, MORE, number, those

_ODD = {
    "violin": 3, "piano": 3, "diary": 3, "lion": 2, "scissors": 2, "orange": 2, "calendar": 3, "battery": 3, "baseball": 2, "baseball bat": 3,
    "saxophone": 3, "headphone": 2, "smartphone": 2, "ocean": 2, "meteorite": 4, "stapler": 2, "lego": 2, "hairclip": 2, "bracelet": 2, "bookcase": 2,
    "nightstand": 2, "cantaloupe": 3, "camera": 3, "toothpaste": 2, "microwave": 3, "stuffed animal": 4, "screwdriver": 3, "motorcycle": 4,
    "cooking pot": 3, "pineapple": 3, "watering can": 4, "lawn mower": 3, "sharpie": 2, "airplane": 2, "necklace": 2, "pliers": 2, "celery": 3,
    "gloves": 1, "table": 2, "apple": 2, "puzzle": 2, "television": 4, "computer keyboard": 5, "paintbrush": 2, "toothbrush": 2, "couch": 1,
}  # fmt: skip


def _syllables(name: str) -> int:
    """How many syllables a name has."""
    return _ODD.get(name) or sum(max(1, len(re.findall("[aeiouy]+", re.sub("e$", "", word)))) for word in name.split())


_ALPHABET = re.compile(
    r"\b(?:start|starts|begin|begins|starting|beginning|first letter(?: of(?: its)?(?: name)?)?(?: is| be| come| comes| fall|"
        r" falls)?) ?(?:with |in |by )?"
    r"(?:some |one of |any |letter |letters |somewhere |that (?:is|comes) |which (?:is|comes) |of )*"
    r"(?:(?:from|between|in range|in) (?P<one>[a-z]) (?:to|and|through|or) (?P<other>[a-z])|(?P<side>before|after|earlier than|"
        r"later than) (?:letter )?(?P<x>[a-z])|"
    r"(?:in |from )?(?P<half>first|second|last|latter|later|early|earlier) (?:half|part) of alphabet|(?P<any>of alphabet|from alphabet|in alphabet))"
    r"(?: in alphabet| of alphabet| in alphabetical order| alphabetically)?$"
)


def _in_alphabet(text: str) -> int | None:
    """`start with letter between c and m`: by the place of the first letter in the alphabet."""
    if (found := _ALPHABET.search(text)) is None:
        return None
    if found["any"]:
        return (1 << len(things())) - 1
    if found["half"]:
        early = found["half"] in ("first", "early", "earlier")
        return those(lambda t: (t.name[0].lower() < "n") is early)
    if found["side"]:
        early, x = found["side"] in ("before", "earlier than"), found["x"]
        return those(lambda t: t.name[0].lower() < x if early else t.name[0].lower() > x)
    low, high = sorted((found["one"], found["other"]))
    return those(lambda t: low <= t.name[0].lower() <= high)


def letters(text: str) -> int | None:
    """`start with b`, `have more than five letters`, `is it two words`: about the object's name."""
    if not re.search("letter|word|start|begin|end|syllable", text):
        return None
    if (told := re.match(r"^(?:thing|word|object|item) (?:whose|with) (?:name )?(?P<rest>.+)", re.sub(r"^(?:an? |something |the )", "", text))):
        text = told["rest"]
    ranged = re.sub(r"\b(?:the|its|name|an)\b ?|\ba (?=letter)", "", text)
    if (mask := _in_alphabet(ranged)) is not None:
        return mask
    if found := re.match(
        rf"^(?:(?:have|has|with|contain) )?(?:exactly |only |just )?(?:(?P<how>{MORE}|{LESS}) )?(?P<n>\d+|{'|'.join(COUNT)}) syllables?"
        r"(?: long| in (?:it|its name|the name|the word))?$",
        text,
    ):
        n = number(found["n"]) or 0.0
        how = found["how"] or ""
        more = bool(how) and re.fullmatch(MORE, how) is not None

        def counts(thing: Thing) -> bool:
            k = _syllables(thing.name)
            return k == n if not how else k > n - (how == "at least") if more else k < n

        return those(counts)
    if found := re.match(r"^(?:the |its )?(?P<at>first|last|initial|final) letter (?:of (?:it|its name|the name|the word) )?(?:is |"
        r"be )?(?:an? |the )?(?:letter )?(?P<x>[a-z]|vowel|consonant)$", text):
        at = 0 if found["at"] in ("first", "initial") else -1
        wanted = {"vowel": "aeiou", "consonant": "bcdfghjklmnpqrstvwxyz"}.get(found["x"], found["x"])
        return those(lambda t: t.name[at].lower() in wanted)
    if re.search(r"\b(?:double|doubled|repeated) letters?\b|\b(?:two of )?(?:the )?same letters? (?:twice )?in a row\b|\b(?:double|"
        r"two) identical letters\b", text):
        return those(lambda t: any(x == y for word in t.name.split() for x, y in pairwise(word)))
    if re.match(r"^(?:an? )?(?:single|one|just one|only one) word(?: name)?(?: long)?$", text):
        return those(lambda t: " " not in t.name)
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
