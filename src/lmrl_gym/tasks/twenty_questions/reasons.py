"""What people say around a guess: why they make it, before or after it, and how sure they are of it. None of it is part of what is guessed."""

from __future__ import annotations

import re

from lmrl_gym.tasks.twenty_questions.called import number_of

_WHY = (
    r"(?:because|since|cuz|cause|given|as|if|seeing (?:as|that|how)|considering|based on|judging (?:by|from)|going (?:by|on)|from|with|due to|"
    r"after|now that|knowing)"
)
_BEFORE = re.compile(
    rf"^(?:(?:well|so|ok|okay|hm+|then|and|alright) ,? ?)*{_WHY} .+? , (?:then |so |i |well |perhaps |maybe )*"
    r"(?=(?:is|was|could|can|would|might|may|must) (?:it|this|that|the (?:\w+ )?(?:object|answer|thing|item))\b|"
    r"(?:it|this|that|the (?:\w+ )?(?:object|answer|thing|item)|my) |(?:guess|think|say|am|would|will|bet|believe) )"
)
_ASKED_LAST = re.compile(
    r"^(?!(?:is|are|was|were|do|does|did|can|could|would|will|has|have|might|may|should) )(?P<before>.+) , (?:(?:so|then|and|but) )*"
    r"(?P<asked>(?:is it|could it be) (?:an?|the|your) \w+(?: \w+){0,2})$"
)
"""`it has fur , it purrs , is it a cat`."""
_WITHOUT_PAUSE = re.compile(r"^(?:because|since|given that|seeing as|as) [^,]+? (?=i (?:would )?(?:say|guess|think) |it must be |it has to be )")
_WELL = re.compile(r"\b(could|may|might) (?:very )?(?:well|easily|just) be ")
_AFTER = re.compile(
    r"(?: , (?:as|given|with|from|it (?:is|has|does|can|was)(?! an? \w+(?: \w+)?$)|they (?:are|have)|you (?:can|use|have)|which|that is why)|"
    r" (?:, )?(?:because|since|cuz|cause|seeing (?:as|that|how)|considering|based on|judging (?:by|from)|going by|given (?:that|all|what|the|your)|"
    r"as (?:it|you|they)|by the (?:sound|look)s?)) .+$"
)
_SO = re.compile(
    r"^.{4,}?(?: ,)? (?:so|therefore|hence|thus) (?:then )?"
    r"(?:it (?:is|must be|has to be|has got to be|could be|might be) |(?=an? \w+(?: \w+)?$))"
)
"""What a guess is drawn from: `it makes you cry so it is an onion`."""
_SURE = re.compile(
    r"(?:,| ) ?(?:i (?:would |will |am |do )?(?:say|guess|guessing|think|thinking|believe|bet|betting|suppose|reckon|assume|hope|imagine|suspect|"
    r"go with|take it|am sure|am guessing|am going with)|(?:is |would be |that is )?my (?:final |best |next |last )?(?:guess|answer|pick)|"
    r"final (?:guess|answer)|it is|it must be|is what (?:i|you) .+|must be it|has to be|for sure|no doubt|without a doubt|surely|obviously|"
    r"definitely|clearly|eh|huh|innit|lol|haha|ha|perhaps|maybe|possibly|by any chance|by chance|"
    r"perchance|if you please|i hope|i hope so|or (?:am|was) i (?:\w+ )?\w+|or have i got (?:it|this) wrong|i dare say|"
    r"(?:are|is|was|does|do|did|has|have|would|could) not (?:it|you|they|we|that)|"
    r"(?:that |which |what )?(?:you|we|i) (?:are|have|had|am|were|chose|picked)(?: got)?"
    r"(?: thinking(?: of| about)?| in mind| looking for| after|)|"
    r"am i (?:right|wrong|close)|"
    r"if i (?:am not mistaken|had to guess|have to guess|am right)|if i (?:had|have) to (?:guess|say|pick|choose)|at last|finally|after all|"
    r"or what)$"
)
_PLAINLY = re.compile(
    r"^(?P<start>.*?\b(?:it|is|be|that|thing|answer|object|of) )?"
    r"(?:definitely|surely|certainly|obviously|clearly|truly|indeed|seriously|honestly|finally|"
    r"(?:better|also|otherwise|commonly|usually|often) (?:known as|called)|what (?:you|we|people|most people) (?:would )?call|"
    r"secretly|maybe|undoubtedly|surely|absolutely|simply|just|really) (?=(?:an?|the|some) )"
)


