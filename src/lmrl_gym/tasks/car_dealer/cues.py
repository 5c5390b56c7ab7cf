"""The words around a number that say what it is, as patterns over lower-case text in which number words are digits already.

`*_BEFORE` patterns end where the number begins, `*_AFTER` patterns begin where it ends. `amounts` says in which order they are asked.
"""

from __future__ import annotations

import re

from lmrl_gym.tasks.car_dealer.another_car import PEOPLE


def before_number(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})\s*$", re.VERBOSE)


def after_number(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{pattern})", re.VERBOSE)


# More than is asked.
PLUS_BEFORE = before_number(
    r"(?:\bplus|\+)\s*(?:(?:an?|the|another|our|your|mandatory|required|extra|additional|(?:\w+\s)?(?:fees?|charges?|surcharges?)\sof)\s*)*"
)
RAISED_BEFORE = before_number(
    r"(?:\b(?:price|sticker|it|that|offer|number|figure)(?:'s|\shas|\sjust|\snow)*\s(?:gone|went|moved|jumped|risen|rose|increased)(?:\sup)?"
    r"|\b(?:rais|increas|hik|bump)\w*(?:\sup)?\s(?:it|that|this|(?:(?:the|my|our)\s)?(?:price|sticker|asking|offer|number))(?:\sprice)?(?:\sup)?)"
    r"\sby(?:\s(?:another|an?|about|around))*"
)
MARKUP_AFTER = after_number(r"(?:(?:dealer|price|market|extra)\s)*(?:increase|surcharge|mark-?up|hike)\b")
SINCE_AFTER = after_number(r"(?:dollars\s)?(?:since|over\sthe|in\sthe|this\syear|last)\b")
"""A price raised; not one that rose in the past."""
OVER_STICKER_AFTER = after_number(r"(?:dollars\s)?(?:above|over)\s(?:the\s|our\s|its\s|my\s)?(?:sticker|msrp|list|asking)\b")
LEADING_BEFORE = before_number(r"\b(?:for|at|is|it's|that's|do|asking|price|pay|just|only)")
CHANGES_BEFORE = before_number(
    r"\b(?:(?P<up>(?:rais|increas|hik|bump)\w*)|(?:reduc|lower|drop|cut|slash|knock|shav|discount|mark|bring|tak)\w*)"
    r"(?:\s(?:up|down|the|our|my|that|this|its|sticker|price|from|list|of|msrp|asking))*"
)

