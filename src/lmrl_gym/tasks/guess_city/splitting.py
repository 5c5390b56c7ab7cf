"""One line, several questions: where one ends and the next begins, seen from the words alone.

Yes-or-no questions joined by "and" or "or" stay whole, for they are claimed together; so does all that names no new question. What follows up on a
question ("Is there a river? If so, which one?") is put in its place ("name a river").
"""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re
from functools import lru_cache

from lmrl_gym.tasks.guess_city.patterns import regex

MOST = 3
"""Questions of a line that are answered; the rest is passed over."""
_BEGINS = r"(?!is (?:that|this|it) (?:right|correct|true|so|it)\b|(?:do|can|could|would) you|is it not|isn't it|does it not|doesn't it|am i)(?:what|whats|which|who|whos|whose|when|where|wheres|how|hows|why|is|are|was|were|does|do|did|has|have|can|tell|name|describe|also|and|if)\b"
_END = re.compile(rf"(?<=[a-z)'\"]{{2}})[?!.;,]*[?!.;]+\s+(?={_BEGINS})|\s*[\r\n]+\s*(?={_BEGINS})", re.IGNORECASE)
_AND = re.compile(r"(?:,\s+(?:and\s+)?|\s+(?:and|plus|&)\s+)(?:also\s+|then\s+)?(?=(?:what|which|who|(?:when|where)(?='?s?,? (?:is|are|was|were|does|do|did|has|have|can|could|would|will|should|might|to)\b|'s)|how|why|is (?:it|the|there|this)|are there|does (?:it|the city)|do (?:they|people)|has it|was it|did it)\b)", re.IGNORECASE)
_OPENS = re.compile(r"\b(?:what|which|who|whose|when|where|how|why|describe|name|tell)\b", re.IGNORECASE)
_WHICH_ONE = re.compile(
    r"^(?:(?:and|so|then|if (?:so|yes|there is|there are|it does|any|that is the case)),?\s+)*(?:(?:what|which)(?: ones?| is it| are they| river| sea)?|(?:what|how) (?:is|are|s|do they|do people|was) (?:it|they|its name|that one|the name|call it)(?: called| named)?|(?:what|whats) (?:is )?(?:its|their|the) names?(?: of it)?|(?:can you |please )?(?:name (?:it|them|one)|tell (?:me )?(?:it|them|which(?: ones?)?|what it is|its name|the name)))\W*$",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(r"how (?:often|much|many|far|long|big|high|old|deep|hot|cold|well|strongly)\W*", re.IGNORECASE)
"""What asks for more of what was asked with yes or no."""
_GOES_ON = re.compile(r"how (?:often|much|many|far|long|big|high|old|deep|hot|cold)\W*$|(?:what|which|who)(?: ones?)?\W*$|(?:what|who|how|where|when|why|which \w+) (?:is|are|was|were|does|do|did|can) (?:it|they|the|its|their|there|that|people|one|you|your)\b", re.IGNORECASE)
_WHOLE = re.compile(r"^\W*(?:is|are|does|do|has|was|did) (?:it|there|they|your|the|this|people)\b(?:\W+\w+){1,}", re.IGNORECASE)
"""A question with yes or no, and one of its own behind it."""
_OR_WHAT = re.compile(r"^\W*(?:is|are|was|were|does|do|did|has|have)\b[^?.!]*?,? or (?=(?:(?:what|which|how|where|who|when) (?:\w+ ){0,2}?(?:is|are|was|were|does|do|did|has|would|can|could|should|lies|sits)|(?:what|where|how|who)['\u2019]?s)\b[^?]*\?\W*$)", re.IGNORECASE)
"""A guess at the answer before the question that asks for it: "is it the largest, or what rank does it have"."""
_IF_SO = re.compile(r",?\s*(?:and|or)?\s*if (?:so|yes|there is|it does|any),?\s+", re.IGNORECASE)
_HAS = re.compile(
    r"^(?:(?:so|ok|well|and)\W+)?(?:is there|are there|do(?:es)? (?:it|you|the city|this city|your city|your country|the country|the place|this place|the town|your town) have|has (?:it|the city|your city|your country|the place|the town)(?: got)?|do(?:es)? (?:people|they|the city|it|the locals) (?:speak|eat|play|drink|have|like)|does (?:it|the city|your city) (?:lie|sit|stand) (?:on|by|near|beside|at)|was (?:it|the city|your city) (?:ever )?involved in|is (?:it|the city|your city) (?:located|situated) (?:close to|near|on|by|beside|at)|is it (?:close to|near|on|by|known for|famous for)|is (?:the|your) city (?:close to|near|on|by|known for|famous for))\s+(?:a |an |any |some |the |its own )?",
    re.IGNORECASE,
)


_VERBS = r"(?:is|am|are|was|were|does|do|did|has|have|had|can|could|would|will|should|might|what|whats|which|who|whos|whose|when|where|how|why|name)"
_AUXILIARY = r"(?:is|are|was|were|does|do|did|has|have|had|can|could|would|will|should|may|might)"
_ASIDE = rf"(?:(?:when|where|while|whenever|wherever) (?!{_AUXILIARY}\b)|(?:what|how) about |which is it\b)"
"""What begins like a question and only sets the scene for one: "when I land there, …"."""
_LEAD_IN = re.compile(rf"^\W*(?:(?={_ASIDE})(?:(?:what|how) about |which is it\W+)?|(?!{_VERBS}\b))(?P<lead>[^?]{{3,200}}?)\s*[,;:\u2013\u2014-]+\s+(?:and |so |but |well |then |i mean,? |tell me,? )?(?P<asked>{_VERBS}\b\W+\w+\W+\w+.*)$", re.IGNORECASE | re.DOTALL)
_SCENE = re.compile(
    rf"^\W*(?:(?:so|and|but|well|say|then)\W+)?(?P<lead>(?:if|when|while|whenever|once|after) (?!{_AUXILIARY}\b)(?:[^\s?.!]+ ){{2,14}}?)(?P<asked>(?:{_AUXILIARY}(?:n't)? (?:i|you|we|one|they|people|it|there|he|she|the \w+|locals|folks|someone)\b|(?:it|they|people|locals|there(?= (?:is|are|was|were|would|will)\b))(?: would|'d|'s|'re| are| is| will|'ll)(?: be| have)?(?: already| still| all)?|(?:they|people|locals)(?= (?:\w+ed|had|were|ate|drank|spoke|sold|built|drove|sang|played)\b)) \w.*)$",
    re.IGNORECASE | re.DOTALL,
)
"""A scene that runs into the question without a comma: "when it is noon in London is it dark there"."""
_BEFORE = re.compile(rf"\W*{_ASIDE}", re.IGNORECASE)
_SETTING = re.compile(r"^(?:and |so |but )?(?:if|when|where|while|in|during|at|for|on|from|as|after|before|given|around|come|apart|besides|about|regarding|speaking|compared|relative|versus|against|coming|next to|of all|worldwide|globally|internationally|nationally|nationwide|historically)\b", re.IGNORECASE)

_AGREED = re.compile(
    r"(?:(?:is|was|are|am|would|could|have|do|does|did|has) (?:i |we )?(?:that|this|it|you|i|he|she|they|we|the city|here)(?: got (?:that|it|this))?(?: be| sound)? ?(?:right|correct|true|so|not so|wrong about that|the case|the sort|how it (?:goes|is|works|works)|fair to say|good advice|a good idea|sound advice|it|here|there|the place|about right)?(?: there| here| about it| over there)?"
    r"|(?:is|was|would|does|do|did|am|have|has) (?:i |that |this |it |not )*(?:be |sound |got |get |have |a |on |getting |make |understood |understand |heard |remember |recall )*(?:that |this |it )*(?:all |about |fairly |roughly )*(?:right|wrong|correct|correctly|rightly|properly|mistaken|true|fair|accurate|safe|sense|warm|warmer|close|yes|the right (?:track|lines))(?: (?:statement|thing|assumption|guess|bet|description|summary|way|one))?(?: (?:to say|to assume|to put it))?"
    r"|(?:agree|right|true|yes|correct) or (?:disagree|wrong|false|no|not)|fair (?:to say|enough|point)"
    r"|is (?:it|this|that) (?:that|the) (?:sort|kind|type) of (?:city|place|town|country)|(?:do|would) you (?:agree|not agree)|(?:does|do|would|could) (?:that|this|it|any of that) (?:fit|apply|match|hold|ring a bell|describe (?:it|the place|the city))(?: here| there)?|same (?:city|place|town)(?: maybe| perhaps)?)\W*",
    re.IGNORECASE,
)
"""What only asks whether the claim before it is right."""
_THING = re.compile(r"\W*(?:so |and |ok )?(?:that|the|this|those|a|an|all those|these) (?!(?:city|town|place|country|people|locals|is|was|are|were)\b)\w+", re.IGNORECASE)
_TAKEN_UP = re.compile(r"((?:is|are|was|were)) (?:it|he|she|they) (?!(?:there|here|found|located|near|in|on|at|by|known|famous|home|close|the|from|eaten|made|built|grown)\b)(\w+ .*)$", re.IGNORECASE | re.DOTALL)
"""What takes up by a pronoun the thing that was named first: "that dance, is it much loved"."""
_IS_THERE = re.compile(r"(?:is|are|was|were) (?:it|that|this|they|those) (?:(?:to be )?(?:found |located |standing )?(?:there|here|in (?:this|that|the|your) (?:city|town|place)|around (?:here|there)|near(?:by)?|close by|in town))\W*", re.IGNORECASE)
"""A thing that is named first, and what only asks whether it is there."""
_COMES_FROM = re.compile(r"((?:is|are|was|were|does|do|did)) (?:it|he|she|they) ((?:come |came |originally |also |really |actually )*(?:from|made in|based in|at home in|native to) (?:your|the|this|there|here|around|that|near|its)\b.*)$", re.IGNORECASE | re.DOTALL)
"""What asks whether the thing that was named first is from there: "Toyota, the car company, is it from your region"."""
_APPOSED = re.compile(r"^(?:(?:that|the|this|a|an) )?(?P<what>[^,]{3,40}), (?:(?:that|the|this|a|an) )?(?P<more>[^,]{3,40})$", re.IGNORECASE)
_BACK = re.compile(rf"({_AUXILIARY}\b.+?) (?:one|ones|them|it|those|any|that)((?: there| around there| around here| in (?:the|this) city)?\W*)$", re.IGNORECASE)
"""What is asked of a thing named before: "high-tech firms: is it noted for them"."""


_SAYS = re.compile(r"^\W*(?:i|it|they|we|you|he|she|there|people|my|someone)\b|\b(?:is|are|was|were|has|have)\b", re.IGNORECASE)
_CORRECTED = re.compile(rf"^.*\b(?:no,? wait|wait,? no|hang on|scratch that|or rather|correction|let me rephrase(?: that)?)\b[\s,;:.!-]*(?:better[,:]?\s*|rather[,:]?\s*|i mean[,:]?\s*)?(?={_VERBS}\b)", re.IGNORECASE | re.DOTALL)
"""What somebody began to ask before the question proper: "is it … no wait, is it old"."""
_CORRECTS = re.compile(r"wait|hang on|scratch|rather|correction|rephrase", re.IGNORECASE)
"""What every such correction holds."""
_UNLIKE = re.compile(r"^\W*(?:so |and |but )?(?:unlike|contrary to|as opposed to|in contrast to) [^,]{3,40},\s+", re.IGNORECASE)
_SAME_CITY = re.compile(r"(?<=[.?!]) +(?:the )?(?:same|right|that the) (?:city|place|town)(?: maybe| perhaps| then)?\W*$", re.IGNORECASE)
_FRAGMENT = re.compile(r"^\W*(?:so |and |ok |well )?(?P<said>[\w' -]{3,60}?),?\s+(?:would you say,?\s+|do you think,?\s+|is it,?\s+)?(?:this|that) (?:place|city|town|one|spot)\W*$", re.IGNORECASE)
"""What is said of the city without a verb: "West African, this place?"."""
_HERE = re.compile(r"^\W*(?P<said>(?!(?:is|are|does|do|was|were|has|have|can|could|would|what|which|who|where|when|how)\b).{4,}?)\s*[,;:\u2013\u2014-]+\s*(?:all |so |and )?(?:that|this|it)(?:'s| is|s)(?: all)? (?:here|there|this (?:city|place|town|one)|the (?:place|city|one))(?: i think)?,?(?: right| correct| yes| no| yeah| isn'?t it| is it not| innit| is it)*\W*$", re.IGNORECASE)
"""Things that are named, and then said to be there: "all those cable cars, that's here, isn't it?"."""
_POINTS = re.compile(r"^(?P<verb>is|are|was|were|does|do|did|can|could|would|will|has|have) (?:that|this|those|these)(?P<rest> (?:made|from|eaten|worn|sung|played|grown|on|in|a|an|the|what|where|something|typical|common|popular|normal|usual|nothing|standard|\w+ed|\w+en|around|near|nearby|close|come|comes|happen)\b.*)$", re.IGNORECASE | re.DOTALL)
"""What points back to the thing that was named before the question: "…, was that made there?"."""
_OF_THAT = re.compile(
    r"\W*(?:and |so |but )?(?:(?:what|who|where|when|why|how)(?:'s|s| is| was| were| are| did| do| does| would)? (?:(?:you|they|people|we|locals|i) (?:call|name) )?(?:that|this|those|these|them|he|she|his|her|their|they|it)\b(?! (?:city|place|country|town|capital))"
    r"|(?:what|which) (?:\w+ ){1,2}(?:is|was|were|are|did|does) (?:that|this|those|these|them|he|she|they|it)\b|who (?:built|made|designed|painted|wrote|gave|invented|brought|sent|opened) (?:it|that|this|them|those|these)\b|(?:where|who|what|which)(?: one)? for (?:instance|example)\b)",
    re.IGNORECASE,
)
"""A question about what the sentence before it tells of."""


_BARE_ASK = re.compile(
    r"\W*(?:and |so |but |well |ok )?(?P<ask>what (?:goes|is going|happens|is|do(?:es)? (?:everyone|everybody|people|they|one) do)(?: on)? (?:then|there|here)|what (?:goes|is going|went|was going) on|what do (?:people|they|locals|you) do|which(?: (?:one|ones|is it|is that|was it|was that|are they))?|who(?: (?:is|was|were) (?:it|that|he|she|they|invited|involved|to blame))?|whose|what(?: (?:is|was|are|were) (?:it|that|they))?|what (?:else )?(?:happened|was (?:it|that|all this|this) (?:all )?about|was going on|was behind (?:it|that|this)|caused (?:it|that|this)|was the (?:reason|cause|occasion))(?: there| then| to (?:him|her|them))?|where(?: exactly)?|when(?: (?:was|is) that)?|why(?: (?:is|was) that| so)?|how(?: so| come)?|how many|how much"
    r"|(?:what|which) (?:\w+ )?(?:lies|lie|runs|stands|flows|ran|stood|stretches) between them|which (?:[\w-]+ ){0,2}(?:ones?|city|town|other) (?:is|was|did|does|were|are|has|had|got)|name(?: one| them)?)(?:,? (?:roughly|exactly|then|again|please|though|mostly|mainly|actually|in short|guess|exactly then|do you think))?\W*",
    re.IGNORECASE,
)
"""What asks and does not say of what: it asks about the sentence before it."""
_CALLED = re.compile(
    r"^(?P<told>[^?]{8,}?)\W*[\s,.;:!\u2026-]+(?:and |so |but |just |please )?(?:(?:(?:can|could|would) you )?(?:remind me (?:of|about) |tell me |give me |name |say )?(?:its|the|their|that one's|his|her) (?:names?|titles?)(?: again)?|what(?:'s|s| is| was) (?:the|its|their|his|her) (?:local |proper |right |exact |native )?(?:word|term|title)(?: for (?:it|them|that|those|this|him|her|these))?|(?:the|its|their) (?:local )?(?:word|term)|name (?:it|them|one)(?: then)?|what (?:do|would|did|does) (?:you|they|we|people|the locals|locals|one|everybody|everyone)(?: all)? call (?:it|them|that|those|him|her|(?:the|this|that|these|those) (?!(?:\w+ )?(?:city|country|place|town|capital)\b)\w+)"
    r"|what(?: is|'s|s| are|'re| was| were) (?:it|they|that|those|these|he|she) (?:known as|called|named)|what(?: is|'s|s| was| are| were) (?:its|the|their|his|her) names?|how (?:do|does|did) (?:you|they|people|locals|one) call (?:it|them|this|that)|how (?:is|are|was|were) (?:it|they|this|that) (?:called|named)|how (?:it|they|this|that) (?:is|are|was|were) (?:called|named)|(?:what|which) names? (?:has|have|had|does|do|did|bears?) (?:it|they|this|that|these|those)(?: (?!city|country|town|place)\w+)?(?: have| bear| carry)?|(?:by|under) (?:what|which) names? (?:is|are|was|were|do|does|did) (?:it|they|one|you|people|this|that)(?: (?!city|country|town|place)\w+)?(?: (?:known|called|go|know it|know them|call it|call them))?(?: by)?|called what)(?: (?:over there|there|again|here|locally|then|exactly|please|in your (?:city|town)))*\W*(?:please)?\W*$",
    re.IGNORECASE | re.DOTALL,
)
"""A thing that is told of first, and what asks what it is called."""
_ITSELF = re.compile(
    r"^\W*(?:so |and |ok )?(?:(?:it|you|this|that|he|she|they)(?: is|['\u2019]s| are|['\u2019]re| lies?| sits?| belongs?| must| might| could| sounds?| was| were| seems?)\b|i (?:think|guess|forgot|forget|know|am|need|want|believe|bet)\b)|^\W*(?:(?:so|ok|okay|well|right|what|such) )*(?:(?:a|an|the|this|that|your|my|its|our) )?(?:(?!(?:of|from|in|by|near|with|around|on|at|to|for|through|across|under|over|behind|above|outside|inside|along|round|that|which|is|are|was|has|have|a|the|your)\b)[\w-]+ ){0,3}(?:city|town|place|capital|country|nation|metropolis|name)\b(?! (?:walls?|gates?|hall|squares?|parks?|has|have|had|hosts?|holds?|eats?|drinks?|makes?|celebrates?|got|loves?|sells?|built|put)\b)",
    re.IGNORECASE,
)
"""What tells of the city itself."""
_WITHIN = re.compile(r"\W*(?:and |so |but )?(?:what|which|who|whose|in which|on which|on what|in what)\b(?!.*\b(?:city|country|continent|weather|climate)\b)(?=.*\b(?:they|them|he|she|him|her|his|their|its|it|there|that|those|then|thing|organi[sz]ation|person|place|building|event|firm|company)\b)", re.IGNORECASE)
"""What may lean on the sentence before it for what it asks of."""
_TOLD_OF = re.compile(r"^(?=(?:\W*\w+){4}).*\b(?:you|your)\b", re.IGNORECASE)
"""What tells something of the city."""
_NAMING = re.compile(r"\W*(?:and |so |but |well |ok )?(?:name(?: it)?\b(?! a)|(?:what|which)(?:'s|s| is) (?:it|its name|the name)(?: called| named)?\W*$|what do (?:you|they|people) call it\b)", re.IGNORECASE)
"""What would be told the city's name, asked of the city."""
_TELL_ABOUT = re.compile(r"^\W*(?:tell|remind) me (?:about|of) (?=(?!(?:yourself|the city|your)\b)[^?.!]+[,.;:!]\s+(?:in |on |by )?(?:what|which|who|where|when|how)\b)", re.IGNORECASE)
"""How a thing is brought up of which something is asked then."""
_LEAST = re.compile(r"\W*(?:,?\s*or (?:just )?name it|,\s*name (?:it|one|them|any|some)(?: or (?:say|tell|describe)\b[^?.]*)?|[.!?;,]+\s*(?:i (?:always |just )?(?:forget|forgot|can ?not remember|can't remember|don't remember|don't recall|never remember) (?:its|the|their|his|her) names?)|[.!]+\s*(?:one reason|just one|one is enough|one will do|a guess is fine|ballpark|roughly|briefly|in short))\W*$", re.IGNORECASE)
"""What follows a question and adds nothing."""
_ADDS = re.compile(r"name|reason|one|guess|ballpark|roughly|briefly|short", re.IGNORECASE)
_NAMES = re.compile(r"name|call|known|title|word|term", re.IGNORECASE)
"""What every such addition holds, and every thing that is told of and then asked for by name."""


def _asked_of(ask: str, told: str, *, trails: bool) -> str:
    """The bare question `ask` with what the sentence `told` tells of; `trails`: the question fills the gap that the sentence leaves."""
    word = ask.split()[0].lower()
    if word == "what" and trails:
        return f"{told} what"
    if word in ("which", "what") and " between them" not in ask.lower() and (thing := regex(r".*\b(?:a|an|another|some) (?!(?:bit|little|lot)\b)((?:[a-z-]+ ){0,2}?[a-z-]+)(?=\W*$|[,;]|\W+(?:of|in|on|at|by|to|with|from|is|are|was|were|that|which|who|near|for)\b)").search(told)) and not re.search(r"\b(?:happen\w*|something|somebody|someone)\b", told + ask, re.IGNORECASE):
        return f"which {thing[1]} is it {told}"
    if word == "name":
        return f"what is {told}"
    return f"{ask} {told}"


_THERE_IS = re.compile(r"^\W*(?:and |so )?(?:you have(?: got)?|you've got|your city has(?: got)?|it has(?: got)?|it's got|they have|there is|there's|there are|there was|there were|there used to be|once there was|there once was|it is home to) (?:a |an |the |some |this |these )?(.*)$", re.IGNORECASE)
_THAT = re.compile(r"\b(?:that|this|those|these|them|they|it)\b(?! (?:was|is|are|were)?\w+ing\b)", re.IGNORECASE)


def _put_in(asked: str, told: str) -> str:
    """The question `asked` about what the sentence `told` tells of, in one: "It has a tower", "who built it" -> "who built the tower"."""
    thing = _THERE_IS.match(told)
    return _THAT.sub(f"the {thing[1]}", asked, count=1) if thing and len(thing[1].split()) <= 8 and _THAT.search(asked) else f"{asked} {told}"


_SET_AGAINST = re.compile(r"(?<=\w\w\w),\s*(?:and )?(?:unlike|as opposed to|in contrast to|in contrast with|(?:other than|different from|distinct from|apart from) (?:those|that|the ones?) (?:of|in|on|used))\b[^?.!]{3,60}", re.IGNORECASE)


def without_contrast(text: str) -> str:
    """`text` without what a claim is set against at its end: "is it a capital, unlike Sydney"."""
    return _SET_AGAINST.sub("", text)


_LEFT_OUT = r"(?:(?:if|since|now that|say|suppose|once) (?:i|we|you) (?:now |can |already |just )*(?:(?:rule|leave|cross|strike|take) out|exclude|ignore|leave aside|set aside|forget|eliminate|skip|disregard|do not count|don't count)|(?:leaving|setting|putting) (?:aside|out)|(?:ruling|leaving|crossing) out|(?:apart|aside) from|besides|except(?:ing)?(?: for)?|excluding|excepting|ignoring|disregarding|not counting|other than|after|with the exception of|if (?:it|that)(?: is|'s)? (?:not|neither)|if (?:it|that) isn't|forget(?:ting)?(?: about)?|discounting|but for|outside(?: of)?)"
_BUT = re.compile(rf"^\W*(?:(?:so|ok|okay|and|well|now|but) )?{_LEFT_OUT} (?:in |on )?(?P<what>[^,?]{{3,60}}),\s*(?:then |and |so )?(?P<asked>{_AUXILIARY}\b.*)$", re.IGNORECASE)
"""What is ruled out before the question is put."""
_MOST = r"(?:\b(?:largest|biggest|most (?:populous|populated)) (?:\w+ )?(?:city|town|metropolis|one|urban area|place)\b|\b(?:country|nation)'?s? (?:largest|biggest|most (?:populous|populated))\b|\bmost (?:people|inhabitants)\b)"
_MOST_BUT = re.compile(rf"^(?P<asked>\W*{_AUXILIARY}\b.*{_MOST}.*?),? {_LEFT_OUT} (?P<what>[^,?]{{3,40}}?)\W*$", re.IGNORECASE)


def _ruled_out(text: str) -> str:
    """`text` without what it rules out first, which only the largest of the others needs: "other than X, is it the largest" -> "is it the largest apart from X"."""
    if (found := _BUT.match(text)) is not None:
        return f"{found['asked'].rstrip(' ?.!')} apart from {found['what']}?" if re.search(_MOST, found["asked"], re.IGNORECASE) else found["asked"] if not re.match(r"\W*(?:after|besides|outside)\b", text, re.IGNORECASE) else text
    return f"{found['asked']} apart from {found['what']}?" if (found := _MOST_BUT.match(text)) is not None else text


_TOLD_MORE = re.compile(r"^(\W*(?:it|your (?:city|country)|the (?:city|country)|there|they) (?!\b(?:what|which)\b)\w+ [^,?]+),\s+((?:which|who|where) (?!(?:one|ones|is (?:it|that)|are they|was it|city|country|of)\b)\w+ [^?]+)$", re.IGNORECASE)
"""A statement that says more of its last thing: "it lies on a strait, which parts two continents"."""
_WHICH_KNOWN = re.compile(r"\b((?:what|which) (?:[\w'-]+ ){0,2}?(?:province|state|region|district|continent|hemisphere|sea|ocean|river|country|countries|language|prefecture|county|empire|power)), (?:known|famous|famed|noted|renowned|with) (?:for|as|by|its|their|an?|the)\b[^,?]{3,60}, (?=\w+ )", re.IGNORECASE)
"""What is said of the thing asked for, between commas: "in which province, known for its pepper, is it"."""


_SAID_BETWEEN = re.compile(rf"^(?P<lead>\W*(?:\w+\W+){{0,4}}?(?:which|what|whose)\b[^,?.!]{{2,60}}),\s+(?P<aside>[^,?.!]{{3,80}}),\s+(?P<asked>(?:{_AUXILIARY}|[a-z]+s)\b[^,?.!]*)(?P<end>\W*)$", re.IGNORECASE)
_TRUE_THAT = re.compile(r"^(?P<claim>\W*(?:is it (?:true|correct|so|right|a fact|the case)|am i (?:right|correct)(?: in \w+)?|would you (?:say|agree)|do you agree) that (?:your|the|its|it|you|people|there|they)\b[^,?.!]{0,40}), (?:when|where|which|who|whenever|as|if|though|although|while|seen|like) [^,?.!]{3,60}, (?=[a-z])", re.IGNORECASE)
"""What is said between commas of what a claim speaks of."""
_OR_WHICH = re.compile(rf"^\W*{_AUXILIARY}\b[^?.!]*,\s+or\s+(?=(?:whose|which|what|where|who|how|when)\s+\w+\s+\w)", re.IGNORECASE)


def without_aside(text: str) -> str:
    """`text` with what it says of the thing asked for, between commas, put behind: "Which airline, a bird on its tail, do I fly with?"; and of
    whether something is so or which, the latter."""
    if "," not in text:
        return text
    text = _TRUE_THAT.sub(r"\g<claim> ", text, count=1)
    if found := _SAID_BETWEEN.match(text):
        spare = re.match(r"(?:or|and|if|please|though|say)\b", found["aside"], re.IGNORECASE) or (regex(r"\b(?:province|state|region|country)$").search(found["lead"]) and not re.match(r"(?:now|since|once|later|long|no longer|formerly|today|by then|then) ", found["aside"], re.IGNORECASE))
        aside = "" if spare else f" {found['aside']}"
        return f"{found['lead']} {found['asked']}{aside}{found['end']}"
    return _OR_WHICH.sub("", text)


_TAGGED = re.compile(r",?\s+(?:is|are|was|were|does|do|did|has|have|can|could|would|will)(?:n['\u2019]?t| not)? (?:it|they|there|you|he|she|people|one)(?: not)?,\s+(?:and |what )?(?:with|given|because of|thanks to|considering|due to)\b[^?]*", re.IGNORECASE)
"""A claim's tag and the reason behind it: "…, don't they, with all the rain"."""


def without_lead_in(text: str) -> str:
    """`text` without what comes before the question proper: dropped, or put behind it where it sets the scene ("If I came in May, is it hot?")."""
    text = _WHICH_KNOWN.sub(r"\1 ", text) if "," in text else text
    text = _CORRECTED.sub("", text) if _CORRECTS.search(text) else text
    text = regex(r",\s+which (?:makes|made|is why|is what makes|is rare|is unusual|is unique|sets)\b[^?,]*$").sub("", text)
    text = f"{told[1]} {told[2]}" if (told := _TOLD_MORE.match(text)) is not None else text
    text = _TAGGED.sub(" ", text) if "," in text else text
    text = _ruled_out(_UNLIKE.sub("", _SAME_CITY.sub("", text) or text))
    if (fragment := _FRAGMENT.match(text)) is not None and not re.match(rf"{_VERBS}\b", fragment["said"], re.IGNORECASE) and not re.search(rf"\b{_AUXILIARY}\b", fragment["said"], re.IGNORECASE):
        return f"is it {fragment['said']}?"
    if (here := _HERE.match(text)) is not None:
        return f"are there {here['said']}?"
    found = _LEAD_IN.match(text)
    if found is None:
        scene = _SCENE.match(text)
        if scene is None:
            return text
        scene = _SCENE.match(regex(r",?\s+(?:yeah|yes|right|correct|no|eh|huh|then|innit|ok)\W*$").sub("", text)) or scene
        return f"{scene['asked'].rstrip(' ?.!')} {scene['lead'].strip(' ,')}?"
    if (_THING.match(found["lead"]) or not (_SETTING.match(found["lead"]) or _SAYS.search(found["lead"]))) and len(found["lead"].split()) > 1 and _IS_THERE.fullmatch(found["asked"]):
        return f"is there {found['lead'].strip()}?"
    if _AGREED.fullmatch(found["asked"]):
        return found["lead"]
    if _THING.match(found["lead"]) and len(found["lead"].split()) <= 5 and (taken_up := _TAKEN_UP.match(found["asked"])):
        return f"{taken_up[1]} {found['lead'].strip()} {taken_up[2]}"
    if len(found["lead"].split()) <= 8 and not _SETTING.match(found["lead"]) and not _SAYS.search(found["lead"]) and (from_there := _COMES_FROM.match(found["asked"])):
        lead = _APPOSED.sub(r"the \g<more> \g<what>" if (apposed := _APPOSED.match(found["lead"])) and re.search(r"\b(?:company|firm|maker|brand|giant|group|corporation)\b", apposed["more"], re.IGNORECASE) else r"the \g<what> \g<more>", found["lead"])
        return f"{from_there[1]} {lead} {from_there[2]}"
    if not _SETTING.match(found["lead"]) and not _SAYS.search(found["lead"]) and (points := _POINTS.match(found["asked"])):
        return f"{points['verb']} {found['lead'].strip()}{points['rest']}"
    if len(found["lead"].split()) <= 4 and not _SETTING.match(found["lead"]) and (back := _BACK.match(found["asked"])):
        return f"{back[1]} {found['lead']}{back[2]}"
    sets_scene = _SETTING.match(found["lead"]) is not None or len(found["asked"].split()) < 5 or _OPENS.match(found["asked"]) is not None
    return f"{found['asked'].rstrip(' ?.!')} {found['lead']}?" if sets_scene else found["asked"]


_CONTEXT = re.compile(rf"^\W*(?:(?:so|ok|okay|well|right),? )?(?:it is not|it's not|it isn't|we know|i know|we are not|i can't|i cannot|i don't|i love|i hate|i like|i'm|i am)\b[^?!]*?(?:\.{{2,}}|\u2026|[.;])\s+(?:so,? |but,? |then,? )?(?={_AUXILIARY}\b\W+\w+\W+\w+\W+\w)", re.IGNORECASE)
"""What is already known, or what the asker is like, said before the question."""


_KNOWN_NOT = re.compile(rf"^\W*(?:(?:so|ok|okay|well|right|good|and|then),? )*(?:it(?:'s| is) not|it isn't|it can't be|it cannot be|not) (?:in |on )?[^?]{{3,80}}?(?:\.+|\u2026|!|;|:| -)\s+(?:so |then |but |and )?(?={_AUXILIARY}\b[^?]*\?\W*$)", re.IGNORECASE)
"""What is said not to be so before the question is put."""


_REMARK = re.compile(
    r"^\W*(?:(?:oh|ah|ok|okay|hm+|well|so|wow|and|yes|alright|all right|great|nice|cool|super|perfect|interesting)\b,? )*(?:(?:many )?(?:thanks|thank you|thx|ty|cheers|(?:much|i really|i) appreciated?|sorry|i like|i love|i enjoy|i enjoyed)\b[^.!?;:\n]{0,80}|(?:that|this|those|these|it)(?:'s| is| was| are| were| really| certainly| does| did)? (?:an? |the |very |really |quite |so |pretty |such an? )*(?:helpful|useful|good|great|nice|interesting|big|tricky|funny|clever|hard|tough|easy|helps|help|helped|narrows|makes sense)\b[^.!?;:\n]{0,40}"
    r"|(?:not )?what (?:i|we) (?:expected|thought|hoped|had in mind|feared)|(?:what )?an? (?:[\w-]+ ){0,3}(?:city|hint|clue|answer|fact|place|game|puzzle|one)|(?!(?:name|give|tell|any|one|another|a|some|more|describe)\b)(?:[\w-]+ ){0,2}(?:hints?|clues?|answers?|facts?)|(?:so |and |now |ok |next,? )*(?:(?:my|the|a|one|another|next) )+(?:(?:next|last|final|second|third|other|further|quick|new|more) )*questions?\b[^.!?;\n]{0,40}|now (?:(?:for |to |on to )?(?:something|a question) )?(?:about|on to|to|for) [^.!?;,\n]{3,30}|wait,? what|next one|let(?:'s| us) (?:move on|talk|turn|see|try|go)\b[^.!?;:\n]{0,40}|moving on\b[^.!?;:\n]{0,30})\s*[.!;:\u2026]+\s+(?=[a-z]\W*\w+\W+\w|\w+ \w)",
    re.IGNORECASE,
)
"""What is said of the talk itself before a question is put: thanks, praise, what it will be about."""
_CONCLUDED = re.compile(rf"^\W*(?:(?:so|ok|okay|well|right|good|and|then|oh|ah|hm+|i see|got it|great|now|alright),? )+(?:it(?:'s| is)|its|you(?:'re| are)|we(?:'re| are)|that means|that makes it|this is) [^?,.!]{{2,60}}(?:\.+|\u2026|!)\s+(?:so |then |but |and )?(?={_AUXILIARY}\b[^?]*\?\W*$)", re.IGNORECASE)
"""What somebody has concluded before the question is put."""
_PAUSES = frozenset(".!;:\u2026")
"""Marks behind which a question may follow what was said before it."""
_MARKS = re.compile(r"\W{6,}")
"""A run of marks, over whose parts the patterns here would try too many ways to share it out."""


@lru_cache(maxsize=4096)
def split(text: str) -> tuple[str, ...]:
    """The questions of `text` as they stand there, at most `MOST`; one where it cannot be cut. Of a run of marks three stay."""
    text = _MARKS.sub(lambda found: found[0].strip()[:3].replace("\n", " ") + ("\n" if "\n" in found[0] else " "), text)
    pauses = not _PAUSES.isdisjoint(text[:-1])
    text = _REMARK.sub("", text, count=1) if pauses else text
    text = _TELL_ABOUT.sub("", text)
    text = _LEAST.sub("?", text) if _ADDS.search(text) and re.match(rf"\W*{_VERBS}\b|\W*(?:describe|tell)\b", text, re.IGNORECASE) else text
    if _NAMES.search(text) and (called := _CALLED.match(text)) is not None and not re.match(rf"\W*(?:{_VERBS}|tell|describe|so what|and what)\b", called["told"], re.IGNORECASE) and not _ITSELF.match(called["told"]):
        thing = _THERE_IS.match(called["told"])
        return (f"what is {(thing[1] if thing else called['told']).strip(' ,.;:')} called?",)
    parts: list[str] = []
    text = _OR_WHAT.sub("", text)
    text = _KNOWN_NOT.sub("", _CONTEXT.sub("", text))
    text = _CONCLUDED.sub("", text, count=1) if pauses else text
    ends: list[str] = []
    whole = _IF_SO.sub("? If so, ", text)
    marks = [found[0] for found in _END.finditer(whole)]
    for number, sentence in enumerate(_END.split(whole)):
        pieces = _AND.split(sentence)
        if len(pieces) > 1 and (not _OPENS.search(pieces[0]) or _BEFORE.match(pieces[0])) and not (len(pieces) == 2 and _GOES_ON.match(pieces[1]) and _WHOLE.match(pieces[0])):
            pieces = [sentence]
        pieces = [piece for piece in pieces if regex(r"[A-Za-z]{2}").search(piece)]
        parts += pieces
        ends += ["," for _ in pieces[1:]] + [marks[number] if number < len(marks) else "" for _ in pieces[:1]]
    followed: list[str] = []
    for part, before in zip(parts, ("", *ends), strict=False):
        if followed and _AGREED.fullmatch(part):
            continue
        if followed and len(followed[-1].split()) <= 4 and not re.match(_VERBS, followed[-1], re.IGNORECASE) and (back := _BACK.match(part)):
            followed[-1] = f"{back[1]} {followed[-1].strip(' ?!.')}{back[2]}"
        elif followed and (bare := _BARE_ASK.fullmatch(part)) is not None and "?" not in before and not re.match(rf"\W*{_VERBS}\b", followed[-1], re.IGNORECASE) and not (_NAMING.match(part) and _ITSELF.match(followed[-1])):
            followed[-1] = _asked_of(bare["ask"], followed[-1].strip(" .!;"), trails=".." in before or "\u2026" in followed[-1])
        elif followed and _OF_THAT.match(part) and not (_NAMING.match(part) and _ITSELF.match(followed[-1])) and not re.match(rf"\W*{_VERBS}\b", followed[-1], re.IGNORECASE) and not re.search(rf"\b{_OPENS.pattern}", followed[-1], re.IGNORECASE):
            followed[-1] = _put_in(part.rstrip(" ?.!"), followed[-1].rstrip(" ?.!"))
        elif followed and "?" not in before and "," not in before and before.strip() and _WITHIN.match(part) and not _NAMING.match(part) and _TOLD_OF.search(followed[-1]) and not re.match(rf"\W*(?:{_VERBS}|i|tell|describe|give)\b", followed[-1], re.IGNORECASE) and not re.search(rf"\b{_OPENS.pattern}", followed[-1], re.IGNORECASE):
            followed[-1] = f"{part.rstrip(' ?.!')} {followed[-1]}"
        elif followed and _HOW_MUCH.fullmatch(part) and re.match(r"\W*(?:is|are|does|do|did|was|were|has|have)\b", followed[-1], re.IGNORECASE):
            followed[-1] = f"{part.strip(' ?.!')} {followed[-1]}"
        elif followed and _WHICH_ONE.match(part) and (found := _HAS.match(followed[-1])):
            followed[-1] = f"Name a {followed[-1][found.end() :]}"
        else:
            followed.append(part)
    return tuple(followed[:MOST]) or (text,)