_TALK = (
    r"(?:a|actually|after|ah|aha|all|almost|along|alright|also|am|and|answer|answers|apparently|are|assume|be|believe|best|bet|by|can|"
    r"certain|certainly|clearly|clue|clues|completely|conclude|confident|convinced|cool|could|definitely|do|eighty|everything|fairly|far|"
    r"feel|feeling|feels|figure|final|finally|first|forced|from|given|go|going|gonna|good|got|great|guess|guessing|ha|had|has|have|here|"
    r"hey|hint|hints|honestly|hope|hunch|hundred|i|idea|if|in|inclined|is|it|just|knew|know|last|leaning|left|let|make|making|may|maybe|"
    r"me|might|must|my|na|nearly|next|nice|ninety|now|obviously|of|oh|ok|okay|on|one|only|percent|perhaps|put|money|please|positive|possibly|"
    r"pretty|probably|questions|quite|ready|really|reckon|right|say|saying|secretly|seem|seems|shot|should|simply|since|so|some|sound|"
    r"sounds|stab|still|suppose|sure|surely|suspect|take|tell|tempted|that|the|then|there|these|thing|think|thinking|this|thought|time|"
    r"to|too|totally|try|trying|uh|us|very|wait|wan|wanna|want|we|well|what|whole|wild|will|with|would|yeah|yes|you|your|hm+|um+|\d+)"
)
_CLAIM = re.compile(
    rf"^(?:{_TALK} |, )*?(?:"
    r"(?P<be>(?:it|this|that|they|(?:thing|object|item|one|animal|fruit|vegetable|instrument|vehicle|tool|toy|plant)"
    r"(?: (?:that )?you (?:have in mind|are (?:thinking of|hiding)|chose|picked|have|mean))?)"
    r" (?:is|are|was|must be|has to be|have to be|got to be|has got to be|would be|could be|might be|may be|will be|should be|can only be|"
    r"would have to be|will have to be|ought to be|had to be|(?:has|have) to have been|must have been|could only be)(?: called| simply| just)?)|"
    r"(?:answer|word|guess|pick|choice|solution|bet|mind|left|hiding|"
    r"describing|thinking of|looking for|thought|hunch|feeling) (?:is|was|must be|has to be|would be|will be|should be|"
    r"can only be|would have to be|could be|might be|may be|got to be|has got to be)|"
    r"guess|guessing|guessed|say|saying|said|go for|go with|going for|going with|thinking of|thinking about|thinking|talking about|"
    r"hiding|picked|chose|chosen|suspect|suspecting|wager|hazard|bet on|betting on|money on|"
    r"conclude|leaves|leaves (?:us |me |only |just )+(?:with )?|"
    r"vote for|vote is|vote goes to|settle on|settling on|settle for|locking in|lock in|calling it|call it|answer|answer with|"
    r"down to|narrowed it down to|points to|point to|pointing to|screams|suggests?|opt for|opting for|plump for|leaning towards?|"
    r"(?:^|that |this |^all (?:of )?(?:that|this) )sounds like|how about|what about|try|trying|picking|choosing|choose|pick|putting down|submit|"
    r"(?:^|that |this )has to be|(?:^|that |this )must be|(?:^|that )would be|got to be"
    r"),? ?:? (?P<what>(?!(?:is|was|be|to|of|that|it|for|with|on|in|about|if|happen|has|must|would|could|might|may|can) ).+)$"
)
"""`i am going with a …`, `given all that i would say …`: words of talk alone, and then what is guessed."""
_ASKED = re.compile(
    r"^(?:(?:have|do|did) (?:you|we) (?:got |have |choose |pick |mean |hide )*(?P<mind>.+?)(?: in (?:your )?mind)$|"
    r"(?:would|will|am|might|could|may) i be (?:right|correct|close|wrong|safe) (?:if i (?:said|say|guessed|guess)|in (?:saying|guessing|thinking)|"
    r"to (?:say|guess|think))(?: that)?(?: it (?:is|was))? (?P<right>.+)|"
    r"(?:can|may|could|should|shall|might|do) i (?:venture to |dare to |dare |be so bold as to |make so bold as to )?(?:suggest|propose|offer|"
    r"venture|"
    r"hazard|guess|say|try|go with|answer|answer with|pick)(?: that it is)? (?P<may>.+)|"
    r"(?:are|were|was) (?:you|we) (?:hiding|imagining|picturing|holding|concealing) (?P<hiding>.+)|"
    r"you (?:have|had)(?: got)? (?P<have>.+) in mind|(?:do|did) you mean (?P<mean>(?:an?|the) .+)|"
    r"you can not (?:seriously )?be (?:thinking of|hiding|talking about) (?P<never>.+?)(?: , can you)?|"
    r"(?:would|do|does|could|can) (?:most |some |many |ordinary )?(?:you|people|we|one|i|everyone|anybody) (?:call|name) it (?P<call>an? .+)|"
    r"(?:is|was) (?:the|your) (?:secret |hidden |mystery |magic )?word (?!\w+ (?:long|short)$)(?P<word>.+))$"
)
_TO_ME = re.compile(
    r" (?:or something|to me|now|then|here|all along|all this time|the whole time|this time|by now|at this point|for my (?:guess|answer|"
    r"last guess)|"
    r"as my (?:final |last )?(?:guess|answer))$"
)
_LATER = re.compile(
    r"^(?!(?:is|are|was|were|do|does|did|can|could|would|will|has|have|might|may|should) )(?P<before>.+?)(?: ,(?: (?:but|so|and|then))*| but) "
    r"(?P<after>(?:it (?:is|must be|has to be|could be)|is it|could it be|i (?:will|would|am|choose|pick|guess|say|think)) .+)$"
)
"""`i am torn but i will go with …`."""
_EXCLAIMED = re.compile(
    r"^(?:(?:honestly|frankly|seriously|(?:quite|very|almost|most) (?:possibly|probably|likely|certainly|definitely|surely)|"
    r"finally|surely|definitely|obviously|clearly|really|hey|listen|look|man|dude|gee|jeez|wow|ha|hah|ooh|oooh|aw|aww|"
    r"argh|ugh|eh|er|erm|err|yo|bingo|eureka|easy|simple|of course|actually|no(?= (?:,|(?:no|way|it|this|that|is|could|wait|hold|hang|i)\b))|"
    r"boom|gotcha|my goodness|oh my god|omg|welp|shoot|darn|drat|"
    r"whew|phew|"
    r"hold on|hang on|one more|last one|last shot|one last (?:try|guess|shot)|here goes|no way(?! (?:an? )?\w+$)|do not tell me|here we go|"
    r"wild guess|random guess|lucky guess|long shot|"
    r"stab in the dark|educated guess|best guess|i give up|i know|i have it|i got it|got it) (?:, )?)+(?=\w)"
)
_ALONE = re.compile(r"^(?:(?:an?|the|some|your|my) )?\w+(?: \w+){0,3}$")