# Somebody else's price: the buyer's wish, another dealer's, tomorrow's.
THEIRS_BEFORE = before_number(
    rf"""(?:(?<!\blet\s)(?<!\bletting\s)(?<!\bif\s)(?<!\bgive\s)\byou(?:'re|\sare|\swere|'ve)?\s(?:said|mention\w*|offer\w*|ask\w*|want\w*|told|have|had|propos\w*|suggest\w*|paid|quot\w*|spend\w*|thinking|hoping)
    |\byou(?:'re|\sare)\sat|\byour\s(?:\w+\s)?(?:offer|budget|number|figure|counter\w*|limit|max\w*|range|ceiling)|\bbudget
    |\b(?:competitors?|competition|others|other\sdealer\w*|elsewhere|down\sthe\s(?:street|road)|across\stown|neighbou?r|invoice|(?:my|our
    |dealer)\scosts?|lend(?:s|ing)?|insured|turn(?:ed|ing)?\sdown|rejected|walked\saway\sfrom|passed\son|(?:book|market)\svalue|costs?\sus
    |costs?\sme|i\spaid|we\spaid|kbb|blue\sbook|edmunds|
    loan|borrow|(?<!he's\s)(?<!she's\s)(?<!they've\s)(?<!has\s)(?<!have\s)(?<!boss\s)(?<!manager\s)(?<!just\s)approved|qualif\w+|earn\w*|income
    |salary))
    (?:\s?(?:,|is|was|of|for|at|us|me|around|about|up|that|with|a|the|it|it's|would|be|to|pay|stay|keep|remain|spend|you|it|this|only|just|like|more
    |or|close|nearly|roughly|almost|somewhere|car|on|puts|says|lists|[\d.]+|sold|one|charges?|charging|asking|wants?|price|under|below|adds?))*
    |\b(?:hear|heard|understand|see|get)\s(?:you|what\syou're\ssaying|where\syou(?:'re|\sare)(?:\s(?:coming\sfrom|at))?)\s(?:on|about|with
    |at)(?:\s(?:the|that|your))?
    |\bwish\b[^.;!?$\d]{{0,40}}
    |\bif\s(?:it|this\w*)\s(?:only\s)?(?:had|came|were|was)\b[^.;!?$\d]{{0,60}}
    |\b(?:car|one|model)\s(?:just\s)?went\s(?:for|at)
    |\b(?:which|those|these|they)\s(?:start|begin|run|go)s?\s(?:at|around|from|for)
    |\b(?:they|he|she|who)(?:'d|\swould)\s(?:pay|give|offer)(?:\s(?:me|us))?
    |\bwhen\sit\swas\snew\b[^.;!?$\d]{{0,20}}
    |\b(?:appreciate|thanks\sfor|thank\syou\sfor)\s(?:the|your)\s\w+\s(?:of|at)
    |\b{PEOPLE}\b[^.;!?$\d]{{0,30}}\b(?:paid|bought|got|spent|gave)\b[^.;!?$\d]{{0,20}}
    |(?<=\w\s)(?<!be\s)(?<!it\s)(?<!is\s)(?<!are\s)sold(?:\s\w+){{0,3}}\s(?:for|at)(?:\s(?:about|around|only|just))?
    |\b(?:last|previous|first|other)\s(?:one|year's|week's|month's|car)\s(?:\w+\s)?(?:went|goes|sold)\s(?:for|at)
    |\ba\s(?:brand\s)?new\sone\b[^.;!?$\d]{{0,30}}|\b(?:there's|(?:i|we)(?:\shave|'ve\sgot))\s(?:another|an?|one)\s(?:\w+\s)?offer\b[^.;!?$\d]{{0,25}}
    |\b{PEOPLE}\b[^.;!?$\d]{{0,20}}\b(?:offered|bids?|offers|would\spay)\b[^.;!?$\d]{{0,15}}
    |\b{PEOPLE}(?:'s|\sis)?\s(?:coming|driving|on\s(?:his|her|the)\sway)\b[^.;!?$]{{0,30}}\bwith
    |(?<!our\s)\b(?:carmax|carvana|autotrader|craigslist|cargurus|facebook|costco)\b[^.;!?$\d]{{0,30}}
    |\b(?:see|saw|seen|find|found|go)\b[^.;!?$\d]{{0,20}}\bonline\b[^.;!?$\d]{{0,25}}|\bthe\s(?:market\s)?average\b[^.;!?$\d]{{0,30}}
    |(?<!below\s)(?<!under\s)\b(?:market\sprice|going\srate)\b[^.;!?$\d]{{0,20}}
    |\bwithout\sthe\s(?:coupon|discount|rebate|sale|special|promo\w*|membership)\b[^.;!?$\d]{{0,25}}
    |\b(?:come|after|starting)\s(?:the\ssale|today|monday|tuesday|wednesday|thursday|friday|saturday|sunday|the\sweekend)\b[^.;!?$\d]{{0,25}}
    |\b(?:one|it|that)\b[^.;!?$\d]{{0,15}}\bbrought\b[^.;!?$\d]{{0,10}}|\bi've\sseen\s(?:them|it|one|these)\b[^.;!?$\d]{{0,25}}
    |\bthey(?:'re|\sare)?\s(?:ask(?:ing)?|want(?:ing)?|charg(?:e|ing)|sell(?:ing)?)(?:\s(?:for|about|over|it|them))*
    |\b(?:any|every)where\selse\b[^.;!?$\d]{{0,20}}
    |\bin\s(?!cash|total|full|all|that|this|the|fact|here|your|my|our)[a-z]+\s(?:you'd|you\swould|they'd|they)\s(?:pay|be|ask|want
    |charge)\b[^.;!?$\d]{{0,15}}
    |\b(?:find|found|finding|get|see)\s(?:one|another)\s(?:for\s|at\s)?(?:under|below|cheaper\sthan|less\sthan)
    |\b(?:sa(?:id|y|ying)\sno\sto|refused|declined)|\b(?:had|have|got|getting)\s(?:\w+\s)?offers?\s(?:of|for|at|around)
    |\bdon't\s(?:even\s)?(?:offer|say|mention|ask|tell|bring|think)\b[^.;!?$\d]{{0,20}}
    |\byour\s\w+\s(?:said|says|offered|wants|wanted|mentioned|told|wrote)(?:\s(?:me|us))?
    |\byou(?:\sjust)?\s(?:wrote|texted|emailed|typed|messaged|posted)(?:\s(?:me|us|in|down))*|\byou'd\s(?:love|like|prefer|rather)(?:\s(?:to|pay|it
    |at|for|be|see|about))*
    |\b(?:new|newer|bigger|other|hybrid|electric|loaded|top)\s(?:ones?|models?|cars?|versions?|trims?)\s(?:start|begin|run|go|list|sell
    |retail)s?\s(?:at|around|from|for)
    |\bresidual\b[^.;!?$]{{0,40}}|\b(?:these|they)(?:'ve|\shave)\sbeen\s(?:selling|going)\sfor
    |\bi'd\s(?:be\s)?(?:los(?:e|ing)\smoney|in\sthe\sred|underwater|out\sof\sa\sjob|fired|tak(?:e|ing)\sa\s(?:loss|bath))\s(?:at|for|with)
    |\bfinanc(?:e|ing)(?:\s(?:about|around|only|just|the))*|\binterest\son
    |\b(?:somebody|someone|people|folks|others|everybody|dealers)\b[^.;!?$\d]{{0,30}}\b(?:sell(?:s|ing)?|claim\w*|ask\w*|going)\b[^.;!?$\d]{{0,25}}
    |\b(?:told|quoted|offered)\s(?:you|me|us)(?:\s(?:it's|about|around|only|just))*
    |\b(?:i|we|he|she|they|one|(?<!consider\s)(?<!call\s)it|mine|friend|buddy|neighbou?r)\b[^.;!?$\d]{{0,20}}\bsold\b[^.;!?$\d]{{0,45}}\b(?:for|at)
    |\b(?:i|we)(?:'ve)?\s(?:heard|read)\b[^.;!?$\d]{{0,60}}
    |\bused\sto\s(?:sell|go|cost)\b[^.;!?$\d]{{0,25}}
    |\b(?:dealer\w*|competitor\w*|guys?|place|lot|store|shop)\s(?:over\s)?(?:in|on|at|down|across|up)\s\w+(?:\s\w+)?\s(?:has|have|had|is|are|sells?
    |wants?|asks?|offers?|sells?|quoted|says?|said|claims?|will)\b[^.;!?$\d]{{0,20}}
    |\bnot
    |\b(?:back\s(?:up\s)?to|goes\s(?:back\s)?up\sto|jumps?\s(?:back\s)?to|otherwise(?:\sit's)?|tomorrow(?:\sit's)?)|from\syour"""
)
THEIRS_AFTER = after_number(
    rf"""(?:dollars?)?\s*(?:\?\s.{{0,30}}\b(?:can'?t|cannot|couldn'?t|won'?t|no\sway|impossible|los(?:e|ing)\smoney|too\slow|not\s(?:possible|enough))|budget|range\b|limit\b|price\srange|tomorrow|next\s(?:year|month|week)|of\syours|you\s(?:were|are)\s(?:hoping|looking|thinking|asking)|you\s(?:had\sin\smind)|(?:car\s)?when\s(?:they|it)\s(?:came\sout|was\snew|were\snew)|(?:last|this\spast)\s(?:week|month|year|saturday|sunday|weekend)|yesterday|back\s(?:then|when|in\s[a-z])|on\s(?:saturday|sunday)|loan\b|in\sfinancing|elsewhere|any(?:where|place)\selse|,?\si(?:'ll)?\swalk\b|,?\sare\syou\s(?:serious|kidding|crazy|joking)|at\sother|you\s(?:said|mentioned|offered|asked|wanted|suggested|have\sin\smind|proposed)
    |(?:is|would\sbe|'s)\s(?:just\s|way\s|far\s|a\sbit\s|a\slittle\s|simply\s|really\s|much\s|still\s)*(?:too\s(?:low|little)
    |an?\s(?:pipe\s)?(?:history|dream|joke|insult|fantasy|non-?starter)|history|laughable|insulting|unrealistic|nowhere|not\s(?:possible|enough
    |going|something|doable)|below|impossible|tough|hard|less\sthan)
    |(?:(?:just|simply|really|still)\s)*(?:isn't|won't|doesn't|wouldn't|can't)\b
    |,?\s?(?:i'd|i\swould|we'd|we\swould)\s(?:be\s)?(?:los(?:e|ing)|in\sthe\sred|underwater|out\sof\s(?:a\sjob|business)|tak(?:e|ing)\sa\s(?:loss
    |bath))
    |would\s(?:put|leave|cost)\s(?:me|us)\b|to\s(?:replace|finance)\b|before\s*(?:[.,;!]|$)|(?:at|from)\s(?:the\s)?(?:other|another)\sdealer\w*
    |into\s(?:it|this|her)\b
    |in\s(?:it|this|her)\s(?:myself|already|ourselves)\b|to\s(?:another|some|an?)\s(?:\w+\s)?{PEOPLE}\b)"""
)
ECHO_BEFORE = re.compile(r"[\W\s]*(?:(?:only|just|what|hm+|oh|whoa|wow|come on|seriously|sorry|you want|no)[\s,]*)*")
ECHO_AFTER = re.compile(
    r"(?:\s?dollars|\s?flat)?\?+\s+(?!(?:it's|it is|she's|that's) (?:yours|fine|a deal|ok|okay|doable)|deal|done|sure|ok|sold|fine|ye[sp]|yeah"
    r"|you(?:'ve)? got|i'd (?:do|take)|i think|i can|i could|we can|works|how|what do you|what say|would you|sounds?|let's|shake|and|for|i'll"
    r"|great|perfect|absolutely"
    r"|good)\w"
)
"""A figure by itself, doubted in the next breath: "22,500? My manager would throw me out"."""
TRADED_BEFORE = before_number(
    r"(?:(?:giv(?:e|ing)|credit(?:ing)?|allow(?:ing)?|offer(?:ing)?|pay(?:ing)?|get|do)\s(?:you|ya)|credit|allow)(?:\s(?:about|around|up\sto|maybe))*"
)
TRADED_AFTER = after_number(
    r"(?:dollars\s)?(?:toward\w*|(?:for|on)\s(?:your|it\b|that\sone|(?:that|the|this)\sold|trade))\b(?!\s(?:new|family|business|signature))"
)
"""What is paid for the buyer's old car."""
ANOTHER_BEFORE = before_number(r"(?<!be\s)(?<!is\s)(?<!are\s)(?<!costs\s)(?<!runs\s)(?<!for\s)\b(?:another|an?\s(?:additional|extra)|one\smore)")
ALONE_AFTER = re.compile(r"\s*(?:[.,;!?)]|$|off\b|and\b|but\b|that's\b|then\b|just\b|if\b|for\syou\b|from\b)")
REFUSED_BEFORE = before_number(
    r"""(?:can'?t|cannot|can\snot|couldn'?t|won'?t|wouldn't|unable\sto|not\sable\sto|no\sway\si\scan|don't\sthink\si\scan|impossible\sto|never|refuse\sto)\s(?:\w+\s){0,3}
    (?:do|go|accept|take|sell|let|come|get|meet|match|drop|reach|make|offer|give|bring|lower|agree|settle|reduce|hit)\b[^.;!?,$\d]{0,30}"""
)
FLOOR_BEFORE = before_number(r"(?:below|under|lower\sthan|less\sthan|beneath|past)(?:\s(?:the|that|about|around|a))*")

