"""What people say by the way, taken off: asides before, in and after a question, whom they speak to, and how they came to a guess."""

from __future__ import annotations

import re

from lmrl_gym.tasks.twenty_questions.subjects import AUX

_YOU = (
    r"(?:my |dear |good |kind |young |old )*(?:sir|madam|ma am|boss|mate|buddy|pal|dude|bro|chief|captain|doctor|doc|professor|teacher|miss|mister|"
    r"your honou?r|my lord|gentlemen|ladies and gentlemen|ladies|darling|sweetheart|sweetie|my love|love|my (?:friend|dear|child|boy|girl)|"
    r"my dear \w+|dear|dearie|old (?:chap|boy|man|bean|friend)|young (?:man|lady|fellow)|friends?|folks|guys|everyone|everybody|mum|mummy|mom|"
    r"mommy|"
    r"dad|daddy|grandpa|grandma|granny|grandad|colleagues?|comrade|watson)"
)
"""Whom one speaks to."""
_BY_THE_WAY = (
    rf"(?:{_YOU}|bless (?:his|her|their|its|my|your|the|you|me)(?: \w+){{0,3}}|(?:may )?god (?:rest|bless) [^,]+|(?:god|heaven|lord) (?:forbid|"
    r"willing|knows|help (?:me|us))|may (?:he|she|they) rest in peace|rest (?:his|her|their) soul|perchance|pray|pray tell|prithee|mayhap|forsooth|"
    r"i (?:wonder|wonder aloud|believe|think|guess|reckon|say|suppose|dare say|daresay|confess|presume|trust|fancy|must (?:say|ask|confess|"
    r"know|enquire|inquire)|beg you|ask you|"
    r"ask myself|do wonder|have to ask|hope|admit|imagine)|if (?:i may|you please|you will|you do not mind|you would|you like|i might|"
    r"memory serves|"
    r"my memory|i (?:recall|remember))[^,]*|in my (?:humble |own |long )?(?:experience|opinion|view|judge?ment|estimation|day|time|youth|"
    r"trade|line of "
    r"work|profession|field|childhood|book)|in your (?:\w+ )?(?:opinion|view|judge?ment)|to (?:my|your) (?:mind|knowledge|thinking)|to (?:be "
    r"(?:sure|precise|exact|honest|frank|fair)|put it (?:plainly|simply|bluntly))|so to speak|by the way|by the by|mind you|mark you|you see|"
    r"you know|of course|after all|as it were|let us say|honestly|frankly|speaking of which|(?:and )?i ask (?:this )?as [^,]+|"
    r"with (?:all )?(?:due )?respect|with your permission|just (?:asking|curious|wondering)|"
    r"(?:just |much |exactly |rather )?as (?:i|we|my|our) [^,]+|(?:just )?like (?:me|us|my [^,]+)|(?:un)?fortunately|alas|lol|lmao|haha|hehe|rofl)"
)
_EXCLAIMED = (
    r"(?:why|what|goodness(?: me| gracious)?|my (?:word|goodness|oh my)|by (?:george|jove|golly)|good (?:lord|heavens|grief|gracious)|"
    r"heavens(?: above)?|"
    r"gracious(?: me)?|dear me|oh dear|oh my|crikey|blimey|golly|gosh|gee|on my (?:word|soul|honou?r)|lord|oy|look here|i say|now see here)"
)
"""What is exclaimed before a question."""
_CALLED = re.compile(
    r"(?<! my)(?<! an)(?<! a)(?<! the)(?<! your)(?<! for)(?<! than)(?<! with)(?<! by)(?<! like)(?<! of)(?<! to)(?<=\w) "
    r"(?:mommy|mummy|daddy|sir|madam|mister|grandpa|grandma|granny|nana|teacher|your honou?r|my dear|my friend|old chap|doc)$"
)
"""Whom one speaks to, at the end and without a pause."""
_DEALING = re.compile(r"^(?:could|can|might|may) it be (?:possible )?that we (?:are |might be )?(?:dealing with|looking at|talking about|"
    r"facing|after) ")
