"""The word order and the verb forms of those who learn the language, as a question has them: "which soup eat people", "they have builded it".

All is done on plain words in which the city is already spoken of as "it".
"""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re
from functools import lru_cache

from lmrl_gym.tasks.guess_city.wordings import Wordings

_FORMS = {
    "builded": "built", "digged": "dug", "buyed": "bought", "catched": "caught", "goed": "went", "drinked": "drank", "eated": "ate", "maked": "made", "becomed": "became", "comed": "came", "drived": "drove",
    "speaked": "spoke", "knowed": "knew", "teached": "taught", "writed": "wrote", "losed": "lost", "falled": "fell", "fighted": "fought", "sended": "sent", "sinked": "sank", "finded": "found", "bringed": "brought",
    "thinked": "thought", "runned": "ran", "growed": "grew", "throwed": "threw", "winned": "won", "choosed": "chose", "standed": "stood", "holded": "held", "selled": "sold", "leaved": "left", "gived": "gave", "taked": "took",
    "breaked": "broke", "weared": "wore", "flied": "flew", "keeped": "kept", "putted": "put", "cutted": "cut", "beated": "beat", "hitted": "hit", "shooted": "shot", "telled": "told", "costed": "cost",
}  # fmt: skip
_FORM = re.compile(r"\b(" + "|".join(_FORMS) + r")\b")
_AUX = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|must|will|would|should|may|might)"
_WHO = r"(?:people|they|one|you|i|we|visitors|tourists|(?:the )?(?:people|peoples|locals|children|kids|men|women|students|tourists|inhabitants|citizens)|(?:the )?(?:most|many|almost all|all)(?: of (?:the )?)? ?(?:people|peoples|persons|locals))"
_WORKS = r"(?:eat|drink|speak|wear|use|play|love|like|celebrate|live|build|make|sell|buy|grow|produce|pray|believe|work|call|name|see|visit|learn|dance|sing|cook|export|send|take|pay|ride|drive|travel|understand|read|watch|prefer|fear|swim|give)"
_MORE = {"big": "bigger", "large": "larger", "small": "smaller", "old": "older", "new": "newer", "young": "younger", "hot": "hotter", "warm": "warmer", "cold": "colder", "cool": "cooler", "rich": "richer", "poor": "poorer", "high": "higher", "low": "lower", "tall": "taller", "wet": "wetter", "dry": "drier", "rainy": "rainier", "cheap": "cheaper", "near": "nearer", "far": "farther", "long": "longer"}
_COMPARED = re.compile(rf"\b(?P<most>the most|(?<!than )(?<!in )(?<!of )most(?= \w+(?:$| (?:of|in)\b))|more) (?P<how>{'|'.join(_MORE)})\b(?! (?:people|and|or)\b)")
_PEOPLE = "people peoples locals children kids persons men women monks students inhabitants citizens"
_MANY = rf"(?:the |most (?:of )?(?:the )?|many |all |almost all )?(?:{_PEOPLE.replace(' ', '|')})"
_WHAT = rf"(?:(?:in|on|with|at|for|from|to|by|of) )?(?:what|which)(?: (?!{_AUX}\b|people\b)[a-z]+){{1,3}}?"
_ROWS = (
    # verbs
    ("had has", r"\b(did|does|do) (?:had|has)\b", r"\1 have"),
    ("must can could should may might will would", r"\b(must|can|could|should|may|might|will|would) to (?!the\b|a\b|an\b|it\b|its\b)(?=[a-z])", r"\1 "),
    ("did", r"\bdid (made|built|took|won|gave|came|went|wrote|found|became|had|left|lost|sold|brought|fought|began|killed|founded|ruled|lived)\b", r"\1"),
    ("make makes making", r"\b(mak(?:e|es|ing)) (me|us|you|people|them|one) to (?=[a-z])", r"\1 \2 "),
    ("peoples persons", r"\b(?:peoples|persons)(?= (?:in|of|there|who|live|speak|eat|have|are|do|from|come|work)\b|$)", "people"),
    ("people peoples person persons", r"\bhow (?:much|many) (?:peoples?|persons?)\b", "how many people"),
    ("much", r"\b(?:so|very|too) much (people|tourists|cars|students|women|men)\b", r"so many \1"),
    ("many", r"\bmany (petrol|oil|rain|snow|traffic|water|gold|industry|crime|sun|noise|work|money|rice|fish|meat)\b", r"much \1"),
    ("petrol", r"\bpetrol (?=(?:in|under|below|from) (?:the |its )?(?:ground|earth|soil|sea|land)\b)", "oil "),
    ("who", r"\b(bridge|river|street|sea|wall|tower|mountain|water|church|road|canal|building|thing|train|animal|bird) who (?=[a-z])", r"\1 that "),
    ("which", r"\b(architect|man|woman|painter|king|person|people|general|singer|writer) which (?=(?:has|have|had|was|is|did|[a-z]+ed|built|made|wrote|won|drew)\b)", r"\1 who "),
    ("draw", r"\b(?:has|have) draw\b", "has drawn"),
    ("build", r"\b(?:has|have) build\b", "has built"),
    ("invent discover paint destroy kill burn", r"\bwas (invent|discover|paint|destroy|kill|burn)(?= (?:in|by|there|on)\b)", r"was \1ed"),
    # there is
    ("exist exists", r"^(?:it |there )?(?:does )?exists?(?: there)?(?: in (?:it|the city|the country))? (?=\w)", "is there "),
    ("there", r"^in (the city|the country|it) there (?:is|are) (.+)$|^in (the city|the country|it) (?:is|are) there (.+)$", r"is there \2\4 in \1\3"),
    ("summer winter", r"^in (?:the city|it) is (summer|winter) when in (.+?) is (summer|winter)$", r"is it \1 there when it is \3 in \2"),
    ("summer winter", r"^when in (.+?) is (summer|winter) in (?:the city|it) is (summer|winter)$", r"is it \3 there when it is \2 in \1"),
    ("where", r"\bon (?:a |the )?(?:place|spot|ground|site) where (?:there )?(?:was|were|has been) (?:before |once |formerly |earlier )?(?:a |an |the )?(\w+)(?: before| once)?\b", r"on a \1"),
    ("built", r"^they (?:have |had )?built (?:it|the city) on\b", "was it built on"),
    # the subject behind the verb, or not behind its auxiliary
    ("why", r"^why ((?:the |its |their |so (?:much|many) )?(?!(?:is|are|do|does|did|was|were|has|have|can|not|so|it|they|the|its|their)\b)[a-z]+(?: (?!is\b|are\b)[a-z]+)?) (is|are|was|were) (?=[a-z])", r"why \2 \1 "),
    ("before", r"^(was|were) (it|the city|the country) before (?=(?:a|an|the|part|capital|colony|under)\b)", r"\1 \2 once "),
    ("before", r"^(it|the city|the country) was before (?=(?:a|an|the|part|capital|colony|under)\b)(?:the )?", r"was \1 once the "),
    ("winter winters", r"^(?:the )?winters?(?: there)? (?:is|are|goes|go|falls?) (?:under|below) (?:zero|0)(?: degrees)?$", "does it freeze in winter"),
    (_PEOPLE, rf"^({_WORKS})s? ((?:many |most |the |all |some )?(?:people|peoples|women|men|girls|children|kids|locals|students|monks))\b(?= \w)", r"do \2 \1"),
    ("why", r"^why (they|people|the people|the locals|you) (want|eat|drink|like|love|wear|speak|drive|have|call|build|use|take|go|celebrate|need|fear|hate|bow|pray)\b", r"why do \1 \2"),
    (_PEOPLE, rf"^({_WHAT}) (?:is |are )?({_WORKS})(?:ing|s)? ({_MANY})\b", r"\1 do \3 \2"),
    (_PEOPLE, rf"^({_WHAT}) (?:is |are )(?:riding|driving|using|taking) ({_MANY})\b", r"\1 do \2 ride"),
    ("they the", rf"^(what|which (?!{_AUX}\b)[a-z]+|what (?!{_AUX}\b|else\b)[a-z]+s) (they|the people|the locals) (?!(?:is|are|have|has|do|did|can|could|must|were|was|who|in|of|from|with|there|live|call)\b)([a-z]+)(?= |$)", r"\1 do \2 \3"),
    ("people", r"^what people (eat|drink|do|wear|buy|celebrate|play|cook)\b", r"what do people \1"),
    ("i we one you tourists visitors", r"^(where|how|when|what|(?:what|which|with what|with which|on what|from where) [a-z]+|from where|with what) (i|we|one|you|tourists|visitors) (can|must|should|could) ", r"\1 \3 \2 "),
    ("must can should could", rf"^(where|how|when|what|which [a-z]+|in (?:which|what) [a-z]+) (must|can|should|could) (?!(?:i|we|one|you|they|the|people|peoples|it|be|visitors|tourists|most|many|young|old|all|each|every|single|locals)\b)([a-z]+) ({_WHO})(?= |$)", r"\1 \2 \4 \3"),
    ("years", r"^how many years (?:has|have|is|does have) (?:the city|it|the town)(?: old)?$", "how old is it"),
    ("years", r"^(?:has|have|is|does) (?:the city|it) (?:have )?more (?:years )?(?:than|as) (\d+)(?: years)?(?: old)?$|^(?:has|have|does) (?:the city|it) (?:have )?more years than (\d+)$", r"is it older than \1\2 years"),
    ("since from", r"^(?:since|from) when (?:exists?|is|does exist|stands) (?:the city|it)(?: exist)?$|^since when (?:the city|it) exists?$", "when was it founded"),
    ("name", r"^how (?:is|are) the name of\b", "what is the name of"),
    ("call calls name names", r"^how (?:do |does )?(?:people |they |you |the people |the locals )?(?:calls?|names?) (?:people |they |you |the people |the locals )?(?:the |its |their )(?!city\b|country\b|town\b)(.+)$", r"what is the \1 called"),
    ("who whom", r"^it (?:has been|was|is) (founded|built|ruled|destroyed|conquered|made) (?:by|from) (?:who|whom) (?:the city|it)$|^by who (?:was|is|has been) (?:the city|it) (founded|built|ruled|destroyed|conquered|made)$", r"who \1\2 it"),
    ("freezes dries rises", r"^in (winter|summer) (freeze|drie|rise)s (the (?:sea|river|lake|harbour|port))$", r"does \3 \2 in \1"),
    (" ".join(_MORE.values()), r"^is (the )?(\w+) (?:the city|it) (than|of)\b", r"is it \1\2 \3"),
    # a thing said first and taken up by a pronoun
    ("it he she they", r"^(the (?!city\b|country\b|town\b|place\b|people\b)[a-z]+(?: (?!is\b|are\b)[a-z]+)?) (is|are|was|were|has|have|does|do) (?:it|he|she|they) (?=[a-z])", r"\2 \1 "),
    ("it he she", r"^the (city|country) (?:it|he|she) (is|has|have|was|had|lies|does) ", r"the \1 \2 "),
    ("the", r"^the (city|country) is (the \w+est|the capital|capital|a member|an? island|old|big|small) ", r"is the \1 \2 "),
    ("love", r"^is (.+?) (?:a )?(?:big|great|large) love of (?:the )?people(?: in| of)?\b", r"do people love \1 in"),
    ("grand", r"\bgrand ?(?:grand )?parents\b", "ancestors"),
    # what the weather makes
    ("makes make gives does gets", r"^(?:it |does it |do it )(?:makes?|does|gives?|gets) (?:very |so |much |really )?(hot|cold|warm|cool|windy|sunny)\b", r"is it \1"),
    ("gives give makes make falls fall", r"^(?:do|does) it (?:gives?|makes?|falls?) (?:very |much |a lot of |lot of )?(snow|rain|wind|storms?)\b", r"is there \1"),
)


@lru_cache(maxsize=1)
def _rows() -> Wordings:
    return Wordings(_ROWS)


def learnt_words() -> frozenset[str]:
    """The verb forms that learners make: no slips."""
    return frozenset(_FORMS)


def _plainly(found: re.Match[str]) -> str:
    how = _MORE[found["how"]]
    return how if found["most"] == "more" else f"the {how[:-1]}st"


def ordered(words: str) -> str:
    """`words` (plain words) in the order and with the verb forms that a question has."""
    words = _FORM.sub(lambda found: _FORMS[found[0]], words) if not _FORMS.keys().isdisjoint(words.split()) else words
    words = _COMPARED.sub(_plainly, words) if "more " in words or "most " in words else words
    return _rows().reword(words)
