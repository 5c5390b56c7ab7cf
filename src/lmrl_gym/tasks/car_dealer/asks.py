"""What a seller's sentence does besides naming things: questions, reasons to buy, greetings, pressure, closing. Patterns read lower-case text."""

from __future__ import annotations

import re

from lmrl_gym.core.sieve import Gated

_ASK = (
    r"(?:what|which|how much|how many|any|tell me|let me know|do you|did you|would you|could you|can you|can i|may i|mind"
    r"|are you|have you|got|share|where|curious|love to (?:know|hear)|like to know)"
)
TOPICS: tuple[tuple[str, Gated], ...] = (
    (
        "budget",
        Gated(
            rf"{_ASK}[^.!;]{{0,50}}\b(?:budget|price range|ballpark|price point)\b|budget\s?\?|how much (?:are|were|do|can|would|did|could) (?:you|u)"
            r"|(?:what|where)[^.!?;]{0,35}(?:spend|comfortable (?:with|paying|spending)|afford|(?:like|hoping|willing|want"
            r"|looking|prepared|planning|able) to (?:pay|spend))"
            r"|(?:what|which) (?:number|price|figure|amount) (?:would|were|do|are|did|works?|can|could|have|you)|your budget (?:is"
            r"|looks like|would be)(?: \w+)?\?|price range\s?\?"
            r"|(?:trying|hoping|need|want|like) to (?:stay|be|keep it) (?:under|within|around|below|at)\b"
        ),
    ),
    (
        "features",
        Gated(
            rf"{_ASK}[^.!;]{{0,40}}\b(?:features?|options|extras|equipment|amenities|must[\s-]haves?|bells and whistles|tech)\b"
            rf"|must[\s-]haves?\s?\?|features?\s?\?|wish ?list"
            r"|what(?:'s| is| are| things are)? (?:most |really )?important|what matters|what do you (?:need|want) (?:in|from|on)"
            r"|what (?:should|must) (?:it|the car) have|what would (?:it|the car) need"
        ),
    ),
    (
        "brand",
        Gated(
            rf"{_ASK}[^.!;]{{0,30}}\b(?:brands?|makes?(?! (?:sense|you|it|a|the|sure)\b)|manufacturers?)\b|(?:brand|make)s?\s?\?"
            rf"|brand (?:do|are|would|did) you"
        ),
    ),
    (
        "type",
        Gated(
            r"(?:what|which|any) (?:\w+ ){0,2}(?:type|kind|style|class|body|sort|category)s?\b(?! of (?:feature|option|extra|budget"
            r"|price|brand))|(?:body|vehicle|car) (?:type|style)s?\s?\?"
            r"|(?:suv|sedan|truck|convertible|electric|luxury)s?,? (?:an? )?(?:or|vs\.?) (?:an? |something )?(?:suv|sedan|truck"
            r"|convertible|electric|luxury|else)|what (?:car|vehicle|model|cars)\b"
        ),
    ),
    (
        "needs",
        Gated(
            r"what (?:brings|are you (?:looking|after|hoping|in the market|shopping|searching)|can i (?:do|help|get|show|find)"
            r"|were you|do you have in mind|do you need|do you want|would you like|are we looking)"
            r"|how (?:can|may|could) i (?:help|assist)|(?:can|may) i help|looking for (?:today|anything|something|a (?:car|vehicle"
            r"|specific))|in mind\b[^.!]*\?|what'?ll it be|help you (?:find|with)"
        ),
    ),
)
_WISH = re.compile(
    r"\b(?:do|would|did|wouldn't|don't) (?:you|u) (?:also |really |ever |rather |perhaps |maybe )?(?:want|need|like|prefer"
    r"|care|have|require|love|enjoy|fancy|use)\b(?! (?:me|us) to| to (?:take|see|drive|buy|have a look))"
    r"|\bare you (?:\w+ )?(?:looking|interested|after|set|open|considering|hoping|in need|thinking|leaning|a fan)|\b(?:is"
    r"|are|would|how)\b[^?]* (?:important|a must|must-have|essential|priority|matter|useful|deal-?breaker)|\blooking for\b"
    r"|\byou (?:looking|want(?:ed)?|need(?:ed)?|interested|prefer(?:red)?|after)\b(?! (?:me|us) to)"
    r"|\b(?:something|a thing|things) you(?:'re|'d| are)? (?:really |actually |would |might )*(?:need|want|use|care|like|hoping|after|looking)\b"
    r"|\bwhat (?:really |would )?matters?\b|\b(?:are|were) you (?:hoping|thinking|after|keen|set)\b"
    r"|\b(?:what|which|any)\b[^?]*\b(?:features?"
    r"|brands?|makes?|type|kind|options)\b|\bprefer\b|\bor\b[^?]*\?"
)
_OFFER = re.compile(
    r"how about|what about (?:a|an|the|this|our)|what if|throw (?:\w+ ){0,3}in\b|i'll|i will|i can|i could|we can|we could|we'll"
    r"|let me(?! (?:ask|know|guess))"
    r"|interest you|\$\s?\d|\d,\d{3}|\b\d+(?:\.\d+)?k\b|thousand|grand|would you (?:take|buy|consider)|"
    r"shall (?:i|we)|should (?:i|we)|(?:it|this one|that one|she) (?:has|comes|also has|includes|features)|comes with"
    r"|equipped|loaded with|here is|here's|i have|we have|i've got|we've got|(?:me|us) to (?:add|include|throw|put|install)"
)


