"""What people wrap around a question, taken off.

`clause` turns a text into one plain clause about `it`: no lead-in, no hedge, no politeness, the object called `it`. None where the text asks for more
than yes or no.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lmrl_gym.tasks.twenty_questions.clipped import completed
from lmrl_gym.tasks.twenty_questions.comparing import compared
from lmrl_gym.tasks.twenty_questions.leads import LEADS
from lmrl_gym.tasks.twenty_questions.sentences import ASKS, LONGEST, sentences
from lmrl_gym.tasks.twenty_questions.stories import BROUGHT
from lmrl_gym.tasks.twenty_questions.subjects import AUX, about_it
from lmrl_gym.tasks.twenty_questions.supposing import supposed, topical
from lmrl_gym.tasks.twenty_questions.turning import opposed, turned

_HEDGES = (
    r"generally speaking|strictly speaking|technically speaking|roughly speaking|practically speaking|in some sense|in a sense|in a way|"
    r"in some ways|to some degree|to a degree|to an extent|to a certain extent|to a certain degree|as far as i know|for sure|"
    r"most closely|most commonly|most likely|most often|most probably|most frequently|most strongly|most definitely|definitely|certainly|surely|"
    r"at all times|usually|typically|commonly|generally|normally|often|mostly|mainly|primarily|sometimes|ever|actually|"
    r"really|perhaps|maybe|possibly|probably|likely"
    r"|just|also|still|even|basically|essentially|frequently|regularly|always|necessarily|literally|"
    r"specifically|particularly|especially|traditionally"
    r"|predominantly|largely|chiefly|usualy|widely|simply|directly|physically|strictly|exclusively|"
    r"ordinarily|occasionally|generaly|currently|solely|only"
    r"|potentially|by any chance|by chance|originally|more or less|in any way|in some way|to some extent|these days|nowadays|today|"
    r"most of the time|at all|in general|in most cases"
    r"|for the most part|as a rule|in reality|in fact|by definition|in real life|in common|other than that|usual|"
    r"at any point|at some point|at any time|at some stage|at one point|"
    r"at times|at least sometimes|all the time|at the same time|at once|at one time|simultaneously|at a time|back and forth|"
    r"day and night|as such|"
    r"historically|conventionally|customarily|popularly|fundamentally|inherently|principally|routinely|readily|ideally|presumably"
)
_HEDGE = re.compile(rf"\b(?!(?:mostly|mainly|primarily|largely) (?:(?:made |made up |composed )?of )?water\b)(?:{_HEDGES})\b ?")
_NEARLY = re.compile(r"\b(?:almost|nearly|virtually|practically|pretty much|just about|more or less|mostly|usually) (?=(?:always|all|every\w*|"
    r"any\w*|"
    r"entirely|exclusively|only|certainly|universally|nobody|no one|never|no)\b)")
"""`nearly every home`: every home."""
_HEDGED = re.compile(rf"^(?:(?:{_HEDGES}|kind of|sort of|pretty much|kinda|sorta) )+")
_HEDGE_STARTS = frozenset(hedge.split()[0] for hedge in _HEDGES.split("|"))
"""The first words of hedges: a sentence with none of them has no hedge, which is quicker to see."""
_LABEL_WORDS = frozenset(
    (
        *("considered", "classified", "classed", "regarded", "thought", "known", "referred", "described", "viewed", "defined", "labeled"),
        *("recognized", "perceived", "treated", "categorized", "seen", "categorised", "deemed", "called", "counted"),
        *("characterised", "characterized"),
    )
)
_AS = re.compile(
    r"\b(?:commonly |often |also )?(?:considered|classified|classed|regarded|thought of|known|referred to|"
    r"described|viewed|defined|labeled|recognized|perceived|treated|categorized|characteri[sz]ed|seen)"
    r" (?:as being|as belonging to|as|under|to be) "
)
_LABELS = re.compile(
    r"\b(?:considered|classified|classed|regarded|thought of|thought|categorized|categorised|known|referred to|"
    r"described|deemed|seen|viewed|called|defined|labeled|counted|"
    r"best described|recognized|perceived|treated)(?: as (?=a |an |one |being |some |part |in )| to be|"
    r" as being| as belonging| under)? (?=(?:a|an|part|one|some|being|to be|the|very|edible|alive|living|"
    r"dangerous|expensive|valuable|rare|"
    r"healthy|large|small|big|sharp|heavy|furniture|clothing|food|art|jewelry|electronic|as)\b)"
)
_TAILS = (
    r"right|correct|yes|no|true|yea|yeah|yep|yup|rite|eh|huh|innit|plz|pls|y or n|y|agreed|is that it|is that so|is that true|is that fair|"
    r"is that a fair description|is that a fair guess|"
    r"final answer|"
    r"as the british say|as the americans say|as they say|as some say|as some call it|as they call it|as it is called|"
    r"if you will|so to speak|or not|or no|or am i wrong|or am i mistaken|yes or no|is that right|is that correct|is not it|does not it|"
    r"please|by any chance|i wonder|or is it not|or what|though|"
    r"am i right|would you say|do you think|in your opinion|as well|too|or something|or something like that|"
    r"then|here|in this case|or anything|or similar|instead|or anything like that|or the like"
    r"|(?:has |it has )?got to be|must be|has to be|it must be|weather permitting|all things considered|on the whole|all in all|so they say"
    r"|to be honest|broadly speaking|roughly speaking|give or take"
    r"|of any kind|of some kind|of some sort|per se|in particular|in size|or so|or other|at the moment|as a whole|i guess|i think"
)
_TAIL = re.compile(rf"[ ,]*\b(?:{_TAILS})$")
_TAIL_ENDS = frozenset(tail.split()[-1] for tail in _TAILS.split("|"))
_FILLER = re.compile(r"(?<=\w) , (?:like|um+|uh+|er+|erm|hm+|you know|i mean|say|well|i do not know) , (?=\w)")
_EXAMPLES = re.compile(
    r"(?<=s )(?:like|including) (?=\w+(?: \w+)? , ).*$|"
    r"\b(?:for example|for instance|e g|i e|like for)\b.*|, (?:like|similar to)\b.*"
)
_ASIDE = re.compile(
    r"(?<=\w)(?: ,)? (?:rather than|instead of|as opposed to|even though|even if|"
    r", (?:and )?not (?:an? |the )\w+(?: \w+)?$|according to (?:the|a|an|popular|old) (?:saying|proverb|legend|folklore|stor|"
    r"stereotype|tradition)|although|though (?=it|they|not)|despite|meaning)\b.*"
    r"|(?<=\w) or (?:any|some)thing (?:like (?:that|it|this)|similar|of the sort|of that sort)\b(?: to \w.*)?"
)
_EXAMPLE_SIGNS = ("s like ", "s including ", "for example", "for instance", "e g", "i e", "like for", ", like", ", similar to")
_ASIDE_SIGNS = (
    *(" rather", " instead", " as opposed", " even ", ", not ", ", and not ", " according", " although", " though", " despite"),
    *(" or anything", " or something", " meaning"),
)
"""Without one of these there is no example and no aside, which is quicker to see."""
_SORT_OF = re.compile(
    r"\b(?:any|some|a certain|a specific|a particular|a|an|one|the|certain) (?:kind|type|sort|form|piece|"
    r"article|item|variety|example|style|category)s? of (?=\w)"
)
_MOST = "(?:mostly|mainly|primarily|only|exclusively|predominantly|largely|chiefly|solely|particularly|especially|specifically)"
_SAID_OF = "used|use|worn|played|owned|enjoyed|meant|designed|intended|bought|marketed|eaten|made|liked|aimed"
_MOSTLY = re.compile(
    rf"\b(?:{_MOST} (?P<verb>{_SAID_OF}) (?:{_MOST} )?|(?P<word>{_SAID_OF}|is it) {_MOST} )(?:by|for|at) "
    r"(?P<who>(?:wo)?men|(?:fe)?males|girls|boys|children|kids|adults|older people|young people|babies|toddlers)\b"
)
"""`mostly worn by women`, `worn mainly by women`: more by them than by others."""
_BY_MOSTLY = re.compile(
    rf"\b(?P<verb>{_SAID_OF}) (?:by|for) (?P<who>(?:wo)?men|(?:fe)?males|girls|boys|children|kids|adults|babies|toddlers) {_MOST}$"
)
_MOST_OF_THEM = re.compile(rf"^(?:do )?{_MOST} (?P<who>(?:wo)?men|(?:fe)?males|girls|boys|children|kids|adults|babies|toddlers) (?:use|wear|own|"
    rf"play with|need) it$")
_BUT = re.compile(r"(?<!anything )(?<!nothing )(?<!all )\bbut ")
_BY_NATURE = re.compile(
    r"^(?P<said>(?:is|was) it (?!.*\b(?:found|seen|known|live|born|made|used|created|invented|developed|formed|produced|involved|common|"
    r"occurs?)\b)(?:\w+ )*?\w+) (?:(?:in|by)"
    r" (?:nature|design|function|style|composition|construction|origin|"
    r"character|purpose)|(?:in|across|throughout) (?:most|many|some|all|several) (?:cultures|countries|societies|cases|situations|places|"
    r"contexts|parts of "
    r"the world)|around the world|in modern society|in western (?:culture|society)|in (?:modern|daily|everyday) (?:life|times)|among beginners)$"
)
"""Whose nature or opinion is meant, which leaves the rest as it is."""
_BY_NATURE_ENDS = frozenset(
    (
        *("nature", "design", "function", "style", "composition", "construction", "origin", "character", "purpose", "cultures", "countries"),
        *("societies", "cases", "situations", "places", "contexts", "world", "society", "culture", "life", "times", "beginners"),
    )
)
_NOT_IT = re.compile(rf"({AUX}) not (it|you|people|we|i|one|someone|most people|humans|everyone)\b")
_TAG = re.compile(rf"[ ,]+(?:{AUX}) (?P<not>not )?(?:it|they|you|people|we|one|there|he|she|this|that)$")
_STATEMENT = re.compile(
    r"^(?:i think )?(?:it|they|this|that|these|those|you|people|we|one|there|most people|humans|he|she|(?:the|your|this|that) \w+) \w"
)
_DENIED = re.compile(rf"^(?P<start>(?:the |this |that |your )?\w+ (?:(?:{AUX}) )?)(?:not|no|never) ")
_ASKED = re.compile(rf"(?:{AUX}|if|when|since|because|without|in|on|at|what|which|how|where|who|why)\b")
_STATED = re.compile(rf"^(?P<who>you|people|we|one|most people|many people|some people|there|humans|someone|many persons|every person|"
    rf"everybody|everyone|i(?= (?:can|could|may|must|should|have to|eat|wear|"
    rf"drink|ride|play|sit|drive|sleep|cook|cut|use|put|wash|clean|hold|carry|keep|open|read|write|throw|kick|buy|take|see|find|hang|"
    rf"bring)\b)|children|kids|babies|farmers|women|men) (?:(?P<aux>{AUX}) )?")
_STATING = re.compile(r"^(it|its \w+) (is|can|could|would|will|might|may|must|should|does|did) (?=\w)")
_CALLING = re.compile(
    r"^(?:(?:in |to |if i |if we )?(?:call|describ|label|classify|consider|regard|count|class|list)(?:e|ed|ing)? )?(?:it|this|that) as (?:being )?|"
    r"^(?:in |to |if i |if we )(?:call|describ|label|classify|consider|regard|count|class|list)(?:e|ed|ing)? (?:it|this|that) "
)
"""What is left of `would I be right in calling it a toy`."""
_WOULD_BE = re.compile(r"^(?:would|will) it be (?=too |\w+ to |an? |the )")
"""`would it be too big for a pocket` asks what `is it` asks."""
SO = re.compile(rf"^.* , so (?=(?:{AUX}) )")
"""What a question is drawn from: `it has strings, so is it a harp`."""
_ASKS_LATER = re.compile(
    r"[ ,](?:(?:is|are|does|do|can|could|would|has|will|might|was) (?:it|this|they|these|its|you|people|we|humans|"
    r"(?:the|this|that|your) (?:\w+ )?(?:object|item|thing|answer|word)))\b"
)
"""A question that begins within a sentence: `since it is alive, does it move`."""
_TELLS_LATER = re.compile(r"(?<! for)(?<! with)(?<! to)(?<! in)(?<! on)(?<! of)(?<! from)(?<! by)(?<! at)[ ,]it (?:is|must be|has to be) (?=an? )")
"""A claim that does: `going by all that, it is a cat`."""
_WH = re.compile(r"^(?:what|which|how|where|who|whom|whose|why|when)\b")


def clause(text: str) -> str | None:
    """The last sentence of `text` as a plain clause about `it`, possibly empty; None where it is no question of yes or no."""
    said = sentences(text[-LONGEST:])
    return stripped(said[-1]) if said else ""


@lru_cache(maxsize=4_096)
def stripped(sentence: str, *, listed: bool = True) -> str | None:
    """The sentence without wrapping; with commas as `or` or `and`, or as they were. `not is it …` where it asks the reverse."""
    if sentence.startswith(BROUGHT):
        return sentence
    if listed:
        sentence = sentence.replace(" such as ", " or ")
        if " than " in sentence or "instead of" in sentence or "as opposed" in sentence:
            sentence = opposed(sentence)
    if sentence.count(" , ") > 1:
        sentence = _FILLER.sub(" ", sentence)
    if any(sign in sentence for sign in _EXAMPLE_SIGNS):
        sentence = _EXAMPLES.sub("", sentence)
    if any(sign in sentence for sign in _ASIDE_SIGNS):
        sentence = _ASIDE.sub("", sentence)
    sentence = _untagged(sentence.strip(" ,"))
    if ", so " in sentence:
        sentence = SO.sub("", sentence)
    for _ in range(4):
        lead = LEADS.match(sentence)
        shorter = sentence[lead.end() :] if lead else sentence
        if shorter.rpartition(" ")[2] in _TAIL_ENDS:
            shorter = _TAIL.sub("", shorter)
        shorter = shorter.strip(" ,")
        if shorter == sentence or not shorter:
            break
        sentence = shorter
    if listed:
        if plainly := compared(sentence):
            return plainly
        sentence = supposed(sentence) or topical(sentence) or sentence
    if (fronted := _FRONTED.match(sentence)) and listed:
        sentence = _moved(fronted["front"], fronted["asked"])
    elif not ASKS.match(sentence) and (asks := _ASKS_LATER.search(sentence) or _TELLS_LATER.search(sentence)) and not _WH.match(sentence):
        sentence = sentence[asks.start() + 1 :]
    if mostly := _MOST_OF_THEM.match(sentence):
        return f"is it used mostly by {mostly['who']}"
    if listed:
        sentence = _NEARLY.sub("", sentence)
    if stated := _STATED.match(sentence):
        sentence = f"{stated['aux'] or 'do'} {stated['who']} {sentence[stated.end() :]}"
    sentence = about_it(sentence)
    if listed:
        sentence = completed(_HEDGED.sub("", sentence)) or sentence
    if " it ," in sentence:
        sentence = re.sub(r"^(\w+ it(?: be)?) (?:, )+", r"\1 ", sentence)
    if _WH.match(sentence):
        return None
    if listed:
        if stating := _STATING.match(sentence):
            sentence = f"{stating[2]} {stating[1]} {sentence[stating.end() :]}"
        elif calling := _CALLING.match(sentence):
            sentence = f"is it {sentence[calling.end() :]}"
        if plainly := compared(sentence):
            return plainly
        sentence = _WOULD_BE.sub("is it ", sentence)
        if (reverse := turned(sentence)) is not None:
            positive = stripped(reverse)
            return positive and f"not {positive}"
    if sentence.endswith("ly"):
        sentence = _BY_MOSTLY.sub(r"\g<verb> mostly by \g<who>", sentence)
    if "ly " in sentence:
        sentence = _MOSTLY.sub(lambda m: f"{(m['verb'] or m['word']).replace('is it', 'is it used')} mostly by {m['who']}", sentence)
    words = sentence.split()
    if words and words[-1] in _BY_NATURE_ENDS and (by_nature := _BY_NATURE.match(sentence)):
        sentence = by_nature["said"]
        words = sentence.split()
    if not _HEDGE_STARTS.isdisjoint(words):
        sentence = " ".join("mostly by".join(_HEDGE.sub("", part) for part in sentence.split("mostly by")).split())
    if listed:
        sentence = _commas(_BUT.sub("and ", sentence))
    if not _LABEL_WORDS.isdisjoint(words):
        sentence = _LABELS.sub("", _AS.sub("", sentence))
    if " of " in sentence:
        sentence = _SORT_OF.sub("a ", sentence)
    if found := _NOT_IT.match(sentence):
        sentence = f"{found[1]} {found[2]}{sentence[found.end() :]}"
    return " ".join(sentence.strip(" ,").split())


_FRONTED = re.compile(
    rf"^(?P<front>(?:when|while|after|before|during|without|if|in|on|at|for) (?!that case|other words|your opinion|the end|fact|"
    rf"short|my|all)[^,]+?) , "
    rf"(?P<asked>(?:{AUX}) (?:(?:many|most|some|all|young|older) )?(?:it|you|people|we|i|one|they|someone|anyone|the object|this|children|"
    rf"kids)\b.*)"
)
"""What a clause begins with may as well end it: `without wind, is it useless`."""
_VISIT = re.compile(
    r"^(?:if|when) (?:i|you|we|one|someone|people) (?:am |are |were |was |is )?(?:visit(?:ed)?|went (?:in)?to|go (?:in)?to|"
    r"walked (?:into|through)|walk (?:into|through)|"
    r"enter(?:ed)?|looked (?:in|into|around)|look (?:in|into|around)|opened|open|at|in|on|inside) (?P<place>.+)"
)
_BESIDE = re.compile(
    r"^if (?:i|you|we) (?:put|placed?|set|compared?|stood|laid|lay|held|hold) it (?:up )?(?:next to|beside|alongside|with|to|against) (?P<what>.+)"
)


def _moved(front: str, asked: str) -> str:
    """A clause with what stood before it behind it, or left out where it only supposes something."""
    if (beside := _BESIDE.match(front)) and (more := re.match(r"^(?:would|will|is) it be (?P<more>\w+er|more \w+)$", asked)):
        return f"is it {more['more']} than {beside['what']}"
    if visit := _VISIT.match(front):
        return f"{asked} in {visit['place']}"
    return asked if front.startswith("if ") else f"{asked} {front}"


def _untagged(sentence: str) -> str:
    """Without a question at the end that only asks for assent. `it is not alive, is it` expects the answer of `is it alive`."""
    tag = _TAG.search(sentence)
    if tag is None:
        return sentence
    said = sentence[: tag.start()]
    if not _STATEMENT.match(said):
        # `a mountain, is it?`, `i think it has shelves, does it?`
        said = re.sub(r"^(?:i|we) (?:(?:do|would) not (?:think|believe|suppose|guess|say)|doubt) ", "i think ", said) if not tag["not"] else said
        return said if "," in tag[0] and not _ASKED.match(said) else sentence
    return said if tag["not"] else _DENIED.sub(r"\g<start>", said)


def _commas(text: str) -> str:
    """Lists with commas as lists with `or` or `and`; other commas as nothing."""
    word = " or " if " or " in text else " and " if " and " in text and text.count(",") > 0 else " "
    return re.sub(r" ?, (?:or |and )?", word, text) if "," in text else text