AGREED_AFTER = re.compile(
    r"(?:\s?dollars|\s?flat)?\?+\s*(?:(?:ok(?:ay)?|fine|deal|done|sure|all ?right|sold|ye[sp]|yeah|you got it|you've got it|i'd (?:do|take) (?:it"
    r"|that)|i can do (?:it"
    r"|that))\b[\s,.!]*)+"
    r"(?!(?:but )?(?:i|we) (?:can't|cannot|need|want|hear|won't)|i hear|so\b|well\b|let me)"
    r"|[;,.] (?:and |okay |ok |fine )*(?:i|we)(?:'ll| will)? (?:accept|take (?:it|that)|agree)\b|,? (?:works for|is fine (?:with|by)) (?:me|us)\b"
    r"|, works\b"
)
AGREED_BEFORE = before_number(
    r"\b(?:accept|take|match|meet|honou?r|agree\sto)\syour(?:\s(?:offer|price|number|figure))?(?:\sof)?"
    r"|\b(?:he|she|manager|boss)(?:'s|\shas|\sjust)?\s(?:approved|okayed|accepted|agreed\sto|signed\soff\son)(?:\s(?:the|your))?"
)
BACK_TO_BEFORE = before_number(
    r"\b(?:we're|we\sare|i'm|it's|so)\sback\s(?:up\s)?(?:to|at)(?:\s(?:the|my|our))?(?:\s(?:original|old|full|list|first))?(?:\sprice)?(?:\sof)?"
)
"""What is asked although other words would say that it is not: "he approved the 27,500 you wanted", "we're back to the original 26,500"."""
MIDDLE_BEFORE = re.compile(r"\b(?:split (?:it|the difference)|meet (?:you |me )?(?:in the middle|half ?way))\b[^.;!?]{0,20}\bbetween\s*$")
"""Of two prices, what lies between them: "split the difference between 30 and 32"."""
SPLIT = re.compile(r"\b(?:split (?:it|the difference)|meet (?:you |me )?(?:in the middle|half ?way))\b")
LATER_AFTER = re.compile(r"[^.;!?]{0,30}\bnext (?:month|week|year)\b")
ADDED_BEFORE = before_number(r"\b(?:add|put|tack|adding|putting)(?:\sback)?(?:\sanother)?")
ADDED_AFTER = after_number(
    r"(?:dollars\s)?(?:(?:of\s(?:that|it)\s)?back\b|(?:on\s)?(?:to|top\sof)\s(?:that|it|this|the\s(?:price|sticker|total|bill))\b)"
)
"""A discount taken back, a price raised: "I have to add 500 back on", "I add 2,000 to that"."""

