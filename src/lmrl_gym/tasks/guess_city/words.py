"""From what somebody types to plain words: letter case, accents, contractions, numbers, slips of the keyboard.

`plain` is a pure clean-up: lower-case ASCII words and numbers with single spaces between. `mend` replaces words that nobody knows by the one known
word that is a slip away, and leaves everything else alone. The known words are given by whoever asks, so this file knows no facts.
"""

# ruff: noqa: E501, SIM905 -- lists of words

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from lmrl_gym.tasks.guess_city.patterns import regex

LONGEST = 400
"""Characters of a question that are read; the rest is passed over."""
_MOST = 1e15
"""A number beyond this is read as this: nothing about a city is as large, and longer digits would overflow."""

_SLANG = {
    "whats": "what is", "wheres": "where is", "whos": "who is", "hows": "how is", "its": "its", "ur": "your", "u": "you", "w": "with", "r": "are", "pls": "please",
    "plz": "please", "dont": "do not", "doesnt": "does not", "isnt": "is not", "ppl": "people", "wich": "which", "wat": "what", "teh": "the",
    "hve": "have", "peope": "people", "n": "and", "thier": "their", "arent": "are not", "wasnt": "was not", "hasnt": "has not", "didnt": "did not",
    "cant": "can not", "kinda": "kind of", "popn": "population", "temp": "temperature", "underground": "underground", "lang": "language",
    "relgion": "religion", "religon": "religion", "musuem": "museum", "goverment": "government", "langage": "language", "cathederal": "cathedral",
    "hav": "have", "wanna": "want to", "gonna": "going to", "bout": "about", "lookin": "looking", "dat": "that", "da": "the", "capitol": "capital", "castel": "castle", "innit": "", "lotsa": "lots of", "loadsa": "loads of", "sorta": "sort of", "doller": "dollar", "dollers": "dollars", "ruines": "ruins", "moske": "mosque", "moskes": "mosques", "mosk": "mosque", "mosks": "mosques", "gud": "good",
    "cud": "could", "wud": "would", "dey": "they", "coz": "because", "cuz": "because", "bigest": "biggest", "wots": "what is", "wot": "what", "wats": "what is", "havin": "having", "goin": "going",
    "tho": "though", "twenties": "1920 s", "thirties": "1930 s", "forties": "1940 s", "fifties": "1950 s", "sixties": "1960 s", "seventies": "1970 s", "eighties": "1980 s", "nineties": "1990 s", "yrs": "years", "yr": "year", "hrs": "hours", "hr": "hour", "mins": "minutes", "kms": "km", "kpop": "k pop", "jpop": "j pop", "thr": "there", "ofc": "of course", "rly": "really", "abt": "about", "bday": "birthday", "lol": "", "umm": "", "um": "", "hmm": "", "uh": "", "boarder": "border", "boarders": "borders", "iland": "island", "yaer": "year", "fouded": "founded", "theres": "there is", "thats": "that is", "gov": "government", "govt": "government",
    "thru": "through", "neighborhood": "neighbourhood", "neighborhoods": "neighbourhoods", "harbor": "harbour", "harbors": "harbours", "accros": "across", "accross": "across", "acros": "across", "becuz": "because", "lil": "little", "sth": "something", "smth": "something", "nite": "night", "nites": "nights", "agn": "again", "wht": "what", "whch": "which", "btw": "", "tbh": "", "omg": "", "happend": "happened", "fav": "favourite", "fave": "favourite", "colored": "coloured", "colorful": "colourful",
    "costal": "coastal", "souther": "southern", "norther": "northern", "throught": "throughout", "beech": "beach", "neer": "near", "yeer": "year",
}  # fmt: skip
_AUX = "is|are|was|were|does|do|did|has|have|had|can|could|would|will|should"
_FIRST_NOT = re.compile(rf"^((?:so|well|and|but|ok|okay) )?({_AUX})n ?t\b")
_UNITS = {w: i for i, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
                                     "eighteen nineteen".split())}  # fmt: skip
_TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 100.0, "thousand": 1e3, "k": 1e3, "million": 1e6, "millions": 1e6, "mil": 1e6, "mill": 1e6, "mln": 1e6, "milion": 1e6, "millon": 1e6, "milions": 1e6, "mio": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9}
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11,
    "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
    "twentieth": 20,
}  # fmt: skip