_REPEATED = re.compile(r"^(?P<said>\w+(?: \w+)*?)(?: ,? ?(?P=said))+$")
_ONLY = re.compile(r"\b(?:can|could|must|may) only be (?=an? |the |our |your )")
_NOT_MEAN = re.compile(r"^(?:do|did) you not (?=(?:mean|have in mind) )")
_WITHIN = re.compile(rf"(?<=\w) , {_BY_THE_WAY}(?: ,)+ (?=\w)")
_AT_START = re.compile(rf"^(?:(?:{_BY_THE_WAY}|{_EXCLAIMED})(?: ,)+ )+(?=\w)")
_AT_END = re.compile(
    rf"(?: , {_BY_THE_WAY}| (?:lol|lmao|haha|hehe|rofl|xd)| , (?:i knew it|i told you(?: so)?|i win|yay|ha|surely)|(?<=\w{{3}}) i wonder|"
    r" ,? ?(?:is|are|am|was) (?:he|she|they|i|we|that|this|it|my \w+) (?:right|correct|so|true|on to something)|"
    r" ,? ?(?:please )?say (?:yes|it is)(?: please)?| , (?:could|might|can|would) (?:it|that|this) be(?: it| so| right)?)$"
)
_AFTER = re.compile(
    rf"^(?P<asked>(?:{AUX}) (?:\w+ ){{2,}}?(?:, (?:\w+ )+?)*?), (?:(?:just|much|rather|exactly|or so|the way|something|a thing|one) )*"
    r"(?:as|where|which|whom|when|with which|(?:on|in|of|from|to|at) which|like|for|because|since|although|and|but|so that|lest|at least) "
    r"(?:so |that )?(?:i|we|my|our|mine) .+$|"
    rf"^(?P<so>(?:{AUX}) (?:\w+ ){{3,}}), (?:so that|lest|in order that) .+$"
)
"""What is told behind a question of the one who asks: `does it ring, as mine did all night`."""
_FRONT = re.compile(
    rf"^(?!(?:{AUX}|if|when|what|which|who|how|why) )(?:(?:having|being|speaking|coming|asking|judging|working|thinking|writing|growing up|"
    r"as (?:an?|the|your|one|someone|somebody|my|our|it)|from (?:an?|my|our|the)|in (?:my|our|many|most|some)|at (?:my|our)|on (?:my|our)|"
    r"with (?:my|our)|for (?:my|our)|(?:\w+ ){1,6}?(?:here|asking|speaking|by (?:trade|training|profession))|on the (?:ward|job|site|beat|"
    r"shop floor|front line|road)|on (?:duty|site|set|call)|back in (?:my|the) (?:day|"
    r"old)|forgive|pardon|excuse|begging|after|before i|to (?:the|my|a|an)|under|according to (?:my|our)|i|we|my|our|"
    rf"(?:nurse|teacher|doctor|chef|lawyer|student|grandma|grandpa|mum|dad|professor) (?:here|asking|"
    rf"speaking))\b.*?) , (?:(?:so|and|but|"
    rf"tell me|pray|now|well|then|,) ){{0,3}}(?P<asked>(?:{AUX}) (?!(?:he|she|i) (?:right|correct))\w+ \w.*)$"
)
"""What stands before a question and is not part of it: `having been a typist for forty years, does it have letters`."""
_ROOM = re.compile(
    r"^(?P<at>in|on|at|from) (?:my|our) (?P<place>(?:\w+ )?(?:kitchen|garden|garage|house|home|bathroom|bedroom|pocket|bag|handbag|purse|"
    r"office|car|fridge|"
    r"living room|classroom|school|toolbox|wardrobe|closet|yard|farm|desk|table|wrist|head|feet|hands?|fingers?|neck|ears?|lawn|bed|"
    r"pencil case)) , "
)
_PERSON = (
    r"(?:patients?|clients?|customers?|guests?|visitors?|husband|wife|family|mother|grandmother|father|grandfather|brother|sister|aunt|uncle|"
    r"neighbou?rs?|"
    r"staff|crew|team|boss|colleagues?|friends?|parents|grandparents)"
)
_OURS = re.compile(
    rf"\b(?P<before>do|does|did|would|could|can|will|should|must|may|might|where|that|what) (?:my|our|your) (?:(?:late|dear|poor|old|own|"
    rf"good) )*{_PERSON}\b"
    r"(?! (?:says?|said|thinks?|thought) )"
)
"""Somebody of ours, who does what anybody does."""
_PATIENT = re.compile(
    rf"^(?P<aux>{AUX}) (?:my|our|the|this|your) (?:(?:little|young|poor|new|present|latest|next|mystery) )*(?:patient|specimen|suspect|quarry|"
    rf"culprit|exhibit|"
    r"subject)\b(?!.*\b(?:it|them|this|one)\b)"
)
"""What those call it whose work is with such things."""
_NOT_LAST = re.compile(rf" , (?P<aux>{AUX}) (?P<who>it|they|that|this|you|one|we|there) not$")
_ASKED_TWICE = re.compile(r"(?<=\w)(?: ,? ?(?:is|does|can) it)(?: ,? ?(?:is|does|can) it)+(?: plee+a*s+e+)?$| plee+a*s+e+$")
_NOTHING_BUT = re.compile(
    r"\b(?P<be>is it|is|be|was) (?:nothing (?:but|else than|other than|else but|if not)|none other than|no other than|no less than|"
    r"neither more nor less than) "
    r"(?=an? |the |our |your )"
)
_BLESS_ME = re.compile(r"^(?:\w+ ,? ?){0,2}(?:bless|blow|hang|strike|damn|dash|shoot) (?:me|my soul) if (?:it|that|this) is not ")
_IT = (
    r"(?:it|this|that|they|(?:the|this|that|your|our) (?:\w+ )?(?:object|thing|item|answer|culprit|suspect|article|solution|"
    r"secret)(?: of which (?:we|you) (?:speak|talk|think)| (?:we|you) (?:seek|speak of)| in question)?)"
)
_IS = r"(?:is|are|was|must be|has to be|has got to be|can only be|could only be|might be|could be|may be|would be|will be|should be|ought to be)"
_NAME = (
    r"(?P<what>(?!.* (?:is|are|was|be) )"
    r"(?!an? (?:\w+ )?(?:kind|sort|type|form|piece|bit|part|lot) of)(?:an?|the|some|our|your|my) (?:\w+ ){0,3}\w+)(?: here| now|"
    r" then| at last| after all)*$"
)
_TOLD = re.compile(
    rf"^(?!(?:{AUX}|if|when|while|unless|what|which|who|where|how|why|whether|like|things?|people|you can|something) )(?P<before>.+?) "
    rf"(?:(?<!for )(?<!with )(?<!to )(?<!in )(?<!on )(?<!of )(?<!from )(?<!by )(?<!at )(?<!near )(?<!under )(?<!about )(?<!inside )(?<!around )"
    rf"{_IT} {_IS}|(?:of )?its being|(?:of|with|as|to) (?:it )?being|points?(?: clearly| strongly| squarely)? (?:to|at|towards)(?: its|"
    rf" it)?(?: being)?|"
    rf"(?:speaking|talking|thinking|speak|talk|think|describing|referring|hinting|alluding)(?: (?:all )?(?:this|the|that)(?: "
    r"whole| entire)? (?:while|time)| all along| here| now)?(?: of| about| to| at)?|(?:hiding|concealing|withholding|keeping)(?: from (?:me|us))?|"
    r"(?:hypothesis|diagnosis|verdict|conclusion|opinion|theory|finding|prognosis|contention|submission|deduction|inference|suspicion|"
    rf"conviction|belief|estimate) (?:is|would be|must be)|find for|(?:you|i) (?:surely |must |clearly |obviously )?mean) {_NAME}"
)
"""Any talk, and then what is guessed."""
_DOUBT = re.compile(
    r"\b(?:not|never|no|doubt|doubts|deny|hardly|unlike|unlikely|unless|if|when|or|than|wrong|false|lie|opposite|place|instead|used|with|"
    r"where|either|"
    r"neither|something|thing|things|anything|called|looks|look|resembles|because|while|fear|afraid|only|one|"
    r"inside)\b(?<!without a doubt)(?<!no doubt)"
)
_THAT = re.compile(
    rf"^(?!(?:{AUX}|if|when|what|which|who|how|why) )(?P<before>.*?\b(?:i|we|my|our|the|all|everything|evidence|logic|research|records?)\b"
    rf".*?)(?: ,)? that (?=(?:it|this|that|they|(?:the|this|your) (?:object|thing|item|answer)) (?:is|are|has|have|can|could|"
    rf"must|might|may|"
    r"would|does|was|will|should|belongs|needs|makes|lives|comes) )"
)
"""`i submit that it is …`, `the evidence suggests that it has …`."""
_SIGNS = re.compile(r" , | not | my | our | your | that | lol$|haha$|hehe$| xd$| lmao$| (?:mommy|mummy|daddy|sir|madam|mister|grand\w+|granny|"
    r"nana|teacher|honou?r|dear|friend|chap|doc)$| wonder$| yes$| please$| so$| true$| correct$| right$| its being |nothing | none | no |"
    r" neither | if |ease$| it$| only be ")