# A discount.
LESS = re.compile(
    r"\b(?:off|less|minus|discount\w*|reduc\w*|knock\w*|cut\w*|slash\w*|sav(?:e|es|ing|ings)|lower\w*|shav\w*|trim\w*|rebates?|drop\w*"
    r"|mark(?:ed|ing)?|com(?:e|ing) down|go(?:ing)? down"
    r"|bring\w*|below|under|markdown|deduct\w*|chop\w*|slic\w*|cash ?back|incentives?|price break|concession|cheaper|better than|take)\b"
)
OFF_AFTER = after_number(
    r"""(?:(?:dollars?|bucks|worth|of|in|an?|cash|total|instant|dealer|loyalty|holiday|manufacturer|military|more|further|extra|straight)\s)*(?:off\b|back\b(?!\s(?:then|in|when|home))|discount|less\b(?!\sthan)(?!\s+$)|rebate|
    cash\s?back|reduction|price\s(?:cut|drop|reduction|break)|savings?\b|incentive|markdown|bonus\scash|comes?\soff|coming\s(?:straight\s)?off
    |(?:(?!after|before|with|including)[\w-]+\s){0,2}rebate|credit\b|lower\b|cheaper|knocked\soff|under\s(?:(?:the\s)?(?:sticker|msrp|list|asking)
    |(?:that|this|it|my|our|what)\b)|
    below\s(?:(?:the\s)?(?:sticker|msrp|list|asking|invoice|market)|(?:that|this|it|my|our)\b)|from\sthe\s(?:sticker|price|msrp|list|total|asking)
    |better\sthan|on\sthe\sprice|break\b)"""
)
OFF_BEFORE = before_number(
    r"""\b(?:minus|(?<!for\s)less)(?:\s(?:an?|another|the|my|our|extra))*|\b(?:knock\w*|shav\w*|(?:take|taking|took)(?:\soff)|cut\w*|slash\w*|(?<!this\s)(?<!the\s)(?<!our\s)(?<!that\s)(?<!a\s)trim(?!s?\s(?:is|are|costs?|for|at)\b)\w*|chop\w*|slic\w*|deduct\w*|subtract\w*|sav(?:e|es|ing|ings)|discount(?:ed)?|reduction|rebate|cash\sback|
    reduc(?:e|ed|ing)|lower(?:ed|ing)?|drop(?:s|ped|ping)?|(?:com(?:e|es|ing)|came)\s(?:down|off)|(?:go(?:es|ing)?|went)\sdown|(?:bring|mark|markdown|move)\w*(?:\s(?:it|this
    |that|the\sprice))?\sdown|budge|incentive|price\sbreak)
    (?:\s(?:off|down|you|it|that|this|the|my|our|its|price|sticker|msrp|total|asking|number|by|of|up\sto|an?|another|additional|extra|further|full
    |about|around|nearly|over|almost|
    more\sthan|as\smuch\sas|even|cool|whole|car|tag|list|one|is|worth))*"""
)
TOTAL_BEFORE = before_number(r"(?:\bis|\bmakes|\bleaves|\bthat's|=)(?:\s(?:it|you|now))?")
DISCOUNT_IS_BEFORE = before_number(
    r"\b(?:discounts?|rebates?|reduction|savings?|drop|cut|cash\sback"
    r"|incentives?|price\sbreak|markdown)\sis(?:\snow)?"
)
SUMMED_BEFORE = re.compile(r"\b(?:with|after|minus|less|including)\b")
PRICED_BEFORE = before_number(r"\b(?:price|total|figure|number|it)(?:'s|\s(?:is|comes\sto|becomes|would\sbe|will\sbe))(?:\s(?:now|just|only))?")
STATED_BEFORE = re.compile(r"\b(?:that's|that is|which is|already|sav(?:e|es|ing|ings))\b[^.;!?]{0,25}$")
"""The discount is already in the price said before it: "34,995, that's 2,500 below sticker"."""
DOWN_FROM_AFTER = after_number(r"(?:dollars?\s)?down\sfrom\b")
"""A discount: "I'll go 1,200 down from our price"."""
GOES_BEFORE = before_number(r"\b(?:go|going|come|coming|knock|take|bring|drop)(?:\s(?:it|another|about|a))*")
NOT_OFF_BEFORE = before_number(
    r"(?<!\bif\s)\byou(?:'re|\sare)?\s(?:want(?:ed)?|ask(?:ed|ing)?|need(?:ed)?)(?:\s(?:me|us))?(?:\sfor)?(?:\s(?:another|an?))*|"
    r"\b(?:can't|cannot|won't|couldn't|not|never|wouldn't)\s(?:\w+\s){0,2}(?:tak|knock|giv|do|drop|shav|com|go|cut|offer)\w*"
    r"(?:\s(?!more|over|beyond|past)\w+){0,2}"
)
OFF_GRANTED_AFTER = re.compile(r"[^.;!?\d]{0,25}\?+\s*(?:ok(?:ay)?|fine|deal|done|sure|all ?right|ye[sp]|yeah|you got it)\b")
REFUSED_AFTER = after_number(
    r"[^.;!?\d]{0,25}\?+\s*(?:no\b(?!\s(?:problem|pressure|rush|worries|hurry|haggl|extra|one|other))|lol\b|nope|nah|sorry|not\b(?!\s(?:bad|too"
    r"|a\sproblem))|can't|i\scan't|i\scannot|impossible|come\son|in\syour\sdreams|never|you're\s(?:dreaming"
    r"|kidding)|forget)"
)
"""A discount refused: "I'm not taking 300 off", "300 off? No way"."""
ALREADY_BEFORE = re.compile(r"\balready\b[^.;!?]{0,25}$|\bthat(?:'s| is) (?:with|including|after)\b[^.;!?]{0,15}$")
"""A discount that what is asked has in it."""
GIVEN_BEFORE = before_number(r"\b(?:give|offer|do|get)\s(?:you|ya)(?:\s(?:an?|another|extra|additional|up\sto))*")
GIVEN_AFTER = re.compile(r"\s*(?:[.,;!]|$|(?:more|then|today|right now|and|but)\b)")
"""A discount of which only the per cent are said: "I'll give you two percent"."""
FURTHER_BEFORE = before_number(r"(?:another|additional|extra|further|one\smore)\s*(?:\w+\s){0,2}")
FURTHER_AFTER = re.compile(
    r"\s*(?:dollars?\s)?(?:more|further|extra)\b"
    r"|[^.;!?\d]{0,20}\b(?:on top\b|off (?:of )?(?:that|my last|my current|my offer|the current))"
)

