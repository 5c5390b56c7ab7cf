"""Whether a feature that a sentence names is not there, is taken away or costs more, told by the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from lmrl_gym.core.sieve import Gated


class Place(NamedTuple):
    """Where a feature stands in its sentence, and the list it is named in: "the leather, nav and sunroof"."""

    start: int
    end: int
    first: int
    """Where the list begins, of what shares the words before it."""
    last: int
    """Where the list ends, of what may share the words behind it."""
    following: int
    """Where the next feature begins."""
    until: int
    """Where the next feature begins that is not in the list."""


_NOUN = (
    r"seat(?:s|ing)?|systems?|cameras?|monitoring|warnings?|detection|alerts?|options?|packages?|pkg|upgrades?|interior|upholstery|trim|features?"
    r"|offer|deal|promo(?:tion)?"
)
_LINK = re.compile(rf"(?:\s(?:{_NOUN}))?(?:[\s,&/+]|\b(?:and|or|nor|plus|an?|the|any|also|even|both|my|your|no)\b)*")
_OR = re.compile(r"\bn?or\b")


def places(sentence: str, spans: Sequence[tuple[int, int]]) -> list[Place]:
    """For each feature (in order of where it stands) its place."""
    links = [sentence[end:start] for (_, end), (start, _) in pairwise(spans)]
    joined = [_LINK.fullmatch(link) is not None for link in links]
    found: list[Place] = []
    for i, (start, end) in enumerate(spans):
        low, high = i, i
        while high < len(links) and joined[high]:
            high += 1
        lowest = i
        while lowest and joined[lowest - 1]:
            lowest -= 1
        either = _OR.search(" ".join(links[lowest:high])) is not None
        while low and joined[low - 1] and (either or "," not in links[low - 1]):
            low -= 1
        following = next((s for s, _ in spans[i + 1 :] if s >= end), len(sentence))
        until = spans[high + 1][0] if high + 1 < len(spans) else len(sentence)
        found.append(Place(start, end, spans[low][0], max(spans[high][1], end), following, max(until, end)))
    return found


_DENIED = Gated(
    r"(?:\bno\b(?!\s(?:problem|extra|additional|charge|cost|doubt|worries|question|matter|less|other|better|need(?! for)|wonder|catch|one\b"
    r"|\w+ charge"
    r"|haggl\w+|kidding|strings|joke|wait|surprise))"
    r"|\bnot\b(?!\s(?:only|just|to mention|a problem|an issue|going to (?:take|leave|drop|pull|remove|charge)|charging|to (?:brag|mention|forget)))"
    r"|n't\b(?!\s(?:forget|worry|miss|mention|have to|need to|only|just|beat|be beat|go wrong|lose|believe|say enough|mind|hesitate|charge|pay"
    r"|cost|regret|overlook|ignore|even mention\w*|mention\w*|just|you (?:love|like|want)|"
    r"(?:find|get|ask for|see) (?:a |any )?(?:better|another|cheaper|nicer|more)))"
    r"|\b(?:could|would|can|will|has|have|had|did) never\b|\bnever (?:had|has|have|came|comes|got|gets|includes?|included|offered|promised|said)\b"
    r"|\bno way\b|\bused to have\b|\bif (?:it|this|she|this (?:one|car)) (?:only )?(?:had|came with|had come with)\b|\bi wish (?:i could say|it"
    r"|this|we)\b"
    r"|\bwould(?:'ve| have) (?:loved|liked|enjoyed|been)\b|\b(?:will|'ll|going to) miss\b|\b(?:i'd|i would|we'd) (?:have to )?be (?:crazy|nuts"
    r"|mad|a fool|out of my mind) to (?:include|give|add|throw|offer)\b|\bnone of (?:our|the|them|these|those)\b|\b(?:look|search|hunt)(?:ed"
    r"|ing)\b[^,;]{0,20}\bfor one with\b|\border (?:you )?one with\b"
    r"|\bdr(?:aw|ew) the line at\b|\bthan (?:give|include|add|throw|part with)\b|\b(?:can"
    r"|could) be (?:fitted|ordered|equipped|specced|optioned)\b|\boptional\b"
    r"|\bcannot\b(?!\s(?:beat|go wrong|lose))|\bunable to\b|\bforget (?:the|about)\b|\b(?:lied|lying|kidding|joking|wrong|mistaken) about\b"
    r"|\b(?:take back|taking back|forget|scratch|ignore|disregard) (?:what|everything) i said about\b|\brefuse to\b|\bhard pass on\b|\bsay no to\b"
    r"|\bonly the \w+(?:\s\w+)? (?:gets?|has|have|comes? with|includes?|offers?)\b"
    r"|\b(?:go|step|move|jump) up\b[^.,;]{0,25}\b(?:for|to get)\b"
    r"|\byou(?:'d| would|'ll| will) (?:have|need) to (?:buy|pay for|pay extra for|order|add|spring for|upgrade)\b"
    r"|\bcharge you\b[^,;]{0,20}\bfor\b)[^,:]{0,40}$"
    r"|(?:\bwithout\b|\black(?:s|ing)?\b|\bmissing\b|\bminus\b|\bexcept\b|\bsans\b|\bskip\b|\binstead of\b|\brather than\b|\bexcluding\b"
    r"|\bexclusive of\b)"
    r"(?:(?!\b(?:you(?:'ll|'d)? (?:get|have)|i'll|i'd|i can|we'll|it (?:has|comes)|there's|this (?:one|car)|to find)\b)[^,:]){0,40}$"
)
_NOWHERE = re.compile(r"[^.,;!?]{0,30}\b(?:cheaper|anywhere|elsewhere|this cheap|for less|like (?:this|that|these)|nicer|better)\b")
"""Behind what is only not found anywhere else: "you can't get a sunroof cheaper"."""
_NOT_DONE = Gated(
    r"(?:n't|\bnot(?: going to)?|\bnever|\bno way (?:i'd|i'll|i would)|\bcannot|\bwithout)(?: (?:have to|need to|be|ever|even|also))*"
    r" (?:tak(?:e|ing)|leav(?:e|ing)|drop(?:ping)?|pull(?:ing)?|remov(?:e|ing)|cut(?:ting)?|los(?:e|ing)|strip(?:ping)?|keep(?:ing)?|charg(?:e"
    r"|ing))\b[^,:]{0,25}$"
)
"""Before a feature that is there all the same: "I won't take the leather out", "we don't charge you for the leather"."""
_TAKEN = re.compile(
    r"\b(?:tak(?:e|ing) back|withdraw(?:ing)?|retract(?:ing)?|cancel(?:ing|ling)?|tak(?:e|ing) away|(?:(?:have|need|going) to|must|i'd|i'll"
    r"|i would|i will|i"
    r"|by|then) (?:take|pull|drop|cut|strip|scrap|skip)|pull(?:ing)?|drop(?:ping)?|los(?:e|ing)"
    r"|leav(?:e|ing) out|tak(?:e|ing) out|pull(?:ing)? out|strip(?:ping)?(?: out)?|remov(?:e|ing)|rip(?:ping)? out|keep(?:ing)? back|delet(?:e"
    r"|ing)|kill(?:ed|ing)?|vetoed|axed|scrapped|turned down|shot down|rejected|denied|declined|give me back|left out|took (?:out|off|away)"
    r"|removed|pulled|deleted|dropped"
    r"|scratch|out (?:goes|comes)|nix|ditch|axe|strike|cross(?:ing)? (?:off|out)|swap(?:ping)?(?: out)?|trade you|exclud(?:e|ing)|omit|forgo"
    r"|give up|giving up|(?:refused|declined) to (?:add|include|give))\s(?:(?!for\b|to\b|and\b|but\b|with\b)\w+\s){0,2}$"
)
"""Before a feature that is taken away."""
_NOTHING_BUT = Gated(r"(?:n't|\bnot|\bno|\bnever)\b[^,:;]{0,30}\banything (?:but|except|other than)\s(?:the |an? )?$")
"""Before the one feature that is there: "I'm not throwing in anything but the nav"."""
_KEPT = Gated(r"\b(?:let me keep|i(?:'ll| will|'m| am|'d| get to| would)? keep(?:ing)?)\s(?:the|that|my)\s(?:\w+\s)?$")
_KEPT_IN = re.compile(rf"(?:\s(?:{_NOUN}))?\s(?:in\b|on it|on there|for you|included)")
"""Around a feature that the seller keeps for himself, and that he keeps in the car."""
_PAID_FOR = Gated(
    r"(?:^|[^\d,.])\$?(?:[1-4],?\d{3}|[1-9]\d{1,2}|[1-4](?:\.\d)?k)(?:\s(?:dollars|bucks|more|extra))*\s(?:(?:more |extra )?for|to (?:install|add"
    r"|put in|fit|get|have))\s(?:the |an? |your )?$"
    r"|\b(?:add|adding|pay) \$?\d[\d,.]*k?(?: (?:dollars|bucks|more|extra))* for (?:the |an? |your )?$"
)
"""Before a feature that costs more: "add 500 for the leather"."""

_BEHIND = re.compile(
    rf"(?:\s(?:{_NOUN}|car|one|version))?(?:\s(?:that |which )?(?:i|we)(?: had| have|'d|'ve)? (?:offered|promised|mentioned|discussed"
    rf"|talked about|spoke of)"
    r"(?: you| earlier| before)*)?"
    r"(?: too| as well| also| either)?(?:\s(?:on|in|at|for|with) (?:this|that|it|the|my|our|your)(?: (?:one|car|trim|model|price|number|figure"
    r"|point|deal|rate))?)?"
    r",?(?: (?:i'm|i am) (?:afraid|sorry)| unfortunately| sadly| however)?[,:]?"
)
"""What may stand between a feature and the words that tell of it: "the leather seats I promised, at this price, …"."""
_HOW = (
    r"(?:\s(?:just|simply|really|also|now|sadly|unfortunately|currently|still|probably|definitely|actually|likely|only"
    r"|already|all|both|all of them))*"
)
_BE = r"\s?(?:is|are|was|were|'s|'re|(?:will|would|must|'ll|'d) (?:have to )?be|(?:has|have|had)(?: to be| been)|got|gets?)"
_STATES = (
    r"never\b(?! (?:an?\b|been (?:better|used|sat)))|(?:the )?(?:one |only )?(?:thing|what|feature|part|something) (?:that )?(?:i"
    r"|we)(?: just)? (?:can't|cannot|won't|refuse)\b|dead\b|over\b|expired|finished|only good (?:through|until|till)|impossible|unavailable"
    r"|(?:coming |going )?out\b(?! of this world)|gone\b"
    r"|off\b|missing|absent|optional|(?:an )?extra\b|additional|separate|sold\b|no longer"
    r"|removed|deleted|withdrawn|cancell?ed|excluded|taken (?:out|off|away|back)|stripped|pulled|dropped|too (?:much|expensive|rich|pricey)"
    r"|a (?:\w+ )?no\b(?!-)|a no-go|history"
    r"|(?:an? )?(?:add-on|upgrade|extra cost|upcharge|option|optional extra|paid extra)\b|sold separately|reserved for|(?:only )?available (?:for"
    r"|as an|at)\b"
    r"|an? (?:mistake|typo|lie|joke|separate \w+)|made up\b|(?:only )?in the (?:brochure|catalog(?:ue)?)\b"
    r"|on (?:another|a different) (?:car|one|model)\b"
    r"|broken|busted|sealed|stolen|inoperative|what you(?:'d| would) pay|on (?:the |that |another )other|cloth\b"
)
_GIVE = (
    r"(?:do|have|include|give|add|throw|offer|swing|get|put|part|match|keep|leave|sell|let|spare)(?: (?:it|that|them|those|you|in|one|away|with"
    r"|up|out|on|go))*"
)
_DONE = r"(?=\s*(?:[.,;!?]|$)|\s(?:at|for|on|in|with|to|anymore|right|today|either|but|because|and|though|unless|if)\b)"
"""That nothing else is what is not given."""
_WITHHELD = (
    r"\s(?:would|will|can|'ll|'d) no longer\b",
    r"[^.;!?|]{0,30}\b(?:except|but not|just not|only not) (?:for )?(?:this|yours)\b",
    r"\s(?:is|are) (?:coming|arriving|due|on order|on the way|back-?ordered|in transit)\b|\ssold (?:this|last|yesterday|already|today)\b",
    r"\s(?:starts? (?:with|at|on|from) the|goes (?:if|when|once))\b",
    r"\sbelongs? to (?:the|another|a different)\b",
    r"\s(?:maybe|perhaps|possibly)(?=\s*(?:[.,;!|]|$))",
    r"[^.;!?|]{0,40}\b(?:i'd|i would|we'd|we would) (?:have to )?be (?:crazy|nuts|mad|a fool|an idiot|out of my mind|fired) to\b",
    r"[^.;!?|]{0,40}\byou(?:'ll|'d| will| would) (?:want|need) (?:the|an?|to (?:look at|go|step|move))\b",
    r"[^.;!?|]{0,40}\b(?:this|it) (?:isn't|is not) (?:your|the (?:car|one)|for you)\b",
    (rf"{_BE}{_HOW}\s(?:not\b(?!\s(?:only|just|extra|an?\b|optional|too much|going (?:anywhere|to cost)|bad|even|that)\b)|not (?:an? (?:part"
    rf"|feature)|an option (?:on|for)"
    rf"|that (?:car|one|trim))\b|{_STATES})"),
    (rf"\s?(?:isn't|aren't|ain't|wasn't|weren't|won't be){_HOW}\b(?!\s(?:only|just|extra|an?\b(?! (?:option|feature|part) (?:on|of|for|in))"
    rf"|optional|too much|going anywhere"
    r"|bad|even))"),
    (r"\s(?:stays? (?:out|with (?:me|us|the)|behind|here|home|on the lot)|expired|ended (?!up)|ran out|lapsed|comes? (?:out|off)\b|goes(?: away"
    r"| back|(?=\s*(?:[.,;!]|$)))|drops out|falls? away|used to be|would need the|sold separately|not (?:included|available|on|part|have|has"
    r"|there|got)|leaks|broke|died"
    r"|(?:excluded|unavailable|n/a|optional|extra|out|off|gone)(?=\s*(?:[.,;!|]|$))|unfortunately not|back out of\b|out of the (?:deal|package"
    r"|question|car)"
    r"|(?:has|have|had|needs?|would have|will have|'d have|'ll have) to (?:go|come (?:out|off)|stay (?:out|behind)|be (?:paid|bought|ordered))"
    r"|must (?:go|come (?:out|off)|stay (?:out|behind)))\b"),
    (r"\s(?:doesn't|does not|(?:don't|do not)(?=\s*(?:[.;!|]|$)|\s(?:come|work|apply|go|stay|ship)\b)|didn't|did not|won't|wouldn't|couldn't"
    r"|(?:can't|cannot)(?! be (?:beat|topped|matched)\b))\b(?!\s(?:beat"
    r"|lose|go wrong|cost|hurt|go (?:any )?(?:lower|below)|do (?:any )?(?:better|lower|less)|drop|budge|disappoint|let you|you|forget|worry"
    r"|miss)\b)"),
    (rf"\s(?:that )?(?:i|we)(?: just| really| simply| unfortunately)* (?:(?:can't|cannot|couldn't|won't)(?: {_GIVE})?|don't {_GIVE}|"
    rf"(?:(?:have|need|am going) to|must|will|'ll|would have to) (?:say no to|say no|refuse|decline|pass on|pass|pull|drop|skip|(?:leave|keep"
    rf"|take|hold) (?:out|off|back)))"
    rf"{_DONE}"),
    r"\s(?:it|this (?:one|car|model)|she|they|ours) (?:hasn't|haven't|doesn't|does not|don't|lacks|never|won't|isn't getting|can't)\b",
    (r"\s(?:my |the |our |upper )?(?:manager|boss|sales manager|owner|desk|corporate|management|office|he|she|they)(?: has| have| just| already)*"
    r" (?:(?:said|says|told me) (?:no\b|not\b)|(?:turned|shot|knocked) (?:it|that|them|me) down|vetoed|refused|declined|nixed"
    r"|(?:won't|wouldn't|doesn't|didn't|can't|cannot|will not|would not)\b)"),
    # "leather, can't do it", "navigation, and I'm sorry, that one I can't do"
    rf"\s(?:can't|cannot|won't) {_GIVE}{_DONE}",
    (r"[^.!?]{0,45}(?:[,;]|\bbut\b|\band\b|though|unfortunately|sorry)[^.;!?]{0,40}\b(?:i|we)\s(?:just\s|really\s|simply\s)?(?:can't|cannot"
    r"|couldn't|won't)\s"
    r"(?:part with|(?:give|offer|do|swing|get|throw|include|add)(?=\s*(?:[.,;!?]|$)|\s(?:you\s)?(?:that one|that in|those|it\b|them|one\b|either"
    r"|both)))"),
    r"(?:\sthough,?|,)?\s(?:is |are |comes? )?(?:only|just) (?:for|(?:comes? |available |offered )?(?:on|in|with)) (?:the|our|a)\b",
    (r"\s(?:would(?: have|'ve) been nice|would be (?:nice|great|lovely)(?=\s*(?:[.,;!]|$))"
    r"|[^.!?]{0,50}\b(?:been|was|were) (?:removed|deleted|taken out|pulled|sealed|stolen|broken))"),
    r"[^.;!?]{0,45}\b(?:turn|turning) (?:that|it|those|them) down",
    (r"[^.;!?]{0,80}\b(?:it|they|that|this one)(?:'s| is| are|'re| was| were)(?: actually| simply| just)* not(?=\s*(?:[.,;!]|$)|\s(?:there"
    r"|possible|available"
    r"|included|in\b|part|the case))"),
    (r"[^.;!?]{0,30}\b(?:it's|they're|it is|they are|seats are|these are|this (?:one|car)(?:'s| is| has)|comes? with|it has)(?: just| only| all"
    r"| actually| really"
    r"| in fact| plain)* (?:plain |nice |good )?cloth\b"),
    (r"[^;!?|]{0,60}(?:\d[^.;!?|]{0,25}\bwithout(?: (?:it|them|that|those))?(?=\s*(?:[,.;!]|$))|\b(?:without(?: (?:it|them|that))?|with cloth"
    r"|in cloth|cloth),?"
    r" [^.;!?|]{0,20}\d)"),
    r"\s(?:requires?|needs) (?:an? |the )?[^.,;!?|]{0,30}\b(?:package|subscription|upgrade|trim|pkg|plan|bundle)\b",
    r"\s(?:is|are|comes?)[^.,;!?|]{0,15}\b(?:part of|in|with) (?:the|an?) \$?[\d,]+(?: dollars?)? [^.,;!?|]{0,20}\b(?:package|pkg|bundle)\b",
    (r"[^.,;!?|]{0,45}\b(?:package|trim|pkg|bundle|model|version)s? only\b|[^.;!?|]{0,60}\bwhich (?:this (?:one|car)|it|ours) (?:doesn't|does not"
    r"|lacks|hasn't)"),
    r"(?:\s(?:car|one|version|model|truck|suv))\s(?:(?:was|is|has been|got|just) )*(?:sold|gone)\b",
)
_NAY = re.compile(
    r"\s*[,:-]?\s+(?:(?:also|still|sorry,?|afraid|that's a) )?(?:no(?:pe)?|nah|negative|not a chance|no chance|no can do|no dice|forget it)\b"
    r"(?!\s(?:problem|extra|additional|charge|cost|doubt|worries|question|matter|less|other|better|need|haggl\w+|\w+ (?:charge|cost|fees?)))"
    r"(?=\s*(?:[,.;!]|$|but\b|and\b))"
)
"""Behind a feature, in one word: "sunroof: no"."""
_TOLD = re.compile(rf"(?:{'|'.join(_WITHHELD)})")
_MORE = re.compile(
    r"\s(?:[^.;!?$\d]{0,40}\b(?:is|are|it's|runs?|costs?|for|at|would be|would've been|would run|would cost|will run|will cost|you|adds?|be"
    r"|that's|pay|paying)\s"
    r"(?:(?:only|just|about|another|an additional|an extra|a further|around|a|roughly|you|extra)\s)*)?"
    r"(?:\$(?:\d{2,3}|[1-4],?\d{3})(?!\d|[.,]\d|k)|\$?(?:[1-9]\d{2}|[1-4],?\d{3}|[1-4](?:\.\d)?k)(?= (?:dollars|bucks)\b)"
    r"|\$?\d[\d,.]*k?(?: (?:dollars|bucks))? (?:extra|more|additional|on top|installed|upcharge|apiece)\b)"
    r"|\s(?:[^.;!?$\d]{0,30}\b(?:for|costs?|runs?|adds?|at|up by)(?: (?:you|only|just|about|another))*)\s(?:[1-9]\d{2}|[12],?\d{3})(?!\d|[.,]\d|k"
    r"|\s?(?:%|percent|less|off|miles))"
    r"|\scosts?\b(?! (?:you )?(?:nothing|zero|no more|not a))"
)
"""Behind a feature that costs more: "leather for $1,500", "the navigation runs 900 more". Without such words, only what no car costs."""
_BY_ITSELF = re.compile(r"(?:^\W*(?:(?:and|but)\s)?(?:(?:the|an?|our)\s)?|(?P<add>\badd(?:ing)?\s(?:the|an?)\s))$")
_COSTS = re.compile(
    r"(?:\s(?:is|are|costs?|runs?|adds?|(?:would|will)\s(?:be|cost|run))|(?P<add>\sfor))(?:\s(?:you|only|just|about|around|another|an?|over))*"
    r"\s\$?(?:\d{1,3},?\d{3}|\d{1,3}(?:\.\d)?k)\b(?! (?:dollars )?(?:in )?(?:total|all|altogether|out the door|otd|flat)\b)"
)
"""Around a feature whose price is told, however high that is: "the sunroof is 7,000", "add a sunroof for 7,000"."""
_PAID_IN = re.compile(
    r"(?:(?!\bnot\b|n't\b)[^!?]){0,80}\b(?:on (?:the house|us|me)|included|free\b|yours|giving (?:it|them|you)|waiv\w+|no (?:extra )?charge|at no"
    r"|throw\w* (?:it|them) in"
    r"|covering|my treat|value\b)"
    r"|[^;!?]{0,80}\b(?:total|brings?|comes? (?:out )?to|(?:so|that|which) (?:makes?|puts)|altogether|all[ -]in)\b[^.;!?]{0,30}\d"
)
"""What it costs is in the price already, or is not asked: "heated seats for $600, which brings the total to 27,600"."""
_PLURAL = re.compile(r"\s?(?:(?:are|aren't|were|weren't|'re|have|don't|cost|both|come|all)\b)")
_CLAUSE = re.compile(r"(?:^|[,;:]\s|\b(?:but|so|though|however|unfortunately|sadly|and)\s)(?:(?:the|an?|any|both|your|my|our|that|those|all)\s)*$")
_WOULD_LIKE = Gated(r"\b(?:love|like|wish|want)(?:ed)? (?:i could |to )(?:include|give|add|throw|offer|do|get)\b")
_BUT_CANNOT = re.compile(r"[^.;!?]{0,45}\bbut\b[^.;!?]{0,15}\b(?:i|we) (?:just |really |simply )?(?:can't|cannot)\s*(?:[,.;!?]|$)")
"""Around such a feature: "I'd love to include the leather for you, but I can't"."""
_NEVER_HAD = re.compile(
    r"\b(?:this (?:one|car|model|trim|\w+)|it|they|ours|mine|the \w+)\b[^.;]{0,20}\b(?:doesn't|does not|didn't|never|hasn't|don't|won't)\b[^.;]{0,15}"
    r"\b(?:have|come|got|get|include|with)\b[^.;]{0,10}\b(?:them|it|one|those|that|any|either)\b"
    r"|\b(?:this (?:one|car)|it|ours)(?:'s| has| have)? (?:got )?none\b"
    r"|\b(?:this (?:one|car|model|trim)|ours|mine|it|they) (?:doesn't|does not|didn't|don't|hasn't got (?:it|them|one|any))\s*(?:[.,;!]|$)"
)
"""What was named is not there: "… asked for a third row too, but this model never came with one"."""
_ALL_BUT = re.compile(
    r"\b(?:everything|anything|all|every \w+) (?:but|except)\b[^,:]*$|\bneither\b[^.;]*$|\bnor\s(?:\w+\s){0,2}$"
    r"|\b(?:not (?:on|in) this \w+|missing|not (?:included|standard|available)|unavailable|lacks|without|excluded|optional(?: extras)?|extra cost"
    r"|add-ons?)\s?:[^.;]*$"
)
_WISHED = Gated(
    r"\b(?:i hear you (?:on|about)|(?:you|your (?:wife|husband|kids?|daughter|son|family|partner))(?:'d| had|'re| are|'ve| have)? (?:just |also "
    r"|really )?(?:like|hop(?:ed|ing)|ask(?:ed|ing)|mention(?:ed)?"
    r"|want(?:ed)?|wish(?:ed)?|after|prefer(?:red)?"
    r"|looking|need(?:ed)?|said|interested))\b[^.;:!?$\d]{0,40}$"
)
_GRANTED = re.compile(
    r"[^.!?]{0,60}\b(?:(?:it|this|they|that|and|so|one)(?:'s|'re| is| are| has| have| had| comes?| does)|included|standard|is in|you(?:'ve"
    r"|'ll)? (?:got|get)"
    r"|got (?:it|them)|here it is|i(?:'ve)? (?:found|got) (?:you )?(?:one|it)|i'll|we'll|(?:i|we) can(?!'t))\b"
)
"""What the buyer is said to wish, and that it is there: "you wanted leather, and it has it"."""
_SAID = re.compile(
    r"(?<!forgot to )(?<!should have )\b(?:told|said|says?|shows|lists|claims|thought|mentioned|promised|wrote|listed|advertised"
    r"|assumed)\b[^.;!?]{0,40}$"
)
_MISTAKEN = re.compile(
    r"\b(?:my (?:mistake|bad|error)|(?:was|were|am|i'm) (?:wrong|mistaken|mixed up)|misspoke|misread|mixed (?:it|them|that|something) up|oops"
    r"|whoops|correction"
    r"|spoke too soon|(?:it's|that's|that was|it was) (?:a typo|wrong|an error|not right))\b"
)
"""A slip of the seller's: "I told you it had leather, my mistake"."""
_KEPT_OUT = re.compile(
    r"\b(?:took|kept|left|want|need|have|tak(?:e|ing)|keep(?:ing)?|pull(?:ing)?|leav(?:e|ing)|rip(?:ping)?|strip(?:ping)?|cut(?:ting)?"
    r"|hold(?:ing)?)\s(?:\w+\s){0,3}$"
)
_THIS_DOES = re.compile(
    r"[^.;!?]{0,25}(?:,|\bbut\b|\band\b)\s(?:but |and )?(?:this(?: one| car)?|ours|mine|yours) (?:does|has (?:it|one|them)|is|do)\b(?!n't| not)"
)
"""Behind what only other cars lack: "the base model has no CarPlay, but this one does"."""
_WITH_IT = re.compile(r"[^.;!?]{0,30}(?:,|\bbut\b|\band\b|\bor\b)[^.;!?]{0,20}\d[\dk,.]* with(?: it| them| that)?(?=\s*(?:[,.;!]|$))")
"""Behind what the lower of two prices leaves out: "26,500 without leather, 28,000 with"."""
_OUT = re.compile(rf"(?:\s(?:{_NOUN}))?\s(?:back\s)?(?:out\b|off\b|away\b|back\b)")
"""Around a feature that is taken away: "take the sunroof back out"."""


