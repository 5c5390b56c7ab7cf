"""Names: which city a text names, and whether a text gives a city away.

Three separate readings. `named` finds the cities that a guesser's text names, in any accepted spelling; a name that only serves a comparison ("bigger
than Paris", "near Rome") is no guess. `several` counts every city in the text, comparisons and short names too: a text with two never wins. `leaks`
looks at an answer with suspicion: names, stems of names, spelled out, backwards, in disguise, in compounds, abbreviated or in other scripts, and talk
about letters, rhymes and what the name means all count.
"""

# ruff: noqa: E501, SIM905 -- lists of words

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from lmrl_gym.tasks.guess_city.knowledge import City, Country, knowledge
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.words import ascii_letters, plain

_COMPARES = frozenset("than near nearer to from like of between versus vs beside outside nearby before after with beyond past around behind".split())
_CHOOSES = frozenset("one two three any either some all each neither none both which guess city town thinking".split())
"""Words after which "of" chooses ("one of Paris, Rome") and does not compare ("north of Rome")."""
_FILLS = frozenset("the city town".split())
_JOINS = frozenset("and or nor".split())
_NO_CHOICE = re.compile(r"\bor (?=(\d|more\b|less\b|fewer\b|not|what|no|so|else|something|am i|is it not)\b)")
"""An "or" that offers nothing else."""
_FRAME = frozenset(
    "is it the city this my guess answer i think could be maybe final would a you are thinking of that in called named can must has does "
    "so then ok perhaps probably believe say going with what about not to got gotta surely definitely".split()
)
_TOO_SHORT = 3
"""Names of so few letters (LA, NY, HK) are read as names only in a text that says nothing else."""
_NOT_AFTER = {"rome": ("new", "third", "second"), "salvador": ("el", "san"), "lima": ("new",), "york": ("of",), "rio": ("del",), "quezon": ("manuel",)}
_NOT_BEFORE = {"rio": ("grande", "de", "negro", "bravo"), "new york": ("state",), "paris": ("texas",), "kali": ("temple",), "cali": ("cartel",)}


@lru_cache(maxsize=1)
def _spellings() -> tuple[dict[str, str], dict[str, int]]:
    """Every spelling of every known city, plain, with the city it means; and by first word, how many words a spelling has at most."""
    found = {plain(name): name for name in knowledge().where}
    for city in knowledge().cities.values():
        for spelling in (city.name, *city.also):
            found[plain(spelling)] = city.name
    longest: dict[str, int] = {}
    for spelling in found:
        first, *rest = spelling.split()
        longest[first] = max(longest.get(first, 0), 1 + len(rest))
    return found, longest


@lru_cache(maxsize=8192)
def mentions(text: str) -> tuple[tuple[str, int, int], ...]:
    """The cities that plain `text` mentions, in order: (city, first word, one past the last word). Longer spellings come before shorter ones."""
    return tuple(_spelt(text.split(), short=False))


def _spelt(words: list[str], *, short: bool) -> Iterator[tuple[str, int, int]]:
    """The mentions in `words`; names of few letters count beside any other words where `short` is true."""
    spellings, longest = _spellings()
    i = len(words) if longest.keys().isdisjoint(words) else 0
    while i < len(words):
        for n in range(min(longest.get(words[i], 0), len(words) - i), 0, -1):
            spelling = " ".join(words[i : i + n])
            city = spellings.get(spelling)
            if city is not None and _stands(spelling, words, i, n, short=short):
                yield city, i, i + n
                i += n - 1
                break
        i += 1


def _stands(spelling: str, words: list[str], i: int, n: int, *, short: bool) -> bool:
    if not short and len(spelling.replace(" ", "")) <= _TOO_SHORT and not set(words[:i] + words[i + n :]) <= _FRAME:
        return False
    if i and words[i - 1] in _NOT_AFTER.get(words[i], ()):
        return False
    if i + n < len(words) and words[i + n] == "of" and i and words[i - 1] == "the":
        return False  # "the Paris of the East"
    return i + n >= len(words) or words[i + n] not in _NOT_BEFORE.get(spelling, ())


def named(text: str) -> tuple[str, ...]:
    """The different cities that plain `text` names as guesses, in order; names in comparisons are left out."""
    words = text.split()
    found: list[str] = []
    end, compared = -1, False
    for city, first, last in mentions(text):
        back = first - 1
        while back >= 0 and words[back] in _FILLS:
            back -= 1
        # "near Rome or Milan": what follows a compared name is compared with it.
        joined = set(words[end:first]) <= _JOINS | _FILLS if end >= 0 else False
        compared = (compared and joined) or _compares(words, back, first)
        end = last
        if not compared and city not in found:
            found.append(city)
    return tuple(found)


def _compares(words: list[str], back: int, first: int) -> bool:
    """Whether the word at `back`, from which only fillers lead to the name at `first`, sets the name beside the city and does not guess it."""
    if back > 0 and words[back] in ("in", "at", "of") and words[back - 1] == "than":
        return True
    if back < 0 or words[back] not in _COMPARES:
        return False
    before = words[back - 1] if back else ""
    if words[max(back - 2, 0) : back] == ["none", "other"]:
        return False
    if words[back] == "of":
        return bool(before) and back == first - 1 and before not in _CHOOSES
    if words[back] == "like" and before in ("sounds", "sound", "looks", "seems"):
        return False
    return not (words[back] == "with" and before in ("go", "going", "or"))


