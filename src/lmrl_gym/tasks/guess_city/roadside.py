"""The side of the road, said in any way: "would a British driver feel at home" asks whether they keep left.

Of two sides in one question the second may only set off the first ("left rather than right"); else the question is which of them.
"""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re

from lmrl_gym.tasks.guess_city.patterns import regex

OPEN = "on which side of the road do people drive"
_SIDES = {"left": "do people drive on the left side of the road", "right": "do they drive on the right"}
_ROAD = re.compile(r"\b(driv(e|es|er|ers|ing|en)|motorists?|traffic|vehicles?|cars?|bus(es)?|lorr(y|ies)|trucks?|taxis?|roads?|lanes?|wheel|overtak\w+|oncoming|steering|highway code|cyclists?|(keep|keeps|keeping) (to (the )?)?(left|right)|(left|right) hand(ed)? traffic|highways?|motorways?)\b")
_NO_SIDE = re.compile(r"\b(right to|rights|right (now|away|through|next|outside|in|by|at|of way|answer|direction|city|place)|all right|(left|right) (bank|wing|leaning)|left (by|over|behind|of)|politic\w*|government|party|river|sea|hotel|side of the (river|sea|country|map|strait|bay|world)|neighbou?r\w* (country|state)|across the border)\b(?! hand)")
_ASKED = re.compile(r"\b(which|what) (hand )?side\b|\b(?<!same )driving side\b|\bthe side of the (road|street)\b|\bside of the (road|street) (that|do|is|they|people)\b|\b(rule of the road)\b")
_LEFT_LANDS = r"englishm[ae]n|britons?|aussies?|uk|united kingdom|britain|british|brits?|england|english|australian?|japan|japanese|indian?|new zealand|ireland|irish|south africa|thailand|singapore|hong kong|jamaica"
_RIGHT_LANDS = r"usa?|united states|america|americans?|french|france|germans?|germany|europe|european|continent|continental|italy|italian|spain|spanish|canada|canadian|china|chinese|russian?|netherlands|dutch|poland|polish"
_LIKE = re.compile(rf"\b(same|like|way|feel at home|used to|familiar|accustomed|wrong|opposite|different|other side|switch|change|as)\b.*\b(?P<a>{_LEFT_LANDS}|(?P<right>{_RIGHT_LANDS}))\b|\b(?P<b>{_LEFT_LANDS}|(?P<right2>{_RIGHT_LANDS}))\b.*\b(same|like|way|at home|used to|familiar|accustomed|opposite|switch|swap|change|adapt)\b")
_UNLIKE = re.compile(r"\b(opposite|different\w*|switch|swap|unlike|change|adapt|get used|other side|wrong)\b")
_CROSSED = re.compile(r"\b(oncoming|overtak\w+|steering wheel|left hand drive cars|(left|right) hand drive|coming the other way|(?:sit|seat)\w* on|side of the (?:car|vehicle)|driver seat)\b")
_CONTRAST = re.compile(r"\b(left|right)\b.*\b(rather than|instead of|not|as opposed to|but never|and not|unlike)\b.*\b(left|right)\b")
_NOT = re.compile(r"\b(not|never|no|nobody|hardly|cannot|forbidden|illegal|banned|prohibited|wrong to)\b")


def side_of_road(text: str) -> tuple[str, bool] | None:
    """The plain question that `text` (plain words) asks of the side of the road, and whether it denies it; None where it asks of something else."""
    if not _ROAD.search(text) and not regex(r"\bdriving\b").search(text):
        return None
    sides = [] if _NO_SIDE.search(text) else regex(r"\b(left|right)\b").findall(text)
    if not sides:
        found = _LIKE.search(text) if regex(r"\b(side|drivers?|driving|motorists?|drive)\b").search(text) else None
        if found is None:
            return (OPEN, False) if _ASKED.search(text) else None
        right = bool(found["right"] or found["right2"]) != bool(_UNLIKE.search(text))
        return _SIDES["right" if right else "left"], bool(_NOT.search(text))
    if len(set(sides)) == 2:
        if contrast := _CONTRAST.search(text):
            return _SIDES[contrast[1]], False
        if (kept := regex(r"\bkeeps? (?:to the |on the )?(left|right)\b").search(text)) and _CROSSED.search(text):
            return _SIDES[kept[1]], False
        if not regex(r"\b(which|what)\b.*\bright one\b").search(text) and not regex(r"\b(or|where|which|what|how|name|tell)\b").search(text):
            return None
        return OPEN, False
    if regex(r"(?:\w+ )?(?:which|what|how)\b").match(text) and _ASKED.search(text):
        return OPEN, False
    turned = _CROSSED.search(text) is not None
    return _SIDES["right" if (sides[0] == "left") == turned else "left"], bool(_NOT.search(text))