def about_wishes(sentence: str) -> bool:
    """Whether a sentence asks what the buyer wants; what it names is then not offered."""
    asks = (
        sentence.endswith("?")
        or re.match(r"(?:so |and |ok |okay |hi |hello |now |well |great )*[,\s]*(?:do|are|would|what|which|any) ", sentence) is not None
    )
    return asks and _WISH.search(sentence) is not None and _OFFER.search(sentence) is None


_NOT_ASKED = Gated(
    r"(?:fits?|within|under|in|works? (?:for|with)|match(?:es)?|suits?|meets?|below|inside|over|above|near|close to|respect"
    r"|stay(?:ing)? (?:in|within|under)) (?:in |within |inside )?your (?:\w+ )?(?:budget|price range)"
)


def topics(text: str) -> tuple[str, ...]:
    """The topics that a line asks about, in the order in which it does."""
    text = _NOT_ASKED.sub(" ", text)
    found = [(m.end(), topic) for topic, pattern in TOPICS if (m := pattern.search(text))]
    return tuple(topic for _, topic in sorted(found))


ARGUMENTS: dict[str, str] = {
    "safety": r"safe\w*|crash|airbags?|secure|protects?|iihs|collision|lane (?:assist|keep\w*)|(?:peace of mind)",
    "reliability": (
        r"reliab\w+|dependab\w+|built to last|bulletproof|last(?:s)? (?:you )?(?:for )?(?:years|forever|a decade)"
        r"|long[\s-]lasting|durab\w+|well[\s-](?:built|made)|track record"
    ),
    "warranty": r"warrant\w+|guarantee\w*|bumper[\s-]to[\s-]bumper|coverage",
    "economy": (
        r"mpg|mpge|fuel|gas mileage|mileage|efficien\w+|save (?:\w+ )?(?:on|at the) (?:gas|pump|fuel)|low running costs?"
        r"|cheap to run|range on a charge|economical"
    ),
    "resale": r"resale|holds? (?:its|their|the) value|depreciat\w+|trade[\s-]in value|good investment",
    "comfort": (
        r"comfort\w*|quiet (?:cabin|ride)|smooth(?:est)? (?:ride|handling)|smooth|spacious|roomy|legroom|cargo (?:space|room)"
        r"|plenty of (?:room|space)"
    ),
    "performance": r"horsepower|performance|acceleration|turbo\w*|handling|torque|fun to drive|powerful|responsive|all[\s-]wheel|awd|towing|engine",
    "service": (
        r"(?:free|complimentary|included) (?:\w+ )?(?:maintenance|oil changes?|service|car wash\w*)|maintenance plan"
        r"|service (?:plan|package|department)|oil changes|roadside"
    ),
    "gift": (
        r"(?:free|complimentary|throw in|include) (?:\w+ ){0,3}(?:floor mats?|mats|tint\w*|wash\w*|tank|detailing|roof rack"
        r"|accessories|charger|covers?|liners?)|floor mats|full tank|on the house|on us\b|free of charge"
        r"|at no (?:extra )?(?:cost|charge)"
    ),
    "drive": r"test[\s-]?drive|take (?:it|her|this one) for a (?:spin|drive)|spin around the block|behind the wheel",
    "financing": r"financ\w+|0 ?% apr|zero percent|low (?:interest|apr|rate)|easy payments?|monthly payment\w*|loan|a month\b|per month",
    "technology": (
        r"touch[\s-]?screen|bluetooth|infotainment|wireless|sound system|bose|adaptive cruise|state[\s-]of[\s-]the[\s-]art"
        r"|latest tech\w*|android auto|remote start|heads[\s-]?up display"
    ),
    "fame": (
        r"award|best[\s-]?sell\w+|top[\s-]?rated|rated (?:number|no\.?|#)|most popular|five[\s-]star|5[\s-]star|great reviews"
        r"|customers love|prestig\w+|turn heads"
    ),
}
_ARGUED = re.compile(rf"\b(?:{'|'.join(ARGUMENTS.values())})\b")
_ARGUMENT = re.compile(rf"\b(?:{'|'.join(rf'(?P<{name}>{words})' for name, words in ARGUMENTS.items())})\b")
"""The same with a group for each kind, which costs several times as much."""