# A sticker.
STICKER_BEFORE = before_number(
    r"""\b(?:sticker(?:'?s|ed)?|msrp|m\.s\.r\.p\.?|list(?:ed|s)?|retail(?:s|ing)?|window\sprice|normal(?:ly)?|usual(?:ly)?|regular(?:ly)?|original(?:ly)?|instead\sof|rather\sthan|was|were|tag(?:ged)?|
    down\sfrom|from\s(?:the|our|my|its|that|this)|had\s(?:it|this|that|them|her)|previous(?:ly)?|formerly|marked\s(?:at|up)|used\sto\sbe|typically
    |full\sprice)
    (?:\s?(?:price|priced|is|was|of|at|for|sells?|goes|go|selling|asking|an?|the|on|this|that|one|it|it's|here|car|says|reads|shows|comes?|in|to
    |just|around|about|be|being|its|our|my|tag|
    sitting|stands?|sits|model|value|costs?|currently|listed|retail|sticker|you're|seeing|out|a|full|[:=,-]))*
    |^\s*(?:off(?:\sof)?|from|under|below)(?:\s(?:the|that|our|my|its|a))?
    |\b(?:off|discount\son|less\son|reduction\son)\s(?:of\s)?(?:the|that|our|its|an?)"""
)
PAST_BEFORE = before_number(
    r"(?<!sticker\s)(?<!msrp\s)(?<!list\s)\b(?:was|were|used\sto\sbe|had\s(?:it|this|that|them|her)|previous(?:ly)?|formerly)"
    r"(?:\s(?:priced|at|for|up|listed|just|only|about|around|going|marked))*"
)
"""What it used to cost."""
BELOW_STICKER_BEFORE = before_number(r"\b(?:below|under)\s(?:the\s)?(?:sticker|msrp|list)(?:\sprice)?\sat")
STICKER_ON_CAR = re.compile(
    r"\b(?:sticker|msrp|list price)\b(?! shock)(?:[^.;!?,\d]|\b(?:19|20)\d\d\b){0,45}"
    r"\b(?:is|of|at|for|says|was|=|:)\s*(?:just |only |about |around )?$"
)
STICKER_AFTER = after_number(
    r"(?:dollars?\s)?(?:(?:is|was|for|as|on)\s(?:the\s|its\s|our\s)?)?(?:the\s)?(?:sticker|msrp|list\b|list(?:ed)?\sprice|retail|original\b"
    r"|price\stag|tag\b|asking\sprice|normally|usually|regularly)"
)