def claimed(sentence: str) -> str:
    """What is guessed, without the words that say so; `it is …` where these end in that. The sentence itself where it is put in no such way."""
    short = _TO_ME.sub("", _EXCLAIMED.sub("", sentence))
    if " not " not in short:
        short = short.removesuffix(" , is it")
    if (later := _LATER.match(short)) and " or " not in later["before"]:
        short = later["after"] if _CLAIM.match(later["after"]) else short
    if found := _ASKED.match(short):
        return next((part for part in found.groups() if part), short)
    if (found := _CLAIM.match(short)) and _ALONE.match(found["what"]):
        return f"it is {found['what']}" if found["be"] else found["what"]
    return short


_SIGNS = (
    *(" ,", " so ", " therefore ", " hence ", " thus ", " or am i ", " or was i ", "because", "since", " cuz"),
    *("cause", "seeing", "considering", "based on", "judging", "going by", "given ", " as ", " by the "),
    *("is what ", "ly ", "indeed", "maybe", " just ", "what ", "known as", "called", "if i ", "well be ", "easily be "),
)
_LAST = frozenset(
    (
        *("say", "guess", "guessing", "think", "thinking", "believe", "bet", "betting", "suppose", "reckon", "assume", "hope", "imagine", "suspect"),
        *("with", "it", "sure", "answer", "pick", "is", "be", "doubt", "eh", "huh", "innit", "lol", "haha", "ha", "perhaps", "maybe", "chance"),
        *("you", "they", "we", "that", "wrong", "right", "close", "mistaken", "had", "are", "have", "was", "were", "am", "chose", "picked", "got"),
        *("of", "about", "mind", "for", "after", "what", "last", "finally", "all", "choose", "perchance", "please", "hope", "off"),
        *("surely", "obviously", "definitely", "clearly"),
        "possibly",
    )
)
"""Signs and last words without which there is neither a reason nor a word of how sure one is, which is quicker to see."""


def _concluded(reason: str) -> bool:
    """Whether what looks like a reason behind a guess is the guess: `no , it is scissors`."""
    return reason.startswith(" , it is ") and number_of(reason.split()[3:]) is not None


def unreasoned(sentence: str) -> str:
    """The sentence without the reasons given for a guess and without how sure the player is. One that offers a choice is left as it is."""
    if sentence.rpartition(" ")[2] not in _LAST and not any(sign in sentence for sign in _SIGNS):
        return sentence
    if (found := _ASKED_LAST.match(sentence)) and " or " not in found["before"]:
        return found["asked"]
    if (found := _BEFORE.match(sentence)) and " or " not in found[0]:
        sentence = sentence[found.end() :]
    if (found := _WITHOUT_PAUSE.match(sentence)) and " or " not in found[0]:
        sentence = sentence[found.end() :]
    sentence = _WELL.sub(r"\1 be ", sentence)
    if (found := _AFTER.search(sentence)) and " or " not in found[0] and not _concluded(found[0]):
        sentence = sentence[: found.start()]
    if (found := _SO.match(sentence)) and " or " not in found[0]:
        sentence = sentence[found.end() :]
    for _ in range(2):
        if (found := _SURE.search(sentence)) and found.start():
            sentence = sentence[: found.start()].rstrip(" ,")
    return _PLAINLY.sub(lambda m: m["start"] or "", sentence)
