"""Numbers in a line, written in digits or in words, with what is written right around them (a dollar sign, a `k`, a per cent sign).

Words become digits first (`spelt_out`), so that everything after sees one notation. Only ASCII digits count; what belongs to a model's name (F-150,
CX-5, RAV4) or to no plain number at all (1e309, 4x4, 3rd) is not a number here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL = {word: i for i, word in enumerate(_ONES)} | {word: 10 * i for i, word in enumerate(_TENS, 2)} | {"fourty": 40, "ninty": 90}
_SCALES = {"hundred": 100, "thousand": 1000, "thousands": 1000, "grand": 1000, "thou": 1000, "million": 1_000_000}
_MARKS = _SCALES | {"k": 1000, "g": 1000, "gs": 1000, "large": 1000, "stacks": 1000, "bands": 1000, "mil": 1_000_000}
"""What stands behind digits, with its worth."""
_WORD = "|".join(sorted([*_SMALL, *_SCALES], key=len, reverse=True))
_INITIALS = "".join(sorted({word[0] for word in [*_SMALL, *_SCALES, "a", "couple", "half"]}))
_PHRASE = re.compile(
    rf"\b(?=[{_INITIALS}])(?:half\s+an?\s+(?=hundred|thousand|grand|million)|an?\s+couple\s+(?:of\s+)?(?=hundred|thousand|grand)|couple\s+(?:of\s+)?(?=hundred"
    rf"|thousand|grand)"
    rf"|an?\s+(?=hundred|thousand|grand|million))?"
    rf"\b(?:{_WORD})\b(?:(?:\s*-\s*|\s+)(?:and\s+a\s+half|and\s+a\s+quarter|(?:and\s+(?=(?:{_WORD})\b))?(?:{_WORD})"
    rf"|point\s+(?:{'|'.join(_ONES[:10])}))\b)*"
)
_AND_A_HALF = re.compile(r"(?=\d)(?<![\w.,])(\d{1,3})(?:\s*½|\s+and\s+a\s+(?:half|quarter))")
_MIXED = re.compile(r"(?=\d)(?<![\w.,])(\d{1,3})\s?(?:thousand|grand|k)\s(?:and\s)?(\d)(?:\s?hundred\b|(?=\s*(?:[.,;!?]|$)))", re.ASCII)
_COMMA_TENTH = re.compile(
    r"(?=\d)(?<![\w.,$-])(\d{2})[,-](\d)(?=\s*(?:[?.!;]|$|(?:otd|out the door|but|and|with|if|then|today|cash|flat|firm|all in)\b))", re.ASCII
)
_PHONE = re.compile(r"(?<!\d)(?:\(?\d{3}\)?[ .-]\d{3}-\d{4}|\d{3}-0\d{3})(?!\d)", re.ASCII)
_VAGUE = re.compile(r"(?:few|several|many|some|tens of|hundreds of|your|the|\d)\s*$")

NUMBER = re.compile(
    r"(?=[-\d$.mnu])(?<![\w.,])(?<![a-z]-)(?P<minus>-(?=[$\d])|minus\s+|negative\s+)?(?P<currency>us\$\s?|usd\s?\$?|\$\s?)?(?<![a-z]-)(?P<minus2>-)?"
    r"(?P<digits>\d{1,3}(?:[,'\s]\d{3}(?!\d))+(?:\.\d{1,2})?|\d+(?:\.\d+)?|\.\d+)"
    r"(?P<scale>\s?-?(?:k|grand|stacks|bands|gs|large(?=\s*(?:[.,;!?]|$|(?:and|for|cash|firm|otd|out|flat|even|today)\b))|thousands?|thou|hundred"
    r"|million|mil|g)\b)?(?P<percent>\s?-?(?:%|percent(?:age)?\b|per\s?cent\b|pct\b))?"
    r"(?P<dollars>\s?-?(?:dollars?|bucks|usd|\$))?(?![\w]|\.\d|,\d)",
    re.ASCII,
)


class Number(NamedTuple):
    """One number of a line. `value` counts a scale in (`27.5k` is 27500); a percentage is in percent."""

    value: float
    start: int
    end: int
    money: bool
    """A dollar sign or word stands at it."""
    scaled: bool
    """A k, a thousand or the like stands at it."""
    percent: bool
    plain: bool
    """Short digits alone: nothing says yet what is counted."""
    less: bool = False
    """Said to be taken away, in words: "minus 500". The value is then above zero."""


class Place(NamedTuple):
    """A number with the words before it in its sentence and after it up to the next number."""

    number: Number
    before: str
    after: str
    follows: bool
    """Whether another number stands before the first of these words."""


def numbers(text: str) -> list[Number]:
    """The numbers of a lower-case text in which words have become digits, in order."""
    found: list[Number] = []
    if "-" in text:
        text = _PHONE.sub(lambda m: " " * len(m[0]), text)
    for m in NUMBER.finditer(text):
        digits = re.sub(r"[,'\s]", "", m["digits"])
        grouped = digits != m["digits"]
        if not m["scale"] and re.fullmatch(r"\d{2,3}\.\d{3}", digits):  # 27.500 is written so in half of the world
            digits, grouped = digits.replace(".", ""), True
        if len(digits) > 12:
            continue
        scale = (m["scale"] or "").strip(" -")
        value = float(digits) * _MARKS.get(scale, 1)
        less = (m["minus"] or "").startswith("minus")
        if (m["minus"] or m["minus2"]) and not less:
            value = -value
        money = bool(m["currency"] or m["dollars"])
        plain = not (money or scale or grouped or m["percent"])
        found.append(Number(value, m.start(), m.end(), money, bool(scale), bool(m["percent"]), plain, less))
    return found


def spelt_out(text: str) -> str:
    """The text with number words as digits: `twenty-seven and a half thousand` -> `27500`, `thirty-two nine` -> `32.9`. A lone `one` stays."""
    text = re.sub(r"\b(?:fifty[\s-]fifty|50[-/]50)\b", "evenly", text)
    text = re.sub(r"\bone (?=percent\b|per cent\b)", "1 ", text)
    text = re.sub(rf"\b(thousand|grand), (?=(?:\w+) hundred|(?:{'|'.join(_ONES[1:10])})\s(?:{'|'.join([*_TENS, *_ONES[10:]])})\b)", r"\1 ", text)
    text = _COMMA_TENTH.sub(r"\1.\2", _MIXED.sub(r"\1,\g<2>00", text))
    return _PHRASE.sub(_digits, _AND_A_HALF.sub(lambda m: m[1] + (".5" if "half" in m[0] or "½" in m[0] else ".25"), text))


def _digits(m: re.Match[str]) -> str:
    phrase = m[0]
    words = re.findall(r"[a-z]+", phrase)
    if words == ["one"] or (_VAGUE.search(m.string[max(0, m.start() - 12) : m.start()]) and words[0] in _SCALES):
        return phrase
    if m.start() and re.match(r"[\w$.]", m.string[m.start() - 1]):
        return phrase
    value = _value(words)
    # What had a scale in words is grouped, so that "thirty thousand" is of money's size and "thirty" is not yet.
    return f"{value:,.0f}" if value >= 1000 and any(w in _SCALES for w in words) else f"{value:.6f}".rstrip("0").rstrip(".")


def _value(words: list[str]) -> float:
    half = words[:2] in (["half", "a"], ["half", "an"])
    words = [w for w in words if w not in ("of",)]
    if "couple" in words[:2]:
        words = ["two", *words[words.index("couple") + 1 :]]
    words = words[2:] if half else words[1:] if words[0] in ("a", "an") else words
    total, current, parts, i = 0.0, 0.0, [], 0
    while i < len(words):
        word = words[i]
        if word == "and":
            if words[i + 1 : i + 2] == ["a"]:
                current += 0.5 if words[i + 2 : i + 3] == ["half"] else 0.25
                # "Thirty thousand and a half" means half of the scale said last.
                if current < 1 and total:
                    total, current = total + current * 1000, 0.0
                i += 3
                continue
        elif word == "point":
            current += _SMALL[words[i + 1]] / 10
            i += 1
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in _SCALES:
            total += (current or 1) * _SCALES[word]
            current = 0.0
        else:
            small = _SMALL[word]
            joins = (small < 10 and current % 100 >= 20 and current % 10 == 0) or current % 100 == 0
            if joins:
                current += small
            elif total and current < 10:  # thirty-one thousand two fifty
                current = current * 100 + small
            else:
                parts.append(current)
                current = small
        i += 1
    return (_said_in_parts([*parts, current]) if parts and not total else total + sum(parts) + current) * (0.5 if half else 1)


def _said_in_parts(parts: list[float]) -> float:
    """`thirty-two nine` is 32.9 thousand, `twenty-nine nine fifty` 29,950, `twenty-seven five hundred` 27,500, `twenty twenty-four` a year."""
    first, rest = parts[0], parts[1:]
    if len(rest) == 1 and rest[0] < 10:
        return first + rest[0] / 10
    if len(rest) == 2 and rest[0] < 10:
        return first * 1000 + rest[0] * 100 + rest[1]
    if len(rest) == 1 and rest[0] >= 100:
        return first * 1000 + rest[0]
    return first * 100 + rest[0]