# A price, where the number alone does not say it.
PRICE_BEFORE = before_number(
    r"""^\W*|\b(?:\w+'s|for|at|do|about|to|it|call|say|price|priced|asking|is|are|it's|that's|this's|be|want|need|meet|me|take|settle|settling|split|accept|offer|offering|go|with|of|pay|sell|yours|only|just|
    get|have|on|in|around|than|lands?|you|even|firm|flat|final|and|total|now|today|would|without(?:\s(?:it|that|them))?|deal|number|bottom|line
    |lowest|best|ok|okay|otd|costs?|runs?|comes|works?|so|then|or|how|maybe|hold|thinking|reckon|figure|ballpark|roughly|approximately|(?:hair|touch
    |shade|tad|just|bit)\s(?:under|below|shy\sof)|anywhere\sfrom|let's|
    lets|sits|stays?|stuck|stand|standing|low|as|least|most)\s*[:=,-]?\s*(?:(?:an?\s(?:even|flat|cool)|even|flat)\s)?"""
)
PLAIN_AFTER = after_number(
    r"""$|[.,;!?)]|[-–—]\s|(?:out\sthe\sdoor|otd|all[\s-]in|right\snow|take\sit|i'll|we'll|that's|how's)\b
    |(?:and|flat|even|today|if|for|obo|or\sbest|depending|but|drive|plus|with|is|before|after|because|or|including|on|firm|then|as|cash|total|deal
    |to\s(?:make
    |get|close|do|be)|works?|sounds?|the|by|final|straight|drives|gets|takes|buys|would|will|do\s(?:it|the\strick)|we|i|so|no|can|tops|max|sharp|sir
    |friend|good|ok)\b"""
)
FLAT_AFTER = after_number(
    r"is\s(?:the|my|our|your)\s(?:number|price|figure|bottom|floor|best|deal|offer|ask)\b|(?:drives|takes|buys|gets)\s(?:it|you)\b"
    r"|(?:even|it\sis|flat|firm|otd|out\sthe\sdoor|all[\s-]in|and\sit's\syours|cash)\b"
)
SALE_BEFORE = before_number(
    r"""\b(?:sell|yours|price|it's|have\sit|take\sit|let\sit\sgo|let\sit|give\sit|car|asking|can\sdo|offer|get\sit|i'll\sdo
    |it\sto\syou|to\syou|buy\sit|truck|suv|sedan|is|vehicle)(?:\s(?:is|are|for|at|of|to|you|a|just|only|about|cool|total))*"""
)
