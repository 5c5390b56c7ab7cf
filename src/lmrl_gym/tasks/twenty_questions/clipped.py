"""Clauses without their subject, given one: `keeps you warm` asks `does it keep you warm`, `can eat it` asks `can you eat it`."""

from __future__ import annotations

import re
from functools import lru_cache

from lmrl_gym.tasks.twenty_questions.words import base, word_list

_SUBJECT = r"(?:it|its|they|you|we|i|he|she|there|this|that|these|those|one|people|humans?|m[ae]n|any\w*|some\w*|every\w*|no one|nobody|most|many)"
_HAS = re.compile(
    rf"^(?:has got|has|have got|have|got|having) (?:(?P<no>no|not|never|not any) )?"
    rf"(?!{_SUBJECT}\b|to\b|been\b|ever\b|not\b)(?P<rest>\w.*)"
)
_HAS_ONE = re.compile(r"^(?:has|have|got) (?P<rest>(?:(?:one|many|some|any) (?!\w+ (?:ever|been)\b)|no ).+)")
_NO = re.compile(
    r"^no (?!one\b|way\b|matter\b|person\b|people\b|human\b|more\b|less\b|longer\b|bigger\b|smaller\b|it\b|\w+ing\b(?=(?: \w+)? it\b|$))"
    r"(?P<rest>\w+(?: \w+){0,3}?)(?P<needed> (?:is )?(?:needed|required|necessary))?(?: on it| in it| at all)?$"
)
_NEEDED = re.compile(r"^(?!it\b|is\b|no\b|not\b|do\b|does\b|are\b|still\b|often\b)(?P<rest>\w+(?: \w+)?) (?:needed|required|reqd|necessary)$")
_DEED = re.compile(
    r"^(?P<verb>[a-z]+(?<!s)|[a-z]+ss) (?P<how>(?:on|in|with|at|to|for|into|from|off|up|out|down|over|around|under|through|inside) )?"
    r"it\b(?!s)(?: |$)"
)
_NO_DEEDS = frozenset(
    (
        *("in", "on", "with", "at", "for", "from", "of", "by", "about", "like", "than", "as", "if", "when", "while", "because", "since", "and", "or"),
        *("but", "so", "what", "that", "not", "no", "never", "without", "inside", "outside", "under", "over", "around", "near", "to", "into", "off"),
        *("are", "were", "might", "may", "must", "should", "did", "made", "found", "used", "think", "guess", "say", "maybe", "perhaps", "now"),
        *("then", "there", "it", "you", "people", "call", "is", "was", "can", "could", "would", "will", "does", "do", "has", "have"),
    )
)
_NO_KIND = re.compile(
    r"^no (?P<rest>(?:animal|tool|plant|vehicle|toy|instrument|fruit|vegetable|appliance|gadget|device)s?|food|furniture|clothes|clothing|"
    r"electronics|jewelry)$"
)
_NOT = re.compile(rf"^(?P<aux>is|does|do|can|could|would|will|has) not (?!{_SUBJECT}\b|the\b|all\b|not\b)(?P<rest>(?P<first>\w+).*)")
_AUX = re.compile(r"^(?P<aux>can|could|would|will|might|does) (?P<rest>(?P<first>\w+)\b.*)")
_VERB = re.compile(r"^(?P<not>(?:never|not) )?(?P<verb>[a-z]+s)(?P<rest>(?: .+)?)$")
_SELDOM = re.compile(r"^(?:hardly ever|hardly|rarely|seldom|scarcely ever|scarcely|almost never)(?: if ever)? (?P<rest>\w.*)$")
_NOTHING = re.compile(r"^nothing (?!to do\b|but\b|like\b|in common\b)(?P<rest>\w.*)$")
_IN_IT = re.compile(r"^ (\w+) (?:in|on|into|onto|out of|from|off|through|under|with) it$")
_OF_IT = re.compile(r"\b(?:it|them)\b")
_STARTS = frozenset(("has", "have", "got", "having", "no", "is", "does", "do", "can", "could", "would", "will", "might", "never", "not"))
_STARTS |= {"hardly", "rarely", "seldom", "scarcely", "almost", "nothing"}


@lru_cache(maxsize=1)
def _verbs() -> frozenset[str]:
    return word_list("verbs")


def completed(clause: str) -> str | None:
    """The clause with the subject it lacks; None where it lacks none."""
    first, _, _ = clause.partition(" ")
    if (found := _DEED.match(clause)) and (found["how"] is None or first in _verbs()) and first not in _NO_DEEDS:
        return f"do you {clause}"
    needed = clause.endswith(("needed", "required", "reqd", "necessary"))
    if first not in _STARTS and not needed and not (first.endswith("s") and base(first) in _verbs()):
        return None
    if found := _HAS.match(clause) or _HAS_ONE.match(clause):
        no = "no " if found.re is _HAS and found["no"] else ""
        return f"does it have {no}{found['rest']}"
    if found := _NO_KIND.match(clause):
        return f"is it not {found['rest']}"
    if found := _NO.match(clause):
        return f"does it {'need' if found['needed'] else 'have'} no {found['rest']}"
    if found := _NEEDED.match(clause):
        return f"does it need {found['rest']}"
    if found := _NOTHING.match(clause):
        return f"is it not something {found['rest']}"
    if found := _SELDOM.match(clause):
        return completed(f"never {found['rest']}") or f"not {found['rest']}"
    if found := _NOT.match(clause):
        return _denied(found)
    if (found := _AUX.match(clause)) and found["first"] in _verbs():
        return f"{found['aux']} {_who(found['rest'])} {found['rest']}"
    if first != "has" and (found := _VERB.match(clause)) and (verb := base(found["verb"])) in _verbs():
        if (other := _IN_IT.match(found["rest"])) and other[1] in _verbs():
            return None  # `drinks come in it`
        return f"does it {found['not'] or ''}{verb}{found['rest']}"
    return None


def _denied(found: re.Match[str]) -> str | None:
    """`is not edible`, `does not fly`, `can not eat it`."""
    aux, rest = found["aux"], found["rest"]
    if aux == "is":
        return None if _OF_IT.search(rest) else f"is it not {rest}"
    if found["first"] not in _verbs():
        return None
    who = _who(rest)
    return f"{'does' if aux == 'do' and who == 'it' else aux} {who} not {rest}"


def _who(deed: str) -> str:
    """Who does it: people, where the thing itself is what it is done to."""
    return "you" if _OF_IT.search(deed) else "it"
