"""Questions that suppose something first: `if I wanted to dig, would I use it` asks `do you use it to dig`."""

from __future__ import annotations

import re

_WHO = r"(?:i|you|we|one|someone|somebody|people|a person|anyone|they)"
_ASKED = rf"(?:would|could|can|might|may|do|does|will|should|is|am) (?:{_WHO}|it|this|that|(?:the|this|your) (?:object|item|thing))(?: .+)?"
_FIRST = re.compile(rf"^(?:if|when|whenever) (?P<front>.+?) ?,? (?P<asked>{_ASKED})$")
_LAST = re.compile(rf"^(?P<asked>{_ASKED}?) (?:if|when|whenever) (?P<front>.+)$")
_IT = r"(?:it|one|this|that|some|any|them|(?:the|this|that|your) (?:object|item|thing))"
_USES = re.compile(
    rf"^\w+ (?:{_WHO} (?:(?:ever|likely|probably|need to|want to|have to|need or|want or) )*(?:make use of|use or need|reach for|turn to|pick "
    rf"up|get out|take out|"
    rf"use|need|take|want|bring|grab|employ) {_IT}(?: along| out| with (?:me|you))?|{_IT} (?:be|get) (?:used|needed|useful|helpful|handy|of "
    rf"use|any use)|{_IT} (?:help|come in handy))$"
)
_FINDS = re.compile(
    rf"^\w+ {_WHO} (?:(?:ever|likely|probably|be able to|expect to|be likely to) )*(?:find|see|come across|notice|spot|encounter|run into|meet) "
    rf"(?:(?P<what>[\w ]+?) )??{_IT}?(?: (?:there|here|around|(?:on|in|inside) it))?$"
)
_TO = re.compile(
    rf"^{_WHO} (?:(?:am|are|were|was|is) (?:trying|going|about|planning|asked|supposed|ready|hoping)|(?:really )?(?:wanted|want|had|have|"
    rf"needed|need|tried|try|wished|wish|"
    r"would like|decided|decide|were|intend|plan)) to (?P<deed>.+)$"
)
_GOING = re.compile(rf"^(?:{_WHO} (?:am |are |were |was |is |go |went ))?going to (?P<deed>\w+(?: .+)?)$")
_DOING = re.compile(rf"^(?:{_WHO} (?:am|are|were|was|is) )?(?P<doing>\w{{2,}}ing\b.*)$")
_HAD = re.compile(rf"^(?:{_WHO} (?:had|have|has|got)|there (?:is|was|were|are)) (?:an? |some |any )?(?:loose |new |old )?(?P<thing>[\w ]+?) to "
    rf"(?P<verb>\w+)$")
_FANCIED = re.compile(rf"^{_WHO} (?:fancied|fancy|was craving|were craving|craved|crave|felt like|feel like) (?:an? |some )?(?P<thing>[\w ]+)$")
_MUST = re.compile(r"^(?:something|things|stuff|anything) (?:has|have|needs?|must|is|are)(?: to)?(?: be)? (?P<deed>(?!broken)\w+(?:ed|en|t|ing))$")
_BEING = re.compile(rf"^{_WHO} (?:were|was|am|is|are|worked as|work as) (?P<who>an? \w+(?: \w+)?)$")
_PLACE = re.compile(
    rf"^{_WHO} (?:(?:am|are|were|was) )?(?:(?:visit|search|explore|enter|open)(?:e?d)?|(?:went|go|walk|walked|step|stepped|look|looked|stroll|"
    rf"strolled|wander|wandered|hike|hiked|"
    r"going|walking|looking|searching|standing)(?: (?:out|walking|hiking|around|about|for a walk|through))*(?: (?:in|into|inside|in to|around|"
    r"through|to|at))?|"
    r"in|at|inside) (?P<place>(?:(?:an?|the|my|your|any|some|most|someone) )?(?!it\b|its\b|for\b|at\b|over\b)[\w ]+?)(?: for it| for one)?$"
)
_WHERE = re.compile(r"(?:outside|outdoors|inside|indoors|under|underneath|behind|beneath|above|near|next to|around|beside) ?")
"""A place that needs no `in`."""
_THIS = re.compile(r"^\w+ (?:it|this|that)(?: be| do)?(?: it| one| right| the thing| what .*)?$")
_SOUGHT = re.compile(
    rf"^(?:{_WHO}|an? \w+|my \w+) (?:asked for|asks for|wanted|wants?|needed|needs?|looked for|was after|were after|was looking for) "
    r"(?P<what>(?:an?|some) [\w ]+)$"
)
_FEELING = re.compile(rf"^{_WHO} (?:were|was|am|are|is|got|felt|feel|feels|get) (?:really |very |so )?(?P<how>\w+)$")
_FEELINGS = {
    **dict.fromkeys(("hungry", "starving", "peckish"), "do you eat it"),
    **dict.fromkeys(("cold", "freezing", "chilly"), "does it keep you warm"),
    **dict.fromkeys(("tired", "sleepy", "exhausted"), "is it used for sleeping"),
    "bored": "is it used for entertainment",
}
"""What helps whoever feels so."""
_HELPS = re.compile(r"^\w+ (?:it|this|that|one) (?:help|do|be (?:of use|useful|helpful|handy)|come in handy)(?: (?:me|you))?$")
_LOOKED = re.compile(rf"^{_WHO} (?:look|looked|search|searched|check|checked|felt|feel|hunt|hunted)(?: (?:for (?P<what>[\w ]+?)|(?:around|"
    rf"closely|carefully)))??(?: (?:on|in|at|over|inside|or|all|around))* (?:it|one)(?: over| closely)?(?: for (?P<other>[\w ]+))?$")
