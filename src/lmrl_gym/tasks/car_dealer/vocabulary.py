"""How brands, types and features are named in talk: synonyms, models, misspellings. Patterns read lower-case text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

BRAND_WORDS: dict[str, str] = {
    "Volkswagen": r"volkswagen|vw|volks\w*",
    "Lexus": r"lexus",
    "Ford": r"ford",
    "Mazda": r"mazda\d?",
    "Hyundai": r"hyundai|hundai|hyundia",
    "Toyota": r"toyota|toyta",
    "Mercedes-Benz": r"mercedes(?:[\s-]?benz)?|merc|benz",
    "BMW": r"bmw|beemer|bimmer",
    "Audi": r"audi",
    "Subaru": r"subaru|subie",
    "Honda": r"honda",
    "Porsche": r"porsche|porshe",
    "Tesla": r"tesla",
}
TYPE_WORDS: dict[str, str] = {
    "luxury": r"luxury|luxurious|premium (?:car|vehicle|model|ride)|high[\s-]end (?:car|vehicle|model)",
    "sedan": r"sedan|saloon|four[\s-]door car",
    "convertible": r"convertible|cabriolet|roadster|drop[\s-]?top|soft[\s-]?top|spyder|cabrio",
    "truck": r"truck|pick[\s-]?up(?: truck)?(?! (?:the|my|your|our|in|a|it|on|today|time))",
    "electric": (
        r"electric(?! (?:seat|window|mirror|sunroof|tailgate|heat|start|power steering))(?:al)?|ev|evs|e-car|battery[\s-]powered"
        r"|zero[\s-]emissions?"
    ),
    "SUV": r"suv|crossover|sport[\s-]utility|s\.u\.v\.?",
}
MODELS: dict[tuple[str, str], str] = {
    ("Toyota", "sedan"): r"camry|corolla|avalon",
    ("Toyota", "SUV"): r"rav[\s-]?4|highlander|4runner|sequoia|venza",
    ("Toyota", "truck"): r"tacoma|tundra",
    ("Honda", "sedan"): r"accord|civic",
    ("Honda", "SUV"): r"cr-?v|hr-?v|honda pilot|honda passport",
    ("Honda", "truck"): r"ridgeline",
    ("Ford", "truck"): r"f-?[123]50|ford ranger|ford maverick",
    ("Ford", "SUV"): r"ford (?:explorer|escape|bronco|edge|expedition)",
    ("Ford", "electric"): r"mach-?e|lightning",
    ("Mazda", "SUV"): r"cx-?\d{1,2}",
    ("Mazda", "sedan"): r"mazda ?[36]",
    ("Mazda", "convertible"): r"miata|mx-?5",
    ("Hyundai", "sedan"): r"elantra|sonata",
    ("Hyundai", "SUV"): r"tucson|santa fe|palisade|hyundai kona",
    ("Hyundai", "electric"): r"ioniq",
    ("Hyundai", "truck"): r"santa cruz",
    ("Volkswagen", "sedan"): r"jetta|passat",
    ("Volkswagen", "SUV"): r"tiguan|vw atlas|volkswagen atlas|touareg",
    ("Volkswagen", "electric"): r"id\.?4",
    ("Lexus", "sedan"): r"lexus (?:es|is|ls)\b",
    ("Lexus", "SUV"): r"lexus (?:rx|nx|gx|lx|ux)\b|rx ?350|nx ?350",
    ("Mercedes-Benz", "sedan"): r"[ces]-class",
    ("Mercedes-Benz", "SUV"): r"gl[abces]\b|g-wagon",
    ("Mercedes-Benz", "electric"): r"eq[sbe]\b",
    ("BMW", "sedan"): r"[357][\s-]series",
    ("BMW", "SUV"): r"x[1357]",
    ("BMW", "convertible"): r"z4",
    ("Audi", "sedan"): r"a[3468]",
    ("Audi", "SUV"): r"q[3578]",
    ("Audi", "electric"): r"e-?tron",
    ("Subaru", "SUV"): r"outback|forester|crosstrek|subaru ascent",
    ("Subaru", "sedan"): r"impreza|subaru legacy|wrx",
    ("Porsche", "SUV"): r"cayenne|macan",
    ("Porsche", "convertible"): r"boxster",
    ("Porsche", "electric"): r"taycan",
    ("Porsche", "sedan"): r"panamera",
    ("Tesla", "electric"): r"model [3sxy]|cybertruck",
}
_SEATS = r"(?:(?:front|rear|power|sport|bucket|and|plush|premium|soft|ventilated|cooled|comfy|comfortable)\s)*"
FEATURE_WORDS: dict[str, str] = {
    "backup camera": (
        r"(?:back[\s-]?up|rear(?:[\s-]?(?:view|facing|mounted))?|revers(?:e|ing)|rearview|parking|360[\s-]?(?:degree)?"
        r"|surround[\s-]view)[\s-]?(?:view\s)?cam(?:era)?s?|(?:shows?|sees?) (?:you )?(?:[\w']+ ){1,5}behind(?: (?:you|the car"
        r"|it))?\b(?: when you (?:back (?:out|up)|reverse))?|cam(?:era)?s? helps? you (?:park|reverse"
        r"|back up)|cam(?:era)?s? (?:out back|(?:at|on|in|for) (?:the |its )?(?:back|rear|tailgate|boot|trunk)"
        r"|(?:(?!\band\b)[^.!?;,]){0,45}\b(?:behind(?: (?:you|the car|it))?|backing up|back up|reversing|reverse|parking|park))|(?:(?<=\ba )"
        r"|(?<=\bthe )|(?<=\band )|(?<=\bwith )|(?<=[,.!?] )|(?<=^))cam(?:era)?"
    ),
    "navigation system": r"(?:built[\s-]in|in[\s-]dash|onboard|its own) maps"
    r"|(?<!phone )(?<!phone's )maps? (?:\w+ )?(?:built(?: right)? in(?:to)?|(?:in|on) (?:the|its) (?:dash\w*|screen))"
    r"|turn[\s-]by[\s-]turn(?: directions)?|route guidance|directions on (?:the|its) (?:dash\w*|screen)|(?:shows?|tells?) you (?:the way"
    r"|where to (?:go|turn))"
    r"|nav(?:i(?:gation)?)?(?:[\s-]system)?s?|gps|sat[\s-]?nav|navigational system",
    "heated seats": rf"(?:heated|warmed|warming|heating|warm)(?:\sand)?\s{_SEATS}(?:leather\s)?{_SEATS}(?:seat(?:s|ing)?)"
    r"|heated,? (?:and )?(?:ventilated|leather|cooled)|seat[\s-](?:heaters?|warmers?|heating)|seats? (?:are|is"
    r"|that are) (?:\w+ and )?heated|seats?(?:(?!n't|\bnot\b|\bnever\b|\bused\b)[^.!?;]){0,60}\b(?:heat|warm)s? up|(?:they're"
    r"|they are) (?:\w+ )?heated|heat(?:s|ing)? (?:up )?the (?:\w+ )?seats"
    r"|(?:seats?|chairs?) (?:with|have|has|got|get) (?:\w+ )?(?:heat(?:ing|ers?)?|warm(?:ers|ing))|seats? (?:get"
    r"|stay)s? (?:\w+ (?:and )?)?(?:toasty|warm|cosy|cozy|hot)|(?:heat(?:ing|ers?)?|warmers) (?:in|for|on) (?:the |both |all "
    r"|your )?(?:\w+ )?seats?"
    r"|(?:toasty|cosy|cozy) (?:\w+ )?seats?|warm seats?|seats? have (?:built[\s-]in )?warmers|bun warmers?"
    r"|heated front(?: and rear)?|heat(?:ed|ers) in the seats",
    "leather seats": (
        r"napp?a|(?:real|genuine) (?:cow)?hide|(?:cow[\s-]?)?hide (?:interior|seats?|upholstery|trim|on every seat)"
        r"|(?<!faux )(?<!vegan )(?<!fake )(?<!like )(?<!synthetic )(?<!imitation )leather(?!ette|[\s-]wrapped| steering| wheel| key| shift"
        r"| case)"
    ),
    "third-row seating": (
        r"(?:third|3rd|three|3)[\s-]rows?|(?:seven|eight|7|8)[\s-]?(?:seat\w*|passengers?)"
        r"|(?:seats?|seating|holds|fits|carries) (?:for )?(?:up to )?(?:seven|eight|7|8)\b"
        r"|(?:room|space) for (?:up to )?(?:seven|eight|7|8)\b|(?:7|8) can (?:ride|fit|sit|travel)|bench behind the second row|third bench"
        r"|way[\s-]back (?:seats?|row|bench)|extra row|additional row|row in the back"
    ),
    "blind spot monitoring": (
        r"mirrors? (?:that )?(?:light|warn|flash|blink|glow)s?\b|(?:light|lamp|warning|icon|indicator|alert|symbol)s? (?:in|on) (?:(?:the|your"
        r"|its|each|both|either|every) )?"
        r"(?:\w+ )?mirrors?|(?:areas?|spots?|corners?|zones?|what|things?|cars?) (?:that )?(?:your|the) (?:side )?mirrors? (?:can't|cannot"
        r"|can not|don't|won't|miss)"
        r"|(?:(?:warn|alert|beep|flash|notif)\w*|(?:lets? you know|tells? you) (?:if|when))[^.!?;,]{0,50}\b(?:(?:beside|next to|alongside) (?:you"
        r"|the car|it)\b|alongside)"
        r"|lights? up in the (?:side )?mirrors?|blind[\s-]?spots?|bsm|blis"
    ),
    "sunroof": (
        r"roof (?:glass |panel |hatch )?(?:that )?(?:opens(?: up)?|slides (?:back|open)|tilts)|(?:opening|sliding|retractable"
        r"|see[\s-]through) (?:glass )?roof"
        r"|(?:glass|window|hatch|panel|pane|hole) (?:in|on) the roof|glass (?:overhead|above (?:you|your head))|open (?:up )?the roof"
        r"|stars through the roof|sun[\s-]?roof|moon[\s-]?roof|(?:panoramic|pano"
        r"|glass) (?:glass )?(?:sun|moon)?roof|panoramic"
    ),
    "Apple CarPlay": r"(?:apple\s)?car[\s-]?play|apple[\s-]play|apple phone integration|apple connectivity"
    r"|mirrors? (?:your|an|the) i[\s-]?phone|i[\s-]?phones?\b[^.!?;,]{0,40}\b(?:screen|dash\w*|display"
    r"|touchscreen)(?: through (?:apple )?car[\s-]?play)?",
}


class _Words:
    """How some things are named. Where one is named is found without groups, which cost four times as much, and only then which one it is."""

    __slots__ = ("_anywhere", "_which", "names")

    def __init__(self, words: dict[str, str]) -> None:
        self.names = tuple(words)
        self._anywhere = _whole("|".join(words.values()))
        self._which = _whole("|".join(rf"(?P<g{i}>{words[name]})" for i, name in enumerate(words)))

    def found(self, text: str) -> list[tuple[str, int, int]]:
        """What a lower-case text names, in order, each with where it stands."""
        at = [(m.start(), m.end()) for m in self._anywhere.finditer(text)]
        return [(self.names[int(m.lastgroup[1:])], *span) for span in at if (m := self._which.match(text, span[0])) and m.lastgroup]


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{words})(?:'s|s|es)?(?!\w)")


_BRANDS, _TYPES, _FEATURES = _Words(BRAND_WORDS), _Words(TYPE_WORDS), _Words(FEATURE_WORDS)
_MODELS = _Words({f"{brand}|{kind}": words for (brand, kind), words in MODELS.items()})


class Named(NamedTuple):
    """Brands and types that a text names, by themselves or by a model, each with where it stands, in order."""

    brands: list[tuple[int, str]]
    types: list[tuple[int, str]]


@lru_cache(maxsize=64)
def named(text: str) -> Named:
    """The brands and the types that a lower-case text names."""
    models = _MODELS.found(text)
    brands = [(at, name) for name, at, _ in _BRANDS.found(text)] + [(at, name.split("|")[0]) for name, at, _ in models]
    types = [(at, name) for name, at, _ in _TYPES.found(text)] + [(at, name.split("|")[1]) for name, at, _ in models]
    return Named(sorted(brands), sorted(types))


def brands(text: str) -> list[str]:
    """The brands a lower-case text names, each once."""
    return list(dict.fromkeys(brand for _, brand in named(text).brands))


def types(text: str) -> list[str]:
    """The types a lower-case text names, in order, each once."""
    return list(dict.fromkeys(kind for _, kind in named(text).types))


def features(text: str) -> list[tuple[str, int, int]]:
    """The features a lower-case text names, each with where it stands."""
    found = _FEATURES.found(text)
    # "Heated leather seats" is two features in one breath.
    extra = [("leather seats", s, e) for name, s, e in found if name == "heated seats" and "leather" in text[s:e]]
    extra += [
        ("heated seats", s, e)
        for name, s, e in found
        if name == "leather seats"
        and re.match(r",? (?:and |& |\w+ )?(?:heated|warmed) seats?|(?: seats?)?,? (?:that are |which are |and )?heated\b(?! seat)", text[e:])
    ]
    extra += [("leather seats", s, e) for name, s, e in found if name == "heated seats" and re.match(r"\s(?:and|&) leather", text[e:])]
    return found + extra


_KEYS = (
    *(
        "camera",
        "backup",
        "navigation",
        "heated",
        "leather",
        "sunroof",
        "moonroof",
        "carplay",
        "monitoring",
        "seating",
        "sticker",
        "percent",
        "thousand",
    ),
    *(
        "discount",
        "budget",
        "features",
        "hundred",
        "volkswagen",
        "hyundai",
        "mercedes",
        "porsche",
        "toyota",
        "subaru",
        "convertible",
        "electric",
        "luxury",
    ),
    *("warranty", "reliable", "reliability", "twenty", "thirty", "eighty", "ninety", "monitor", "navigational"),
)
_NOT_TYPOS = {"heater", "headed", "healed", "seated", "treated", "heating", "cheated", "hated", "lather", "leathers", "feather", "weather", "rebate"}
_NOT_TYPOS |= {
    "feature",
    "budgets",
    "hundreds",
    "thousands",
    "discounts",
    "backups",
    "cameras",
    "stickers",
    "percents",
    "sunroofs",
    "reliably",
    "thirsty",
    "heats",
}
_NOT_TYPOS |= {
    "eight",
    "eighth",
    "budge",
    "slicker",
    "sicker",
    "picker",
    "ticker",
    "cameron",
    "budged",
    "warrants",
    "elective",
    "seatings",
    "electrics",
    "gadget",
    "midget",
    "tweety",
}


def _shortened(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


_NEAR: dict[str, str] = {short: key for key in _KEYS for short in (_shortened(key) | {key})}


@lru_cache(maxsize=8192)
def _corrected(word: str) -> str:
    """The key word that `word` misses by one letter (left out, put in, changed or swapped), else the word itself."""
    if word in _NOT_TYPOS or word in _KEYS:
        return word
    for near in (word, *sorted(_shortened(word))):
        key = _NEAR.get(near)
        if key is not None and abs(len(key) - len(word)) <= 1:
            return key
    return word


def corrected(text: str) -> str:
    """A lower-case text with words of five letters and more that are nearly a key word put right."""
    return re.sub(r"[a-z]{5,14}", lambda m: _corrected(m[0]), text)


_CHAT: dict[str, str] = {
    **{
        f"{verb}nt": f"{verb}n't"
        for verb in ("ca", "wo", "do", "does", "did", "is", "are", "was", "were", "has", "have", "had", "could", "would", "should", "ai")
    },
    **{f"{who}s": f"{who}'s" for who in ("that", "there", "here", "what", "he", "she")},
    "im": "i'm", "ive": "i've", "ill": "i'll", "youre": "you're", "youve": "you've", "youll": "you'll", "theyre": "they're", "itll": "it'll",
    "u": "you", "ya": "you", "ur": "your", "urs": "yours", "r": "are", "n": "and", "w": "with", "tho": "though", "em": "them",
    "gotta": "have to", "gonna": "going to", "wanna": "want to", "lemme": "let me", "gimme": "give me", "sry": "sorry", "tmrw": "tomorrow",
    "wud": "would", "wuld": "would", "cud": "could", "cuz": "because", "bc": "because", "cus": "because", "wat": "what", "thru": "through",
}
"""Words as they are typed in a hurry, and as they are spelt."""
_HURRIED = re.compile(
    rf"(?=[{''.join(sorted({word[0] for word in [*_CHAT, 'w', 'i', 'u']}))}])"
    r"(?<![\w'&/.-])(?:(?P<without>w/o|w/out)(?!\w)|(?P<with>w/)|(?P<id>id(?= (?:have|take|do|go|say|let|need|be|sell|love|like|throw|include)\b))"
    r"|(?P<its>its(?= (?:\$?\d|an?|the|in|not|on|got|yours|standard|included|cloth|sold|gone|priced|listed|only|just)\b))"
    r"|(?P<youre>ur(?= (?:looking|paying|getting|at|in|approved|not|welcome|right|gonna|going|killing?|the|an?)\b))"
    r"|(?<!type )(?P<word>(?:" + "|".join(_CHAT) + r"))(?![\w'&/-]|\.\w))"
)
_SPELT = {"without": "without", "with": "with ", "id": "i'd", "its": "it's", "youre": "you're"}


def unhurried(text: str) -> str:
    """A lower-case text with what is typed in a hurry spelt out: `cant` as can't, `w/` as with, `ur` as your."""
    return _HURRIED.sub(lambda m: _CHAT[m[0]] if m["word"] else _SPELT[m.lastgroup or ""], text)