def withheld(sentence: str, place: Place, around: str) -> bool:
    """Whether the feature at `place` is held back; `around` is the sentence with its neighbours."""
    for start in dict.fromkeys((place.start, place.first)):
        before = re.split(r"\bbut\b|\bhowever\b|\bthough\b", sentence[:start])[-1]
        after = sentence[place.end : place.following]
        if _WISHED.search(before) and not _GRANTED.match(after):
            return True
        if _NOTHING_BUT.search(sentence[:start]):
            return False
        if _ALL_BUT.search(sentence[:start]):
            return True
        removed = _TAKEN.search(before) or (_KEPT_OUT.search(before) and _OUT.match(after))
        if _NOT_DONE.search(before) and (removed or "charg" in before or _OUT.match(after)):
            return False
        if _KEPT.search(before) and not _KEPT_IN.match(after):
            return True
        if removed or (_DENIED.search(before) and not _NOWHERE.match(after)):
            return _THIS_DOES.match(after) is None and _WITH_IT.match(after) is None
        if _SAID.search(before) and _MISTAKEN.search(around) and (_MISTAKEN.search(sentence, place.end) or not _GRANTED.match(after)):
            return True
        costs = _COSTS.match(sentence, place.end)
        its = _BY_ITSELF.search(sentence[:start]) if costs else None
        if costs and its and (its["add"] is None) == (costs["add"] is None) and not _PAID_IN.match(sentence, costs.end()):
            return True
        if _PAID_FOR.search(before) and not _PAID_IN.match(around, around.find(sentence) + place.end):
            return True
        if _WOULD_LIKE.search(before) and _BUT_CANNOT.match(after):
            return True
    rest = around[around.find(sentence) + len(sentence) :]
    if _told(sentence, place.end, place.following, rest) or _shared(sentence, place, rest):
        return True
    return _NEVER_HAD.search(sentence, place.last, place.until) is not None


def _told(sentence: str, end: int, following: int, rest: str) -> bool:
    """Whether the words right behind a feature, before the next one, hold it back."""
    after = sentence[end:following].replace("(", "").replace(")", ",") + ("|" if following < len(sentence) else "")
    if sentence[end - 2 : end] == "'s":
        after = " is" + after
    behind = _BEHIND.match(after)
    begins = (0, behind.end()) if behind and behind.end() else (0,)
    if any(_NAY.match(after, at) or _TOLD.match(after, at) for at in begins):
        return True
    for at in begins:
        m = _MORE.match(after, at)
        if m:
            return _PAID_IN.match(sentence[end:] + rest) is None
    return False


def _shared(sentence: str, place: Place, rest: str) -> bool:
    """Whether the words behind the list hold all of it back: "leather and navigation aren't included"."""
    if place.last == place.end:
        return False
    plural = _PLURAL.match(sentence, place.last) or _CLAUSE.search(sentence[: place.first])
    return bool(plural) and _told(sentence, place.last, place.until, rest)