def arguments(text: str) -> tuple[str, ...]:
    """The kinds of reasons to buy that a line gives, in order; what is only asked about counts for nothing."""
    if not _ARGUED.search(text):
        return ()
    told = " ".join(s for s in re.split(r"(?<=[.!?;])\s+", text) if not about_wishes(s))
    return tuple(dict.fromkeys(m.lastgroup or "" for m in _ARGUMENT.finditer(told)))


_MOVES: dict[str, Gated] = {
    "greet": Gated(
        r"\b(?:hi|hello|hey|welcome|good (?:morning|afternoon|evening|day)|howdy|greetings|how are you|nice to (?:meet|see)|how's it going)\b"
    ),
    "thank": Gated(r"\bthank(?:s| you)\b|\bappreciate\b"),
    "apologise": Gated(r"\b(?:sorry|apolog\w+|my bad|my mistake|forgive)\b"),
    "press": Gated(
        r"today only|only today|won't last|last one|act (?:now|fast)|right now or|before (?:it's|someone|somebody|they're) "
        r"|someone else|another (?:buyer|customer|couple)|offer (?:ends|expires)|limited time|now or never|take it or leave"
        r"|hurry|last chance|going fast|selling fast|once[\s-]in[\s-]a|decide (?:now|today|right)|need (?:a|an|your) (?:answer"
        r"|decision)|ends (?:today|tonight|this)|final offer"
    ),
    "close": Gated(
        r"\bdeal\s?\?|(?:do|have|got) (?:we have )?a deal|shall (?:we|i) (?:write|draw|wrap|sign|finali[sz]e|do the|start|get"
        r"|shake|move|go ahead|put)|write (?:it|this|that) up|sign (?:here|today|the|it|on)|paperwork|ready to (?:buy|sign|move"
        r"|drive|make|go|close)"
        r"|what do you (?:say|think)|sound (?:good|fair|like)|are we (?:good|agreed|there)|can we (?:close|shake|agree|make)"
        r"|shake (?:on|hands)|close (?:the|this) (?:deal|sale)|wrap (?:this|it) up|is it a deal|take it home"
        r"|drive (?:it )?(?:home|away|off)|does that work|work for you|would you take|keys are"
    ),
    "agree": Gated(
        r"^(?:\W*(?:ok(?:ay)?|alright|all right|fine|sure|yes|yeah|yep|well|hmm|you know what|great"
        r"|absolutely)\b[\s,.!]*)*(?:you(?:'ve| have)? got (?:a|yourself a) deal|(?:it's |it is |that's )?a? ?deal\b(?!\s?\?"
        r"| for| on| of|er|s)|done\b(?! with)|agreed|sold\b(?! out)"
        r"|i (?:accept|agree|can (?:do|accept|live with|work with|make) (?:that|it|this)\b)|i'll (?:take|accept|do"
        r"|match) (?:that|it|your (?:offer|price|number))|we can (?:do|make) (?:that|it)\b|that works|works for (?:me|us)"
        r"|i can (?:meet|match) (?:you(?:r (?:price|number|offer))?(?: there)?|that)|let's do (?:that|it)|your (?:price|number"
        r"|offer) it is)"
    ),
    "firm": Gated(
        r"\b(?:firm|non[\s-]?negotiable|no discounts?|can't (?:go|do|come|budge|lower|discount|drop)|final (?:price|offer)"
        r"|won't (?:go|budge)|don't (?:discount|negotiate|haggle)|fixed price|best i can do|lowest i can|no haggl\w+"
        r"|price is the price)\b"
    ),
    "gift": Gated(rf"\b(?:{ARGUMENTS['gift']}|{ARGUMENTS['service']})\b"),
    "rude": Gated(
        r"\b(?:idiot|stupid|dumb|shut up|moron|waste (?:of )?my time|wasting my time|cheapskate|fool|loser|damn|hell|crap|get lost|get out|broke)\b"
    ),
    "leave": Gated(r"\b(?:goodbye|bye|have a (?:nice|good|great) (?:day|one)|we're done|no deal)\b"),
}


def moves(text: str) -> frozenset[str]:
    """The moves of a line, of `_MOVES`."""
    return frozenset(name for name, pattern in _MOVES.items() if pattern.search(text))