_STRICTLY = re.compile(r"^(?P<how>technically|botanically|scientifically|biologically)(?: speaking)? ,? ?is it (?=an? (?:fruit|vegetable|berry)$)")


def without(sentence: str) -> str:
    """The sentence in plain words without what is said by the way."""
    sentence = _REPEATED.sub(r"\g<said>", sentence)
    if "cally" in sentence:
        sentence = _STRICTLY.sub(r"is it \g<how> ", sentence)
    if not _SIGNS.search(sentence):
        return _told(sentence)
    sentence = _NOT_LAST.sub(r" , \g<aux> not \g<who>", sentence)
    sentence = _NOT_MEAN.sub("do you ", sentence)
    sentence = _DEALING.sub("is it ", _CALLED.sub("", sentence))
    sentence = _ONLY.sub("must be ", sentence)
    sentence = _NOTHING_BUT.sub(r"\g<be> ", _BLESS_ME.sub("it is ", _ASKED_TWICE.sub("", sentence)))
    for _ in range(3):
        shorter = _AT_END.sub("", _WITHIN.sub(" ", _AT_START.sub("", sentence)))
        if shorter == sentence:
            break
        sentence = shorter
    if " my " in sentence or " our " in sentence or " your " in sentence:
        sentence = _OURS.sub(r"\g<before> people", sentence)
    if room := _ROOM.match(sentence):
        sentence = f"{room['at']} the {room['place']} , {sentence[room.end() :]}"
    elif (front := _FRONT.match(sentence)) and " or " not in sentence[: front.start("asked")]:
        sentence = front["asked"]
    if after := _AFTER.match(sentence):
        sentence = (after["asked"] or after["so"]).strip(" ,")
    if (that := _THAT.match(sentence)) and not _DOUBT.search(that["before"]):
        sentence = sentence[that.end() :]
    return _told(sentence)


def _told(sentence: str) -> str:
    """`it is …` where a sentence says in any words what is guessed."""
    sentence = _PATIENT.sub(r"\g<aux> it", sentence)
    found = _TOLD.match(sentence)
    if found is None or _DOUBT.search(found["before"]) or _DOUBT.search(found["what"]):
        return sentence
    return f"it is {found['what']}"
