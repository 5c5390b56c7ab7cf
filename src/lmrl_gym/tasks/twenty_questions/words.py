"""From the letters of a question to words that can be looked up.

`plain` makes a text lower-case words with contractions written out; `stem` maps the forms of a word to one of them, the same way for questions and
for the knowledge, so that only agreement matters and not linguistics. `Speller` mends words that nobody knows, by one or two typing errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

_CONTRACTIONS = (
    (r"\b(is|are|does|do|has|can) it's\b(?! (?:an?|the)\b)", r"\1 its"),
    (r"\b(it|that|they|i|you|we|he|she)'ll\b", r"\1 will"),
    (r"(?<!is )(?<!are )(?<!does )(?<!was )(?<!do )(?<!has )(?<!can )(?<!of )(?<!in )(?<!on )\bits (?=(?:an?|the) )", "it is "),
    (r"\bone's\b", "your"),
    (r"^((?:so|ok|okay|and|then|well),? )?its (?=(?:an?|the|not|made|used|something|one)\b)", r"\1it is "),
    (r"\bcan ?not\b|\bcan'?t\b", "can not"),
    (r"\bwon'?t\b", "will not"),
    (r"\bain'?t\b", "is not"),
    (r"\b(is|are|does|do|did|was|were|has|have|would|could|should|must)n'?t\b", r"\1 not"),
    (r"\b(it|that|there|what|he|she|who|this)'s\b", r"\1 is"),
    (r"\b(they|you|we)'re\b", r"\1 are"),
    (r"\bi'm\b|\bim\b", "i am"),
    (r"\b(i|you|we|they)'ve\b", r"\1 have"),
    (r"\b(i|you|we|they|it)'d\b", r"\1 would"),
    (r"^(\w+)'s (?=(?:made|cut|drawn|written|kept|eaten|served|grown|used|put|found|played|stored|cooked|sold)\b)", r"is \1 "),
    (r"\b(it|he|she)'s got\b", r"\1 has got"),
    (r"\bgotta\b", "got to"),
    (r"(?<=\w )'?em\b", "them"),
    (r"\bdose (?=(?:it|this|that|the|your)\b)", "does "),
    (r"\bmad (?=of\b|from\b|out of\b)", "made "),
    (r"\boutt?a\b", "out of"),
    (r"(?<=\w) n (?=\w{3})", " and "),
    (r"^(do|does|did|can|could|would|will|should|have|are) (?:u|ya)\b", r"\1 you"),
    (r"\bu\b(?! (?:shape|turn|bolt|boat))", "you"),
    (r"\bppl\b", "people"),
    (r"\b4 (?=(?:an?|the|my|kids?|children|me|you|u|babies|girls|boys|people|ppl|adults|fun|food|sports?|work|school|sure)\b)", "for "),
    (r"\b2 (?=(?:use|eat|play|drink|cook|be|work|make|do|write|wear|cut|clean|wash|ride|drive|run|you|u|me|someone|people)\b)", "to "),
    (r"\bb4\b", "before"),
    (r"\b(?:ur|yr)\b", "your"),
    (r"\b(?:ur|yr)(self|selves)\b", r"your\1"),
    (r"\br (?=(?:there|they|these|those|you|people|we)\b)", "are "),
    (r"\bw or o\b|\bwo\b", "without"),
    (r"\bw (?:or )?(?=\w)", "with "),
    (r"\b(?:kinda|sorta) ", ""),
    (r"\bwanna\b", "want to"),
    (r"\bgonna\b", "going to"),
    (r"\b(is|are|does|do|did|was|were|has|have|would|could|should)nt\b", r"\1 not"),
    (r"\b(when|if|because|while|since|where|that|although) its\b", r"\1 it is"),
    (r"\b(in|at|around|inside|of|on|with|to) there (?=(?:own )?[a-z])(?!is\b|are\b)", r"\1 their "),
    (r"\bt[ -]shirts?\b", "tshirt"),
    (r"\bx[ -]ray\b", "xray"),
    (r"\bt\.v\b\.?", "tv"),
    (r"'s\b|s'(?= )", ""),
)
_WRITTEN_OUT = tuple((re.compile(pattern), full) for pattern, full in _CONTRACTIONS)
NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {str(n): name for n, name in enumerate(NAMES)}
_NUMBERS |= {"20": "twenty", "100": "hundred", "1000": "thousand", "88": "eighty eight", "26": "twenty six"}


@lru_cache(maxsize=1)
def _sections() -> dict[str, list[str]]:
    """The lines of words.txt by heading."""
    found: dict[str, list[str]] = {}
    for line in Path(__file__).with_name("words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = rows = []
        elif line and not line.startswith("#"):
            rows.append(line)
    return found


@lru_cache(maxsize=32)
def word_list(heading: str) -> frozenset[str]:
    """One of the lists of words.txt: kept, generic, articles, weak, structure, fine, vague, unlike, describing, brands, kin, verbs, light, dull."""
    return frozenset(" ".join(_sections()[heading]).split())


@lru_cache(maxsize=1)
def _irregular() -> dict[str, str]:
    """Form -> word."""
    rows = (line.split(":") for line in _sections()["irregular"])
    return {form: lemma for lemma, forms in rows for form in forms.split()}


@lru_cache(maxsize=1)
def _slips() -> dict[str, str]:
    """Slip of the keyboard -> word, of the words that questions are made of."""
    rows = (line.split(":") for line in _sections()["slips"])
    return {slip: word for word, slips in rows for slip in slips.split()}


_VOWEL = re.compile("[aeiouy]")
_CONTRACTED = re.compile(
    r"'|gotta|wanna|gonna|kinda|sorta|"
    r" em\b|\bdose |\bmad | n |\boutt?a\b|\b(?:u|ya|ur|yr|ppl|its|there|r|w|wo|b4|[24] [a-z]+)\b|\b[uy]rsel|nt\b|\bcannot|\bim\b|"
    r"\bt[ -]shirt|\bx[ -]ray|t\.v\b"
)
_PAUSE = re.compile(r"\s[‐-―−-]+\s|—|--+")
_LESS = re.compile(r"(?<=\w\w)-less\b")
_DASH = re.compile("[‐-―−_/-]")
_SIGN = re.compile(r"(?P<and>(?<=[a-z\"]) ?[&+] ?(?=[a-z\"]))|(?P<or>\|+)|!=|≠|¬|(?<!\S)!(?=\w)")
"""Signs that stand for words: `salt & pepper`, `!cat`."""
_DIGIT = re.compile(r"[0-9]")
_STRANGE = re.compile(r"[^a-z0-9·,.?!;: ]")


def plain(text: str) -> str:
    """Lower-case words, digits and the marks , . ? ! as words of their own; contractions written out, hyphens and apostrophes gone."""
    text = text.lower().replace("’", "'").replace("‘", "'").replace("`", "'")
    if _SIGN.search(text):
        text = _SIGN.sub(lambda m: " and " if m["and"] else " or " if m["or"] else " not ", text)
    text = text.replace("/", " or ").replace("(", " , ")
    if "-" in text or "_" in text or not text.isascii():
        text = _DASH.sub(" ", _PAUSE.sub(" ; ", _LESS.sub("less", text)))
    if _CONTRACTED.search(text):
        for pattern, full in _WRITTEN_OUT:
            text = pattern.sub(full, text)
    numbers = _DIGIT.search(text) is not None
    if numbers:
        text = re.sub(r"(?<=\d),(?=\d\d\d)", "", text)
        text = re.sub(r"\$ ?(\d+)", r"\1 dollars", text)
        text = re.sub(r"(\d)([a-z])", r"\1 \2", text)
        text = re.sub(r"(?<=\d)\.(?=\d)", "·", text)
    for mark in ",.?!;:":
        text = text.replace(mark, f" {mark} ")
    text = _STRANGE.sub(" ", text)
    slips = _slips()
    words = [slips.get(word, word) for word in text.replace("·", ".").split()]
    return " ".join([_NUMBERS.get(word, word) for word in words] if numbers else words)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """One form for all forms of a word. Not always a word itself: `riding` and `rides` are `ride`'s stem, `slicing` is `slic`, as `slice` is."""
    irregular, kept = _irregular(), word_list("kept")
    if word in irregular:
        return stem(irregular[word])
    if word in kept or len(word) <= 3:
        return word
    root = _cut(word)
    if root in irregular and root not in kept:
        return stem(irregular[root])
    return root[:-1] if len(root) > 3 and root.endswith("e") and root not in kept else root


