"""The words that questions are made of: who does it, where, and in which slots of the knowledge a phrase is looked up, by its place."""

from __future__ import annotations

import re

IS = ("is", "done", "made", "for", "at", "does", "who", "about", "has", "needs")
HAS = ("has", "made", "is", "needs")
MADE = ("made", "has", "is")
AT = ("at", "is", "about", "done", "for")
FOR = ("for", "done", "is", "does", "about", "at", "who")
DOES = ("does", "for", "is", "done", "has", "needs")
DONE = ("done", "for", "is", "does", "at")
WITH = ("for", "done", "is", "does")
WHO = ("who", "about", "is")
NEEDS = ("needs", "has", "done", "for", "is")
ABOUT = ("about",)

BE = r"(?:is|can|could|would|might|may|will|must|should)"
PEOPLE = (
    r"(?:(?:a |an |the |most |many |some |all |any |other |average |ordinary |normal |regular |typical |only |"
    r"small |one |young |little |older |american |modern |elderly |old |"
    r"grown |rich |poor |busy |strong |healthy |single |sensible |reasonable |prudent |respectable |decent |polite |civilized |clever |wise |"
    r"lots of |loads of |plenty of |a lot of |several |countless |numerous |fellow |good |\w+ year old )*(?:you|we|i|people|person|persons|"
    r"humans?|human beings?|"
    r"one|someone|somebody|anyone|everyone|everybody|adults?|(?:wo)?men|(?:wo)?man|grown ups?|child|children|kids?|"
    r"bab(?:y|ies)|girls?|boys?|chefs?|cooks?|athletes?|musicians?|artists?|"
    r"students?|teachers?|doctors?|farmers?|animals?|families|family|toddlers?|gardeners?|carpenters?|workers?|"
    r"professionals?|mechanics?|players?|teenagers?|beginners?|households?|homes?|"
    r"office workers?|construction workers?|business people|patients?|customers?|clients?|visitors?|guests?|folks?|passers by|citizens?|"
    r"pupils?|schoolchildren|little ones?|youngsters?|tots?|grand(?:children|kids|child|son|daughter)s?|nephews?|nieces?|"
    r"they)(?: or (?:an? )?(?:adults?|child|children|kids?|animals?|women|men))?)"
)
ANYBODY = re.compile(
    r"\b(?:you|we|i|people|person|persons|humans?|human beings?|one|someone|somebody|anyone|everyone|everybody|"
    r"they|households?|homes?|families|family|an?|the|most|many|some|all|any|average|typical|other|ordinary|"
    r"normal|regular|only|small|young|little|older|sensible|reasonable|prudent|respectable|decent|polite|civilized|clever|wise|lots of|loads of|"
    r"plenty of|a lot of|several|countless|numerous|fellow|good|patients?|customers?|clients?|visitors?|guests?|folks?|passers by|citizens?)\b ?"
)
REST = r"(?P<rest>.+)"
PLACED = (
    r"(?:found|find|kept|located|placed|stored|situated|seen|spotted|encountered|present|common|commonly|"
    r"popular|available|housed|positioned|put|installed|set|kept outside|encounter|see|keep|store|"
    r"located outside|exist|live|belong|reside|stay|go|displayed|sitting|standing|lying|hanging|growing|living|originate|"
    r"originated|native|inhabit|dwell|thrive|sit)"
)
PREP = (
    r"(?:in|on|at|inside|outside|around|near|from|within|by|under|along|throughout|to|of|above|among|next to|"
    r"into|across|beside|behind|between|beneath|against|through|with|indoors|outdoors|underground|underwater|"
    r"anywhere in|somewhere in|only in|inside of)"
)

_BOTH = "has|have|is|needs|uses|makes|carries|gives|comes|runs|flies|lives|grows|eats|moves|tells|shows|keeps|helps|holds|costs|weighs|fits|can"
JOINED = (
    re.compile(
        r"^(?P<one>(?:is|does|can|has|could|would|will) it .+?) (?P<how>and|but|or) "
        r"(?P<other>(?:is|does|can|has|could|do|would) (?:it|you|people) .+)"
    ),
    re.compile(rf"^(?P<one>(?:is|can|has) it .+?) (?P<how>and|but) (?P<other>(?:{_BOTH}) .+)"),
    re.compile(
        r"^(?P<one>(?:does|can) it (?:have|need|use) .+?) (?P<how>and|but) "
        r"(?P<other>(?:carry|fly|live|run|make|need|use|be|is|come|grow|give|eat|move) .+)"
    ),
    re.compile(
        r"^(?P<one>(?:is|does|can|could|has) it .+?) (?P<how>and|but) "
        r"(?P<other>(?:(?:can|could|is|does|has|will|do) (?:not|never)|never) \w.*)"
    ),
)
"""Two clauses, or a clause and a verb of the same subject: `is it round and has a peel`."""

LOOSE_END = re.compile(rf"^(?:technically|scientifically|botanically) (.+)|^(.+?) (?:(?:for|to) {PEOPLE}|(?:when|if|while|once|after|before) .+)$")
"""What may be left out where the whole is unknown: `crunchy when you bite it`."""
QUALITY = re.compile(r"^(?:a |an |the )?(?P<what>.+?) (?:color|shape|taste|flavor|texture|surface|smell|scent|appearance|feel|"
    r"exterior)(?: to it)?$")
"""`a sweet taste`, `a smooth surface`."""

COMPARED = re.compile(r"^(?:more (?P<more>\w+)|(?P<er>\w{3,}er)) than .+")
"""`louder than a flute`: read as `loud`, where the comparison itself is not known."""


def positive(word: str) -> str:
    """`loud` of `louder`, `noisy` of `noisier`, `hot` of `hotter`; `nice` and other words as they are, by their stem."""
    root = word[:-2] if word.endswith("er") else word
    return f"{root[:-1]}y" if root.endswith("i") else root[:-1] if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "ls" else root


ORANGE = re.compile(r"(?<!\ban )(?<!\bthe )\borange\b(?! colored| color)|\borange\b(?! or\b| and\b| colored| color| juice| peel|$)")
"""The colour: without an article, or with a noun after it."""

BEING = re.compile(r"^(?:be|been|being|to be|it|considered|considered to be) ")
ANYTHING_BUT = re.compile(
    r"^(?:not|never|no longer|anything but|something other than|anything other than|other than|different from|"
    r"(?:any|some|a|an) (?:\w+ )?(?:besides|other than|except|but)) (.+?)(?: when \w+)?$"
)
OTHER_THAN = re.compile(
    r"^(?:not|no|non|anything but|(?:(?:some|any|an?)?(?:thing|other|different|\w*) )?(?:\w+ )?(?:other than|besides|except(?: for)?|"
    r"different from|(?:that|which) is not)) (.+)"
)
ENOUGH_THAT = re.compile(r"^(\w+) enough that .*")
ENOUGH_TO = re.compile(r"^(?P<adj>\w+) enough (?:to|for) (?P<rest>.+)")
ADVERB = re.compile(r"^(?!usually )\w+ly (?=(?:associated|related|connected|linked|tied|used|found|seen|known|shaped) )")
USING = re.compile(r"^(\w+) using (?:your |the |a |an )?")
NEITHER = re.compile(r"^neither (.+) nor (.+)")
FOR_PEOPLE = re.compile(rf"^(?!made |built |created |produced )(.+?) for {PEOPLE}$")
"""The parts of a predicate that are put aside first."""