_COUNTED = re.compile(rf"^{_WHO} count(?:ed)? (?:all )?(?:(?:its|the) (?P<what>[\w ]+?)(?: (?:on|of) it)?)$")
_NUMBER = re.compile(rf"^\w+ {_WHO} (?:get(?: to)?|count|find|see|reach|come to|arrive at|end up (?:with|at)) (?P<number>(?:(?:exactly|at "
    rf"least|more than|only|less than|fewer than) )?\w+)(?: of them)?$")

_SAID = re.compile(
    rf"^{_WHO} (?:were to |was to )?(?:(?:say|said|guess|guessed|claim|claimed)(?: that)? (?P<that>(?:it|you|people) .+)|"
    rf"(?:call|called|describe|described|label|labeled|classify|classified) {_IT} (?:as )?(?P<what>.+))$"
)
_RIGHT = re.compile(
    r"^(?:would|will|am|is|are) (?:i|we|that|it|this|you)(?: be)?"
    r"(?: (?:right|correct|accurate|true|fair|agree)| (?P<wrong>wrong|mistaken|incorrect|false|inaccurate|untrue|lying))?$"
)
"""The end may be gone with other words that only ask for assent."""


def supposed(sentence: str) -> str | None:
    """The question without what it supposes; None where it supposes nothing, or something else."""
    if sentence.startswith(("if ", "when")):
        found = _FIRST.match(sentence)
    else:
        found = _LAST.match(sentence) if " if " in sentence or " when" in sentence else None
    if found is None:
        return None
    front, asked = found["front"].strip(" ,"), found["asked"]
    if (right := _RIGHT.match(asked)) and (said := _SAID.match(front)):
        what = said["that"] or f"it is {said['what']}"
        return f"is it false that {what}" if right["wrong"] else what
    if (sought := _SOUGHT.match(front)) and _THIS.match(asked):
        return f"is it {sought['what']}"
    if (feeling := _FEELING.match(front)) and feeling["how"] in _FEELINGS and (_USES.match(asked) or _HELPS.match(asked)):
        return _FEELINGS[feeling["how"]]
    if _USES.match(asked):
        return _used(front)
    if (number := _NUMBER.match(asked)) and (counted := _COUNTED.match(front)):
        return f"does it have {number['number']} {counted['what']}"
    if seen := _FINDS.match(asked):
        if looked := _LOOKED.match(front):
            what = seen["what"] or looked["what"] or looked["other"]
            return f"does it have {what}" if what else None
        if not seen["what"] and (there := _PLACE.match(front)):
            where = there["place"]
            return f"is it found {where}" if _WHERE.match(where) else f"is it found in {where}"
    return None


_TOPICAL = re.compile(
    rf"^(?P<topic>[^,]{{3,}}?) , (?:(?:would|could|does|do|can|will|might|is) (?:it|this|that|these|those|one)(?: be)? "
    rf"(?:(?:(?:come in )?(?:handy|useful|helpful)|(?:any )?(?:good|use)|meant|made|used|help(?: {_WHO}| me)?|work|serve|do|needed)"
    rf"(?: (?:for|with|in|at|to do))? (?:that|this|it)|"
    rf"(?P<source>(?:come|made) from|be got from) (?:one of )?(?:this|these|it|one|those|them))|"
    rf"is (?:that|this) (?:what|something) {_WHO} (?:would |will |could |can |might )?(?:do with|use|need|do on|do in) "
    rf"(?:it|this|these|one)(?: for)?)$"
)
"""What is asked of a matter named first: `eating soup, would it come in handy for that`."""


def topical(sentence: str) -> str | None:
    """The question put of it; None where no matter is named first."""
    found = _TOPICAL.match(sentence) if " , " in sentence else None
    if found is None or re.match(r"(?:if|when|is|are|does|do|can|could|would|it|it is)\b", found["topic"]):
        return None
    topic = re.sub(r"^(?:the|my|your|some|all the) | (?:in|on|of) (?:my|your|the) \w+$", "", found["topic"])
    return f"do you get {topic} from it" if found["source"] else f"is it used for {topic}"


def _used(front: str) -> str | None:
    """`you wanted to dig`, `you were playing tennis`: what it is used for."""
    if found := _TO.match(front) or _GOING.match(front) or _MUST.match(front):
        return f"do you use it to {found['deed']}"
    if found := _HAD.match(front):
        return f"do you use it to {found['verb']} {found['thing']}"
    if found := _FANCIED.match(front):
        return f"is it used for {found['thing']}"
    if found := _BEING.match(front):
        return f"is it used by {found['who']}"
    if found := _DOING.match(front):
        return f"is it used for {found['doing']}"
    return None
