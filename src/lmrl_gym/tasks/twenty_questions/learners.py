"""Slips of grammar that learners of English and children make, mended: `more big than`, `for to eat`, `it can to fly`, `is animal?`."""

from __future__ import annotations

import re
from collections.abc import Callable

from lmrl_gym.tasks.twenty_questions.grammar import PEOPLE
from lmrl_gym.tasks.twenty_questions.subjects import AUX
from lmrl_gym.tasks.twenty_questions.words import base, word_list

_ER = "old small light tall long short fast slow cheap hard soft warm cold thick young strong weak loud quiet high low sweet great quick sharp smart"
_MORE = {
    **{word: f"{word}er" for word in _ER.split()},
    **{word: f"{word}{word[-1]}er" for word in ("big", "hot", "thin", "fat", "wet", "flat")},
    **{word: f"{word[:-1]}ier" for word in ("heavy", "noisy", "easy", "dry", "tiny", "pretty", "tasty", "healthy", "juicy", "shiny")},
    **{word: f"{word}r" for word in ("large", "wide", "nice", "safe", "close", "simple")},
    "good": "better", "bad": "worse", "far": "farther",
    **{word: word for word in ("bigger", "smaller", "heavier", "lighter", "older", "taller", "longer", "faster", "larger", "cheaper", "better")},
}
"""Adjectives and how they compare."""
_DOES = {"is": "is it", "has": "does it have", "flies": "does it fly", "goes": "does it go"}
_STUFF = "wood|metal|plastic|glass|leather|wool|cotton|paper|stone|steel|iron|gold|silver|brass|rubber|clay|cloth|fabric"
_DEEDS = "write|eat|clean|read|cook|wear|see|sit|open|close|protect|make|carry|dig|draw|listen|speak|learn|build|wash|keep|put|go|know|cut|hold"
_JUDGED = "easy|hard|difficult|possible|impossible|dangerous|good|bad|necessary|important|useful|nice|safe|expensive|heavy|cheap|common|normal|fun"
_KINDS = "animals?|instruments?|tools?|machines?|furniture|food|clothes|vehicles?|plants?|things?|objects?"
_ROOMS = "farm|sea|kitchen|house|garden|office|school|bathroom|bedroom|jungle|forest|winter|summer|music|sport|water"
_THING = r"(?:thing|part|piece|bit|stuff|something)"


def _base(found: re.Match[str]) -> str:
    """`does it have` of `does it has` and `is it have`."""
    verb = found["verb"]
    return "can it" if verb == "can" else _DOES.get(verb) or f"does it {base(verb)}"


def _more_than(found: re.Match[str]) -> str:
    return f"{found['start']} {_MORE[found['adj']]} than "


def _used(found: re.Match[str]) -> str:
    return f"used to {found['verb']}" if found["verb"] in word_list("verbs") else found[0]


def _uses(found: re.Match[str]) -> str:
    verb = base(found["verb"])
    return f"{found['who']} {verb} " if verb in word_list("verbs") else found[0]


def _most(adjective: str) -> str:
    """`biggest` of `big`; `most good` is left to others."""
    more = _MORE[adjective]
    return f"{more.removesuffix('r')}st" if more.endswith("r") and more not in ("better", "farther") else f"most {adjective}"


def _than(found: re.Match[str]) -> str:
    """`bigger than a car` of `bigger of a car`; `a member of a band` as it is."""
    return f"{found['more']} than " if found["more"] in _MORE.values() or found["more"].startswith("more ") else found[0]


def _when(found: re.Match[str]) -> str:
    """`when you drop it , does it break` of `it breaks`."""
    return f"{found['front']} , does it {base(found['verb'])}"


def _when_who(found: re.Match[str]) -> str:
    """`when it rains , do i take it` without a pause."""
    if found["verb"] not in word_list("verbs") | word_list("light"):
        return found[0]
    return f"{found['front']} , do {found['who']} {found['verb']} "


def _being(found: re.Match[str]) -> str:
    """`does it cost` of `is it costing`."""
    return f"does it {found['verb']}{'e' if found['verb'] == 'hav' else ''} "