_COUNTING = frozenset((*_UNITS, *_TENS, *_SCALES, *_ORDINALS, "half"))
"""Words without which, and without digits, there is no number."""


def ascii_letters(text: str) -> str:
    """`text` without accents, in lower case; letters that have no ASCII base are dropped."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()


def clipped(text: str) -> str:
    """`text` as it is kept and read: without outer space, and one character longer than `LONGEST` where it was longer still."""
    return text.strip()[: LONGEST + 1]


def plain(text: str) -> str:
    """The words of `text`: `What's the city's  Población?` -> `what is the city poblacion`; `10 million` -> `10000000`."""
    return _plain(text[:LONGEST])


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    text = ascii_letters(text.replace("’", "'").replace("`", "'").replace("–", "-"))
    numbers = regex(r"\d").search(text) is not None
    if "w/" in text:
        text = regex(r"\bw/o\b").sub("without", regex(r"\bw/ ").sub("with ", text))
    if numbers:
        text = regex(r"\bb4\b").sub("before", text)
        text = regex(r"(?<=\d),(?=\d{3})").sub("", text)
        text = regex(r"(?<![\w.])(\d+)\+").sub(r"over \1", text)
        text = regex(r"(?<!\w)-(?=\d)").sub("minus ", text)
        text = regex(r"([<>])=?\s*(?=\d)").sub(lambda m: " more than " if m[1] == ">" else " less than ", text)
    if "'" in text:
        text = regex(r"\b(it|that|there|he|she)'s (?=(?:(?:never|always|ever|long|already|also|just|since|once|only|recently) )?(?:got|been|had)\b)").sub(r"\1 has ", text)
        text = regex(r"\b(what|where|who|how|when|it|that|there|here|which)'s\b").sub(r"\1 is", text)
        text = regex(r"\b(i|you|we|they)'(m|re|ve|d|ll)\b").sub(r"\1", text).replace("'s ", " ")
        text = text.replace("n't", "nt")
    if "nt" in text:
        text = _FIRST_NOT.sub(r"\1\2", text.strip())
        text = regex(rf"\b({_AUX})nt\b").sub(r"\1 not", text)
    if numbers:
        text = regex(r"(\d)\s*(?:°|degrees?)?\s*([cf])\b").sub(r"\1 degrees \2", text)
        text = regex(r"(\d)\s*m(asl)?\b(?=\s*(above|high|tall|up|in |of |elev|alt|asl|or ))(?! (of|in)? ?(people|inhab))|(?<=\d\d)(\d)\s*m\b(?=\s*(?:$|\?))").sub(lambda m: f"{m[1] or m[6]} metres", text)
        text = regex(r"(\d)([a-z]+)").sub(lambda m: m[0] if m[2] in ("st", "nd", "rd", "th") else f"{m[1]} {m[2]}", text)
    words = regex(r"\d+(?:\.\d+)?(?:st|nd|rd|th)?|[a-z]+|[+/-](?=\d)").findall(text)
    words = " ".join([_SLANG.get(w, w) for w in words]).split()
    return " ".join(_numbers(words) if numbers or not _COUNTING.isdisjoint(words) else words)


def _numbers(words: list[str]) -> list[str]:
    """Number words and scales as digits: `half a million` -> `500000`, `nineteenth century` -> `19th century`."""
    out: list[str] = []
    i = 0
    while i < len(words):
        word, following = words[i], words[i + 1] if i + 1 < len(words) else ""
        if word in _ORDINALS and following in ("century", "centuries"):
            out.append(f"{_ORDINALS[word]}th")
            i += 1
            continue
        if word in _TENS and _ORDINALS.get(following, 10) < 10 and words[i + 2 : i + 3] in (["century"], ["centuries"]):
            number = int(_TENS[word]) + _ORDINALS[following]
            out.append(f"{number}{({1: 'st', 2: 'nd', 3: 'rd'}).get(number % 10, 'th')}")
            i += 2
            continue
        value, used = _value(words, i)
        if used:
            value = min(value, _MOST)
            out.append(f"{value:g}" if value != int(value) else str(int(value)))
            i += used
            continue
        out.append(word)
        i += 1
    return out


def _value(words: list[str], i: int) -> tuple[float, int]:
    """The number that starts at word `i`, and how many words it takes; (0, 0) where there is none."""
    word, rest = words[i], words[i + 1 : i + 3]
    if word == "half" and rest[:2] == ["a", "million"]:
        return 5e5, 3
    if word == "hundred" and rest and rest[0] in ("million", "thousand"):
        return _scaled(100.0, words, i + 1, 1)
    if word in ("a", "one") and rest and rest[0] in ("million", "hundred", "thousand", "billion"):
        return _scaled(1.0, words, i + 1, 1)
    if word[0].isdigit() and regex(r"\d+(\.\d+)?").fullmatch(word):
        return _scaled(float(word), words, i + 1, 1)
    if word in _TENS:
        more = rest[0] in _UNITS if rest else False
        return _scaled(_TENS[word] + (_UNITS[rest[0]] if more else 0.0), words, i + 1 + more, 1 + more)
    if word in _UNITS and (word not in ("one", "zero")):
        return _scaled(float(_UNITS[word]), words, i + 1, 1)
    return 0.0, 0


def _scaled(value: float, words: list[str], i: int, used: int) -> tuple[float, int]:
    while i < len(words) and words[i] in _SCALES:
        value *= _SCALES[words[i]]
        i, used = i + 1, used + 1
    return value, used


_EXPECTED = frozenset(
    "river rivers rain rainy snow snowy hills hilly mountain mountains year island islands coast coastal ocean beach desert volcano harbour port border largest biggest near north south east west northern southern eastern "
    "western asia asian europe european africa african america american continent country capital population million people climate weather winter winters summer summers tropical humid equator hemisphere altitude language "
    "nickname inhabitants speak industry currency religion football airport metro university museum famous second third india china japan egypt spain italy brazil russia turkey mexico france germany england indonesia pakistan".split()
)
"""Words that players use most: of several known words as near to a slip, one of these is meant."""
_PREFIXES = frozenset("anti hyper inter mega micro mini multi over post semi super trans ultra under".split())


class Mender:
    """Mends slips against a set of known words: one edit in words of five letters or more, two in words of eight or more, first letter right."""

    __slots__ = ("_near", "known")

    def __init__(self, known: Iterable[str]) -> None:
        self.known = frozenset(known)
        self._near: dict[str, list[str]] = {}
        for word in sorted(self.known):
            if len(word) >= 4 and word.isalpha():
                for key in _holes(word):
                    self._near.setdefault(key, []).append(word)

    def __call__(self, text: str) -> str:
        """`text` (plain words) with its slips mended."""
        words = text.split()
        if self.known.issuperset(words):
            return text
        return " ".join([word if len(word) < 4 or word in self.known else self._word(word) for word in words])

    def knows(self, word: str) -> bool:
        """Whether `word` is known as it stands, with an ending, or as two known words in one ("coastline", "hyperinflation")."""
        pairs = ((word[:i], word[i:]) for i in range(4, len(word) - 3))
        return word in self.known or self._inflected(word) or any(b in self.known and (a in self.known or a in _PREFIXES) for a, b in pairs)

    def _word(self, word: str) -> str:
        if word in self.known or len(word) < 4 or not word.isalpha() or len(word) > 24 or self._inflected(word):
            return word
        best: tuple[int, bool, bool, bool, str] | None = None
        for key in _holes(word):
            for other in self._near.get(key, ()):
                if other[0] == word[0]:
                    shortest = min(len(word), len(other))
                    allowed = 2 if shortest >= 8 else 1 if shortest >= 5 or sorted(word) == sorted(other) else 0
                    distance = _distance(word, other)
                    if distance > max(allowed, other in _EXPECTED):
                        continue
                    slip = (distance, other not in _EXPECTED, sorted(word) != sorted(other), len(other) <= len(word), other)
                    best = slip if best is None else min(best, slip)
        return best[-1] if best else word

    def _inflected(self, word: str) -> bool:
        """Whether `word` is a known word with an ending: that is no slip."""
        return any(word.endswith(end) and word[: -len(end)] in self.known for end in ("s", "es", "ed", "d", "ing", "er", "ly", "ish", "y", "al"))


def _holes(word: str) -> set[str]:
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def _distance(a: str, b: str) -> int:
    """Edits from `a` to `b`: insert, delete, replace, swap neighbours."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        new = [i]
        for j, y in enumerate(b, 1):
            best = min(row[j] + 1, new[-1] + 1, row[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                best = min(best, before[j - 2] + 1)
            new.append(best)
        before, row = row, new
    return row[-1]