def _cut(word: str) -> str:
    """The word without its plural, -ing or -ed."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    for ending in ("ing", "ed"):
        root = word[: -len(ending)]
        if word.endswith(ending) and not word.endswith("eed") and len(root) > 1 and _VOWEL.search(root):
            if root.endswith("i") and ending == "ed":
                return root[:-1] + "y"
            if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "lsz":
                return root[:-1]
            return root
    return word


def base(verb: str) -> str:
    """`have` of `has`, `carry` of `carries`, `travel` of `travels`; other forms as they are."""
    if verb in ("has", "is", "this", "its", "does"):
        return "have" if verb == "has" else verb
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    if verb.endswith(("sses", "shes", "ches", "xes", "zes", "goes", "does")):
        return verb[:-2]
    return verb[:-1] if verb.endswith("s") and not verb.endswith(("ss", "us")) and len(verb) > 3 else verb


def stems(text: str) -> str:
    """A phrase as stems."""
    return " ".join(map(stem, text.split()))


def core(phrase: str) -> str:
    """The phrase without articles, intensifiers and words like `thing` and `it`; possibly empty."""
    articles, generic = word_list("articles"), word_list("generic")
    return " ".join([word for word in phrase.split() if word not in articles and word not in generic])


class Speller:
    """Mends a word by the known words: one error in a word of five letters or more, two in one of nine or more, never the first letter."""

    __slots__ = ("_by_start", "_letters", "known")

    def __init__(self, known: Iterable[str]) -> None:
        self.known = frozenset(known)
        self._by_start: dict[str, list[str]] = {}
        for word in sorted(self.known):
            self._by_start.setdefault(word[:1], []).append(word)
        self._letters = {word: letters(word) for word in self.known}

    def mend(self, word: str) -> str:
        """The nearest known word, or `word` itself where it is known, too short, or none (or more than one) is near."""
        if word in self.known or len(word) < 4 or len(word) > 24 or not word.isalpha():
            return word
        most = 1 if len(word) < 8 else 2
        near: dict[int, list[str]] = {}
        here = letters(word)
        for other in self._by_start.get(word[0], ()):
            if len(other) < 4 or abs(len(other) - len(word)) > most:
                continue
            # An error takes a letter away, brings one, or both: words whose letters differ by more are too far, which is quicker to see.
            if (here ^ self._letters[other]).bit_count() <= 2 * most and (far := distance(word, other, most)) <= most:
                near.setdefault(far, []).append(other)
        if not near:
            # A slip within a plural: `ofices`.
            return word if not word.endswith("s") or (one := self.mend(word[:-1])) == word[:-1] else one
        best = near[min(near)]
        if len(best) > 1 and (swapped := [other for other in best if self._letters[other] == here and sorted(other) == sorted(word)]):
            best = swapped
        elif len(best) > 1 and (fuller := [other for other in best if len(other) > len(word)]):
            best = fuller  # a letter left out is the commonest slip
        if len(word) == 4 and sorted(best[0]) != sorted(word) and len(best[0]) == 4:
            return word  # four letters, one changed: as likely another word as a slip
        return best[0] if len({stem(w) for w in best}) == 1 or len(word) > 5 else word


def letters(word: str) -> int:
    """The set of the word's letters, as bits; a few rare signs share theirs."""
    found = 0
    for letter in word:
        found |= 1 << ord(letter) % 32
    return found


def distance(a: str, b: str, most: int) -> int:
    """Insertions, deletions, changes and swaps of neighbours that turn `a` into `b` (optimal string alignment); `most` + 1 where it takes more."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