_MENDED: tuple[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (" to ", re.compile(r"\bfor to (?=\w)"), "to "),
    (" to ", re.compile(rf"\b(?P<aux>can|could|must|should|will|would|may|might|does) (?P<who>{PEOPLE} |it )?to (?=\w)"), r"\g<aux> \g<who>"),
    (
        " is ",
        re.compile(r"\b(?P<start>for me|i think|i believe|i guess|i say|maybe|perhaps|so|then) is (?=an? |the |for |used |made |\w+$)"),
        r"\g<start> it is ",
    ),
    (
        "",
        re.compile(
            r"^(?:is|are) (?=(?!it\b|its\b|this\b|that\b|these\b|those\b|they\b|there\b|you\b|we\b|he\b|she\b|not\b|one\b|what\b|people\b|your\b)"
            r"(?:\w+(?: \w+)?$|(?:used|made|found|for|more|very|so|really|always|also|something) ))"
        ),
        "is it ",
    ),
    ("does it ", re.compile(r"^does it (?P<verb>has|is|needs|makes|uses|comes|lives|flies|grows|eats|goes|moves|costs|weighs|works)\b"), _base),
    ("is it ", re.compile(r"^is it (?P<verb>have|has|can|needs?|makes?|fly|lives?|grows?|eats?|comes?)\b(?! be)"), _base),
    (
        "",
        re.compile(
            rf"^(?P<asked>(?:.* , )?(?:do|does|can|could|will|would|did) {PEOPLE} (?!.*\b(?:it|them|one|live|come|go|fall|turn|get|try|put|"
            rf"take|what)\b)"
            r"(?:\w+ )+(?:in|on|with|without|into|for))$"
        ),
        r"\g<asked> it",
    ),
    (" , more than ", re.compile(rf"^(?P<start>is it|it is) (?:(?:very|so|really|much) )?(?P<adj>{'|'.join(_MORE)}) , more than "), _more_than),
    ("more ", re.compile(rf"\bmore (?P<adj>{'|'.join(_MORE)}) (?:than|that|as|then)\b"), lambda m: f"{_MORE[m['adj']]} than"),
    (" is ", re.compile(r"\b(?P<start>when|if|because) is (?=\w+(?: ,|$))"), r"\g<start> it is "),
    (
        " , ",
        re.compile(r"^(?P<front>(?:when|if) [^,]+) , (?P<who>people|you|we|they|i) (?=\w+ it\b)"),
        r"\g<front> , do \g<who> ",
    ),
    (
        " , it ",
        re.compile(
            r"^(?P<front>(?:when|if) [^,]+) , it (?P<verb>(?!is\b|was\b|are\b|can\b|could\b|will\b|would\b|might\b|may\b|must\b|should\b|"
            r"does\b|has to\b)\w+)"
        ),
        _when,
    ),
    (
        "",
        re.compile(r"^(?P<front>(?:when|if) (?:it|there|the \w+|you) [^,]*?) (?P<who>i|you|we|people) (?P<verb>\w+) (?=it\b)"),
        _when_who,
    ),
    (" , ", re.compile(r"^(?P<front>(?:when|if) [^,]+) , (?P<who>you|we|people|they|i) (?:are|am|is) (?=\w+ing\b)"), r"\g<front> , do \g<who> "),
    (" of ", re.compile(r"(?<!the )\b(?P<more>more \w+|\w{2,}er) of (?=an? |my |me\b|you\b)"), _than),
    (
        "without it ",
        re.compile(r"^without it (?:i|you|we|people|one) can not (?P<deed>\w.*)$"),
        r"do you need it to \g<deed>",
    ),
    (" as ", re.compile(r"\b(?P<more>more \w+|less \w+|\w{2,}er) as (?=an? |the |my |your |one |me\b|you\b|it\b)"), r"\g<more> than "),
    (" for ", re.compile(rf"\bfor (?P<verb>{_DEEDS})(?= (?:it|the|an?|your|my|our|some|with|in|on)\b|$)"), r"to \g<verb>"),
    ("is ", re.compile(r"^is (?P<what>an? (?!.*\b(?:it|its|one|this|that|them|example|\w+er|answer)\b)\w.*)$"), r"is it \g<what>"),
    ("is ", re.compile(rf"^is (?=(?:(?:very|too|so|more) )?(?:{_JUDGED}) (?:to|for) )"), "is it "),
    (" to ", re.compile(r"^(?P<asked>(?:is it|it is) (?:\w+ )?\w+ to \w+) it$"), r"\g<asked>"),
    (" of ", re.compile(rf"\b(?P<what>{_KINDS}) (?:of|from|for) (?:the )?(?P<where>{_ROOMS})$"), r"\g<where> \g<what>"),
    (" an ", re.compile(r"\ban (?=[b-df-hj-np-tv-z])(?!hour|heir|honest)"), "a "),
    (" of ", re.compile(r"\b(?P<what>toys?|clothes|things?|games?|shoes) of (?P<who>(?:the )?(?:girls?|boys?|children|kids|bab(?:y|ies)|"
        r"women|men))$"),
     r"\g<what> for \g<who>"),
    (
        "",
        re.compile(
            r"^(?P<aux>do|does|did|would|will|can) (?:(?:my|your|the|our) )?(?:mom|mommy|mummy|mum|dad|daddy|mama|papa|grandma|grandpa|teacher|"
            r"parent|mother|father|babysitter|people|they)s? (?:make|let|want|tell|ask|force|help|allow) (?:me|you|us|kids|children|"
            r"them|people) (?:to )?"
        ),
        "do you ",
    ),
    (
        "side ",
        re.compile(r"^(?:on )?(?:the )?(?P<where>outside|inside) (?:is with|are with|has|it has|there is|there are) (?P<what>\w+(?: \w+)?)$"),
        r"does it have \g<what>",
    ),
    ("ing ", re.compile(r"^(?P<asked>is it|it is) (?P<verb>cost|hav|need|contain|belong|weigh)ing (?=\w)"), _being),
    ("in my ", re.compile(r"^in (?:my|our) (?:country|culture|family|language|town|city|village)(?: ,)? (?=\w+ \w)"), ""),
    ("", re.compile(r"^(?:he|she) (?!.*\b(?:it|one|this|these|them)\b)"), "it "),
    ("", re.compile(rf"^(?P<aux>{AUX}) (?:he|she) (?=.*\b(?:it|one|this|these|them)\b)"), r"\g<aux> you "),
    (
        "",
        re.compile(
            r"^(?!.*\b(?:it|its|one|this|that|these|them)\b)(?P<start>.+ )(?:him\b|her(?= (?:in|on|at|with|for|when|after|before|to|from|every)\b|$))"
        ),
        r"\g<start>it",
    ),
    (
        "",
        re.compile(
            r"^(?!.*\b(?:it|them|this|that|one|these|those)\b)(?P<asked>(?:(?:do|can|could|must|should|would|did) )?(?:we|you|i|they|people) "
            r"(?:use|eat|wear|put|play|keep|buy|find|wash|drink|carry|hold|see|need|cut|cook|clean|throw|open)) "
            r"(?=(?:together|with|in|on|at|for|when|to|every|before|after|from|by|outside|inside|around)\b)"
        ),
        r"\g<asked> it ",
    ),
    (
        " it ",
        re.compile(r"^(?P<how>with|in|on|from|into) it (?P<who>i|you|we|people|they) (?P<aux>can|could|do|will|must) (?P<deed>\w.*)$"),
        r"\g<aux> \g<who> \g<deed> \g<how> it",
    ),
    (
        " it ",
        re.compile(r"^(?P<how>with|in|on|from) it (?P<who>i|you|we|people) (?P<deed>(?!am\b|are\b|is\b|have\b)\w+ \w.*)$"),
        r"do \g<who> \g<deed> \g<how> it",
    ),
    ("", re.compile(r"^(?:the )?(?P<who>\w+s) (?P<deed>eat|like|chase|love|drink|wear|hunt)$"), r"do \g<who> \g<deed> it"),
    (" photo", re.compile(r"\bmake (?=(?:an? |the |some )?(?:photos?|photographs?)\b)"), "take "),
    (" of ", re.compile(r"^(?:the )?(?P<part>\w+) of (?:it|him|her) (?P<be>is|are|has) "), r"its \g<part> \g<be> "),
    (
        "",
        re.compile(r"^(?:my|our) (?:father|mother|brother|sister|family|wife|husband|uncle|aunt|grandmother|grandfather|friends?) (?=\w+ it\b)"),
        "do people ",
    ),
    (" the work", re.compile(r"\bto the work$"), "to work"),
    (" many ", re.compile(r"\bmany (?=(?:water|money|food|time|light|space|noise|electricity|work)\b)"), "much "),
    ("most ", re.compile(rf"\bmost (?P<adj>{'|'.join(_MORE)})\b"), lambda m: _most(m["adj"])),
    (" of ", re.compile(r"\b(?P<how>\w+est) (?P<what>animals?|creatures?|mammals?) (?:of|on) (?:the )?land\b"), r"\g<how> land \g<what>"),
    ("inside of ", re.compile(r"\binside of (?=the |an? |your |my )"), "inside "),
    ("same time", re.compile(r"\bin the same time\b"), "at the same time"),
    (" go in", re.compile(r"\bgo (?:inside|in)(?= at the same time$|$)"), "go inside it"),
    ("look ", re.compile(r"\blook (?:at )?(?:the )?(?=(?:films?|movies?|tv|television)\b)"), "watch "),
    (" from ", re.compile(rf"\bis it from (?=(?:{_STUFF})\b)"), "is it made from "),
    (" from ", re.compile(rf"\bit is from (?=(?:{_STUFF})\b)"), "it is made from "),
    ("it no", re.compile(r"^it (?:no|not) (?=(?:have|need|eat|fly|live|make|move|use|cost|weigh|work)\b)"), "it does not "),
    (" for ", re.compile(r"\bused for (?P<verb>\w+)(?= (?:the|your|an?|something|things|food|people) )"), _used),
    ("s it", re.compile(r"\b(?P<who>people|you|we|they|kids|children) (?P<verb>\w+s) (?=it\b)"), _uses),
    (
        "if ",
        re.compile(r"^(?P<front>(?:if|when) (?:it|you|people|i|we) [^,]+?) , it (?P<aux>can|could|will|would|might) (?!be\b)"),
        r"\g<front> , \g<aux> it ",
    ),
    (" , ", re.compile(rf"^(?P<asked>(?:it has|does it have|has it) (?:\w+ )*?){_THING}\b[^,]* , (?P<what>an? \w+)$"), r"does it have \g<what>"),
    (" , this ", re.compile(r"^(?P<asked>(?:is|does|has|can|it|do|you|people) .+?) , this (?:\w+ ?)+$"), r"\g<asked>"),
)
"""A sign without which nothing is to mend, what is said, and what is meant."""


def mended(sentence: str) -> str:
    """The sentence in plain words with slips of grammar mended."""
    for sign, pattern, put in _MENDED:
        if sign in sentence and pattern.search(sentence):
            sentence = pattern.sub(put, sentence, count=1)
    return sentence
