"""What people say around a question: courtesies, "could you tell me", "someone said", "am I right"; off it comes, and the question proper is left."""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re

from lmrl_gym.tasks.guess_city.patterns import regex

POLITE = re.compile(
    r"^((so|well|ok|okay|alright|hmm|oh|ah|hi|hello|hey|please|now|then|next|also|and|but|great|thanks|thank you|yes(?: or)? no|yes|no(?= (?:is|are|was|were|does|do|did|has|have|can|could|what|which|who|when|where|how|so|ok|it|they|the|then|wait|well|would|i|you|tell|my|but|and|well|please|thanks)\b)|i see|got it|interesting|question|my (next )?question( is)?|"
    r"(can|could|would|will) you (please )?(also )?(kindly )?(tell|give|say|describe|share|explain)( to)?( me| us)?|can i ask|may i ask|let me ask|i (would |d |just |also |really )*(like|love|want|need) to (know|ask|learn|hear|find out)( about)?|i (just |really |also )?curious( about| to know| to hear)?|(can|could|may) i (know|learn|find out)|"
    r"(?:would|do) you mind (?:telling|saying|naming)(?: me| us)?|i want to know|i wonder|i am (curious|wondering)|im (curious|wondering)|i (\w+ )?(?:wondering|curious)(?! about)|do you (know|happen to know)|tell me|just|would you say( that)?|do you think( that)?|is it (true|correct|right) that|"
    r"am i (right|correct) (in (thinking|believing|assuming|saying|supposing)|that|to (think|say|assume|believe))( that)?|"
    r"is it (fair|safe|accurate) to say( that)?|is it the case that|is it known(?= (?:how|what|which|where|who|when))|can we say( that)?|have you heard (if|whether)|if i may ask|out of curiosity|quick question|please tell me|correct me if i( am)? wrong( but)?|(if i( am)? not|unless i( am)?) mistaken|(would|do) you (happen to know|agree)( (if|that|whether))?|let me guess|checking|(just )?to be sure|(surely|perhaps|maybe|presumably|i (bet|think|thinking|guess|suppose|assume|believe|take it|reckon|presume|gather|imagine|suspect|expect)( that)?|my (hunch|guess|bet|theory|feeling)( is)?( that)?|is it a fact( that)?|(can|may) i (assume|take it|conclude|presume)( that)?)(?= (it|its|there|they|people|the city|we)\b)|does anyone know|you know|any idea|any chance( that)?)\s+)+"
)
TAIL = re.compile(
    r"\s+((?:do|does|did|is|are|was|were|has|have|can|will|would|could|should|had|might|must) not (?:it|they|there|we|you|i|he|she)(?: (?:say|agree|think))?|(?:is|was|would) (?:not )?(?:that|this) (?:be )?(?:not )?(?:so|right|correct|true|fair|the case|accurate)|(?:it is |is it |is that )?fair (?:to say|enough)|(?:have|do|did) i (?:got |get |have )?(?:that|it|this)(?: all)? (?:right|correct|wrong)|or is (?:that|this|it) (?:all |just |only )?(?:an? )?(?:exaggerat\w+|myth|rumou?r|lie|wrong|not(?: so| true)?|false|nonsense|cliche|untrue)|agree or disagree|true or false|right or wrong|is that a yes|please|(?<!\bthe )(?<!\bor )(?<!\bon )(?<!\bto )(?<!\bkeep )(?<!\bkeeps )(?<!\bdrive )(?<!\bdrives )(?<!\bis )right|correct|true|yeah|yea|ya|yep|yup|aye|agreed|or am i wrong|is that (?:so|right|correct|true)|or not|yes or no|y n|is it|is it not|isnt it|is not it|does it|does not it|does it not|no|yes|huh|eh|then|there|though|(?<!\bsay )(?:thanks|thank you)|or what|would you say|do you think|you think|by any chance|at all|exactly|i think|i guess|i suppose|am i right)$"
)
_ECHO = re.compile(r"(?<=\w{3}) (?:is|are|does|do|did|has|have|was|were|can|could|would|will) (?:it|they|there|we|you)$")
"""What a statement ends with to be a question: "it can not be in Asia, can it"."""
WH = re.compile(r"\b(what|which|where|when|who|whom|whose|how|why|describe|name|list|give|any (hints?|clues?)|(a|one|some|another) (hint|clue))\b")

_GIVE = re.compile(r"^(?:(?:can|could|would|will) you |please |ok |so |well |now |then |just |kindly |also )*(?:tell|give|show|mention)(?: me| us)? (?=(?:a|an|one|some|two|three|another|any|2|3)\b)")

_TELL_THE = re.compile(r"^(?:(?:can|could|would|will) you (?:please |kindly )*|please |so |well |now |just |kindly )*(?:tell(?: me| us)?|let me know|(?<!would you )say|(?<!would you )state|i (?:would |d )?(?:like|love|want) to (?:know|hear|learn)|share)(?: about| of)? (?=(?:the|its|their) (?!(?:city|country|place|name|answer|people|locals|town|nation|secret|solution)\b))")
"""What asks to be told a thing that it names without a question word."""

_REPORTED = re.compile(
    r"^(?:(?:somebody|someone|people|friends|they|everyone|everybody|he|she) (?:says?|said|tells? me|told me|claims?|claimed|reckons?|swears?|insists?)|(?:my|our|a|the|some|his|her) (?:\w+ )?\w+ (?:says?|said|tells me|told me|claims?|claimed|thinks?|thought|reckons?|insists?|swears?|believes?|mentioned)|i (?:once |have |also )?(?:read|heard|was told|remember|seem to remember|recall|learned|learnt)(?: somewhere| once)?) (?:that )?(?=(?:it|its|they|there|the|people|this|locals)\b)"
)
"""Who says so, which decides nothing."""

def stripped(words: str) -> str:
    """`words` (plain words) without what asks for an answer or for assent: "could you tell me if it is hot there, please" -> "it is hot there"."""
    words = _REPORTED.sub("", words)
    core = _TELL_THE.sub("what is ", _GIVE.sub("name ", regex(r"^(?:can|could) you (?:please |kindly |briefly )*(?=describe\b)").sub("", words)))
    core = regex(r"^((?:the|its|their) (?!\w+ (?:what|which|who)\b).+) is$").sub(r"what is \1", core)
    for _ in range(3):
        shorter = POLITE.sub("", core + " ").strip()
        tail = TAIL.sub("", shorter if WH.match(shorter) else _ECHO.sub("", shorter))
        shorter = tail if len(tail.split()) >= 1 else shorter
        if shorter == core or not shorter:
            break
        core = shorter
    core = regex(r"^(?:(?:something|anything|more|a (?:little|bit)(?: more)?|(?:some|a|one|any) (?:details?|facts?|information|things?)|things?)(?: \w+)? )?(?:about|(?<=\w )on|regarding|concerning) (?=\w{2,})").sub("describe ", core)
    core = regex(r"^(is|are|was|were|does|do|did|has|have|had|can|could|would|will|should) not (?=(?:it|they|there|he|she|i|you|one|we|people)\b)").sub(r"\1 ", core)
    return regex(r"^(if|whether|that) ").sub("", core)