def several(text: str) -> bool:
    """Whether plain `text` mentions two cities or more, in whatever part they play, or offers something else beside the one it mentions."""
    words = text.split()
    spans = list(_spelt(words, short=True))
    if len({city for city, _, _ in spans}) > 1:
        return True
    for _, first, last in reversed(spans):
        words[first:last] = ["@"]
    bare = regex(r"@( (and|or) @)+").sub("@", " ".join(words))
    return bool(spans) and bool(regex(r"\b(or|nor)\b").search(_NO_CHOICE.sub("", bare)))


# --- The guard

_ABOUT_NAME = re.compile(
    r"\b(starts?|begins?|ends?|beginning|ending) with\b|(?<!latin )(?<!round )(?<!cyrillic )\bletters?\b|\brhymes?\b|\bspell(s|ed|ing)?\b|\bsyllables?\b|\banagram|\binitials?\b|\bvowels?\b|\bbackwards\b"
    r"|(?<!whose )\bname (?:of the (?:city|country|place) )?(?:means?|meant)\b"
)
_DISGUISE = str.maketrans("013457$@!|", "oleastsail")
_INNER = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Where words are written together: Trans|Jakarta."""
_HEAD = re.compile(r"\b([a-z]{4,})-(?=[a-z])")
"""What a compound begins with: Ethio-jazz."""
_SMALL = frozenset("de of the".split())


class _Guard(NamedTuple):
    """What may not stand in an answer."""

    starts: re.Pattern[str]
    """Beginnings of words, also backwards."""
    runs: tuple[str, ...]
    """Letters of five and more that words may not hold together, also backwards."""
    ends: tuple[str, ...]
    """Ends of words."""
    whole: tuple[str, ...]
    """The names, of which no compound may begin with a part."""
    capitals: re.Pattern[str]
    """Abbreviations that hold the name's: NYU, UCLA, ITA."""


@lru_cache(maxsize=256)
def _forbidden(city: str) -> _Guard:
    record = knowledge().cities[city]
    country = knowledge().country(record)
    texts = {ascii_letters(t) for t in (record.name, *record.also, *record.never, country.key, *country.names, *country.stems)}
    stems = {" ".join(regex("[a-z]+").findall(t)) for t in texts}
    tight = {s.replace(" ", "") for s in stems}
    keep = {s for s in stems | tight if len(s) >= 3}
    both = keep | {s.replace(" ", "")[::-1] for s in keep if len(s) > 4 or s == ascii_letters(record.name)}
    starts = re.compile(r"\b(" + "|".join(re.escape(s) if len(s) > 3 else re.escape(s) + r"(?=\b|n\b|ns\b)" for s in sorted(both)) + ")")
    runs = {s for s in tight if len(s) >= 5}
    return _Guard(starts, tuple(sorted(runs | {s[::-1] for s in runs})), tuple(sorted(s for s in tight if len(s) > 5)), tuple(sorted(tight)), _capitals(record, country))


def _capitals(city: City, country: Country) -> re.Pattern[str]:
    """Short words in capitals that begin or end with initials of the name, or hold its first three letters."""
    names = {n.replace(" ", "") for n in (*city.also, *country.names) if n.isupper()}
    words = [w for w in regex("[a-z]+").findall(ascii_letters(city.name)) if w not in _SMALL]
    names |= {"".join(w[0] for w in words).upper()} if len(words) > 1 else set()
    three = "|".join(sorted(ascii_letters(n)[:3].upper() for n in (city.name, country.key) if " " not in n))
    short = "|".join(sorted(names))
    inside = [rf"[A-Z]*(?:{three})[A-Z]*"] if three else []
    outside = [rf"(?:{short})[A-Z]*|[A-Z]*(?:{short})"] if short else []
    return re.compile(rf"\b(?=[A-Z]{{2,6}}s?\b)(?:{'|'.join(inside + outside)})s?\b")


@lru_cache(maxsize=65536)
def leaks(city: str, text: str) -> bool:
    """Whether `text`, as an answer, gives away the name of `city` or of its country, or speaks about letters or the meaning of the name."""
    if not text.isascii() and any(not ch.isascii() and unicodedata.category(ch)[0] == "L" and not ascii_letters(ch) for ch in text):
        return True  # another script: no short English sentence needs one
    low = ascii_letters(text)
    guard = _forbidden(city)
    if _ABOUT_NAME.search(low) or guard.capitals.search(text):
        return True
    if any(name.startswith(head) for head in _HEAD.findall(low) for name in guard.whole):
        return True
    for form in {low, low.translate(_DISGUISE), ascii_letters(_INNER.sub(" ", text))}:
        words = regex("[a-z]+").findall(form)
        spaced = " ".join(words)
        # "Bei jing": names cut in pieces that begin a word; "t o k y o", "T-O-K-Y-O": single letters read as a word
        if guard.starts.search(spaced) or any(word.endswith(guard.ends) for word in words) or _in_pieces(words, guard.runs):
            return True
        for spelled in regex(r"\b(?:[a-z] ){2,}[a-z]\b").findall(spaced):
            if guard.starts.search(spelled.replace(" ", "")):
                return True
    return False


def _in_pieces(words: list[str], runs: tuple[str, ...]) -> bool:
    """Whether words that follow each other, written together, begin with one of `runs`."""
    whole = "".join(words)
    if not any(run in whole for run in runs):
        return False
    return any("".join(words[i : i + 12]).startswith(runs) for i in range(len(words)))


def safe(city: City, texts: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `texts` that give nothing away."""
    return tuple(text for text in texts if not leaks(city.name, text))
