"""Yes or no about the country: language, faith, money, rulers, history, clubs of states. The table is read by `claims`; a match in it comes before
any place that the clause names, for "was it ruled by Spain?" does not ask whether it lies there.
"""

# ruff: noqa: ARG001, ARG005, E501, ISC004, RUF021 -- a table: one rule a line, however long, and every test takes the same three arguments

from __future__ import annotations

import re
from collections.abc import Callable

from lmrl_gym.tasks.guess_city.conquests import INVADED, invaded, ruled
from lmrl_gym.tasks.guess_city.knowledge import City, Country
from lmrl_gym.tasks.guess_city.lore import Told, stem, told
from lmrl_gym.tasks.guess_city.patterns import regex

Test = Callable[[City, Country, "re.Match[str]"], bool]

_LANGUAGES = (
    "english|spanish|portuguese|french|german|italian|russian|arabic|hindi|urdu|bengali|bangla|mandarin|cantonese|chinese|japanese|korean|turkish|farsi|persian|"
    "indonesian|malay|javanese|tamil|telugu|kannada|gujarati|punjabi|thai|vietnamese|burmese|tagalog|filipino|ukrainian|romanian|hungarian|uzbek|amharic|oromo|"
    "swahili|lingala|quechua|kurdish|marathi|dutch|polish|greek|hebrew|sinhala|nepali|swedish|bahasa indonesia|bahasa|castilian|berber"
)
_LOCAL = {"Bombay": ("marathi",), "Calcutta": ("bengali", "bangla"), "Lahore": ("punjabi",), "Guangzhou": ("cantonese",), "Shanghai": ("wu",), "Karachi": ("sindhi",)}
_OIL = frozenset(("Russia", "Iran", "Iraq", "Venezuela", "United States", "Canada", "Brazil", "Mexico", "Colombia", "Ecuador", "Indonesia", "China", "Uzbekistan"))
_EXECUTES = frozenset(("Singapore", "China", "Iran", "Iraq", "Egypt", "Japan", "India", "Indonesia", "Pakistan", "Bangladesh", "Vietnam", "North Korea", "United States", "Thailand", "Taiwan", "Cuba", "Myanmar", "Ethiopia"))
_UNFREE = frozenset(("North Korea", "China", "Vietnam", "Cuba", "Myanmar", "Iran", "Egypt", "Russia", "Uzbekistan", "Venezuela", "Morocco", "Ethiopia", "Hong Kong", "DR Congo"))
_SCRIPTS: dict[str, Callable[[City, Country], bool]] = {
    "latin": lambda c, n: "Latin" in n.script, "roman": lambda c, n: "Latin" in n.script, "cyrillic": lambda c, n: "Cyrillic" in n.script,
    "arabic": lambda c, n: "Arabic" in n.script, "devanagari": lambda c, n: "Devanagari" in n.script and not c.languages, "western": lambda c, n: "Latin" in n.script,
    "hangul": lambda c, n: "Hangul" in n.script, "english": lambda c, n: "Latin" in n.script, "chinese": lambda c, n: n.key in ("China", "Taiwan", "Hong Kong", "Japan"),
    "kanji": lambda c, n: n.key == "Japan", "characters": lambda c, n: n.key in ("China", "Taiwan", "Hong Kong", "Japan"), "greek": lambda c, n: False, "hebrew": lambda c, n: False,
}  # fmt: skip
_FAITHS = {
    "muslim": "Islam", "islam": "Islam", "islamic": "Islam", "moslem": "Islam", "muslims": "Islam", "christian": "Christianity", "christianity": "Christianity", "christians": "Christianity",
    "catholic": "Catholicism", "catholicism": "Catholicism", "catholics": "Catholicism", "protestant": "Protestant", "protestantism": "Protestant", "orthodox": "Orthodox",
    "hindu": "Hinduism", "hinduism": "Hinduism", "hindus": "Hinduism", "buddhist": "Buddhism", "buddhism": "Buddhism", "buddhists": "Buddhism", "shinto": "Shinto",
    "sikh": "Sikhism", "sikhism": "Sikhism", "taoist": "Taoism", "taoism": "Taoism", "shia": "Shia", "shiite": "Shia", "sunni": "Sunni", "jewish": "Judaism", "judaism": "Judaism",
    "anglican": "Anglican", "atheist": "no religion", "confucianism": "Confucianism", "secular": "no religion",
}  # fmt: skip
_MONEY = r"peso|dollar|euro|yen|yuan|renminbi|rupee|rupiah|pound|won(?! (?:the|a|an|more|several|many|at|by|in|over|any|all|its?|their|his|her|\d+|gold|world|most|medals|titles?|championships?|european|independence|against|twice|once|two|three|four|five|ever|back)\b)|(?:(?<=the )|(?<=in )|(?<=brazilian )|(?<=called )|(?<=currency )|(?<=with ))real(?! (?:city|country|estate|name|place|capital|danger|thing|life|reason|winter|summer|snow|madrid|\w+s)\b)|reais|ruble|rouble|lira|baht|rial|riyal|sol|dinar|taka|dong|dirham|franc|hryvnia|kyat|birr|som|leu|forint|bolivar|krona|shekel|sterling"
_GROUPS = {
    "european union": "EU", "eu": "EU", "nato": "NATO", "g7": "G7", "g 7": "G7", "g20": "G20", "g 20": "G20", "brics": "BRICS", "opec": "OPEC", "asean": "ASEAN",
    "commonwealth": "Commonwealth", "arab league": "Arab League", "african union": "African Union", "oecd": "OECD", "mercosur": "Mercosur", "eurozone": "eurozone",
    "euro zone": "eurozone", "schengen": "Schengen", "security council": "UN Security Council", "apec": "APEC", "nafta": "NAFTA", "usmca": "NAFTA",
}  # fmt: skip


def _language(city: City, country: Country, match: re.Match[str]) -> bool:
    asked = regex(rf"\b({_LANGUAGES})\b").findall(match.string)
    spoken = {x.lower() for x in (*(city.languages or country.languages), *_LOCAL.get(city.name, ()))}
    main = next(iter(city.languages or country.languages)).lower()
    if regex(r"\b(official|main|primary|first|majority|most|native|dominant|predominant\w*|principal|mother)\b(?! languages)").search(match.string) and "one of" not in match.string and country.key not in ("India", "Singapore", "Canada", "DR Congo", "Hong Kong", "Philippines", "Pakistan", "China", "Taiwan"):
        return main in asked or any(a in spoken and main in ("mandarin", "indonesian", "farsi", "bengali", "filipino") and a not in ("english", "javanese") for a in asked)
    return any(a in spoken for a in asked)


def _faith(city: City, country: Country, match: re.Match[str]) -> bool:
    asked = [faith for word, faith in _FAITHS.items() if regex(rf"\b{word}\b").search(match.string)]
    if len(asked) > 1 and "Christianity" in asked and {"Catholicism", "Protestant", "Orthodox", "Anglican"} & set(asked):
        asked.remove("Christianity")
    main = country.religions[0]
    if "Sunni" in asked:
        return main == "Islam"
    top = country.religions if regex(r"\b(minority|many|some|common|significant|large|present|practi[cs]ed|followed)\b").search(match.string) else country.religions[:2] if main == "no religion" else country.religions[:1]
    christian = ("Christian", "Catholic", "Orthodox", "Protestant", "Anglican")
    for faith in asked:
        if any(faith in r for r in top) or (faith == "Christianity" and any(any(w in r for w in christian) for r in top)):
            return True
        if faith == "Buddhism" and country.key == "Japan":
            return True
    return False


def _money(city: City, country: Country, match: re.Match[str]) -> bool:
    asked = {"renminbi": "yuan", "reais": "real", "rouble": "ruble", "sterling": "pound"}.get(match["money"], match["money"])
    if country.key == "United Kingdom" and "egyptian" in match.string:
        return False
    return asked in country.currency.split()


def _group(city: City, country: Country, match: re.Match[str]) -> bool:
    return _GROUPS[match["group"]] in country.groups


_FOUNDERS = {"british": "British|English|Englishman", "english": "British|English", "spanish": "Spanish", "spaniard": "Spanish", "portuguese": "Portuguese", "dutch": "Dutch", "french": "French", "german": "German",
             "roman": "Roman", "greek": "Greek|Alexander", "russian": "Russian|Peter", "arab": "Arab|Fatimid|caliph", "muslim": "Fatimid|caliph", "aztec": "Aztec", "jesuit": "Jesuit", "priest": "priest|Jesuit", "missionary": "Jesuit|priest"}  # fmt: skip
_SETTLERS = {"Spain": "spanish|spaniard|conquistador|european", "Portugal": "portuguese|european", "Britain": "british|english|european", "France": "french|european", "the Netherlands": "dutch|european"}


def _founded_by(city: City, country: Country, match: re.Match[str]) -> bool:
    """By those that the clause names: told so, or by the power that ruled when a city of its colony was begun."""
    text = match.string
    if any(regex(rf"\b{word}s?\b").search(text) and regex(told_of).search(city.founder) for word, told_of in _FOUNDERS.items()):
        return True
    if regex(r"\b(king|emperor|tsar|ruler|monarch|caliph|conqueror|general|president|saint)\b").search(text):
        return bool(regex(r"\b(King|Emperor|tsar|[Cc]aliph|President|president|Shah|Great|Alexander|Menelik|Peter|Rama)").search(city.founder))
    if 1490 < city.founded < 1900 and any(regex(rf"\b({people})").search(text) for power, people in _SETTLERS.items() if power in (*country.ruled_by, *city.rulers)):
        return country.continent in ("South America", "North America", "Oceania") or any(regex(told_of).search(city.founder) for told_of in _SETTLERS)
    if any(regex(rf"\b{word}s?\b").search(text) for word in (*_FOUNDERS, "european", "japanese", "chinese", "american", "italian", "viking", "mongol", "turk")):
        return False
    return bool({w for w in text.split() if len(w) > 3} & set(regex("[a-z]{4,}").findall(city.founder.lower())) - {"city", "founded", "town", "built", "president"})


def _flag(city: City, country: Country, match: re.Match[str]) -> bool:
    asked = regex(r"\b(red|white|blue|green|yellow|black|orange|gold|saffron)\b").findall(match.string)
    if "star" in match.string:
        return country.key in ("China", "Brazil", "Pakistan", "Turkey", "United States", "Vietnam", "North Korea", "Cuba", "Chile", "Australia", "Singapore", "Morocco", "Venezuela", "Uzbekistan", "Philippines", "Myanmar", "Ethiopia", "DR Congo", "Hong Kong")
    if "moon" in match.string or "crescent" in match.string:
        return country.key in ("Pakistan", "Turkey", "Singapore", "Uzbekistan")
    if "sun" in match.string:
        return country.key in ("Japan", "Taiwan", "Argentina", "Philippines")
    if regex(r"\b(?:animal|bird|eagle|beast|creature|condor|lion|dragon|horse|snake)\b").search(match.string):
        beasts = {"condor": ("Ecuador",), "eagle": ("Mexico", "Egypt"), "snake": ("Mexico",)}
        return country.key in next((lands for beast, lands in beasts.items() if beast in match.string), () if regex(r"\b(?:lion|dragon|horse)\b").search(match.string) else ("Mexico", "Egypt", "Ecuador"))
    if "vertical" in match.string:
        return country.key in _UPRIGHT and all(a in country.flag for a in asked)
    if regex(r"\b(?:stripes?|bands?|bars?|tricolou?r)\b").search(match.string) and not asked:
        return country.key in (*_BANDED, *_UPRIGHT) and not ("tricolo" in match.string and country.key in _NO_TRICOLOUR)
    if regex(r"\b(?:only|just|nothing but|solely|entirely|2 colou?rs)\b").search(match.string) and asked:
        shades = {"gold": "yellow", "saffron": "orange"}
        return {shades.get(a, a) for a in country.flag} == {shades.get(a, a) for a in asked}
    return bool(asked) and all(a in country.flag for a in asked)


_UPRIGHT = ("France", "Italy", "Mexico", "Peru", "Romania", "Ivory Coast", "Canada")
_BANDED = ("United States", "Russia", "Germany", "Hungary", "India", "Iran", "Iraq", "Egypt", "Colombia", "Ecuador", "Venezuela", "Argentina", "Spain", "Ukraine", "Ethiopia", "Thailand", "Cuba", "Myanmar", "Uzbekistan", "North Korea", "Indonesia", "Chile", "Singapore", "Philippines")
"""Countries whose flags have upright stripes, and level ones."""
_NO_TRICOLOUR = ("United States", "Indonesia", "Singapore", "Chile", "Philippines", "Cuba", "Peru", "Canada", "Ukraine", "North Korea", "Argentina", "Spain", "Thailand", "Uzbekistan")


_SCRIPT_AGES = (("Hangul", 580), ("Cyrillic", 1100), ("Arabic", 1600), ("characters", 3200), ("kanji", 1500), ("Ge'ez", 2000), ("44 consonants", 740), ("round letters", 1000), ("Devanagari", 1000), ("Latin", 2600))
"""Words of scripts, and for how many years each has been written."""
_SCRIPT_AGE = re.compile(r"\b(?P<how>more|over|older|above|beyond|less|under|younger|fewer|below)?(?: than)? ?(?P<n>\d+)(?P<thousands> thousands?)? (?P<unit>years?|centur(?:y|ies)|millenni\w+)\b(?! (?:ago )?in\b)")


def _script_age(country: Country, text: str) -> bool | None:
    """Whether the country's writing is as old as the text says; None where it says no age."""
    if (said := _SCRIPT_AGE.search(text)) is None or regex(r"\b(?:pharaohs?|hieroglyph\w*|cuneiform|runes?|glyphs|ancient|tablets?|inscription)\b").search(text):
        return None
    asked = int(said["n"]) * (1000 if said["thousands"] or said["unit"].startswith("mill") else 100 if said["unit"].startswith("cent") else 1)
    age = next((years for word, years in _SCRIPT_AGES if word in country.script), 2000)
    if said["how"] is None:
        return abs(age - asked) <= max(100, age / 5)
    return age < asked if said["how"] in ("less", "under", "younger", "fewer", "below") else age > asked


def _script(city: City, country: Country, match: re.Match[str]) -> bool:
    if (old := _script_age(country, match.string)) is not None:
        return old
    for word, test in _SCRIPTS.items():
        if regex(rf"\b{word}\b").search(match.string):
            return test(city, country)
    return "Latin" not in country.script


_LARGEST_LANDS = {"south america": "Brazil", "latin america": "Brazil", "north america": "Canada", "southeast asia": "Indonesia", "south asia": "India", "east asia": "China", "asia": "China", "europe": "Russia", "oceania": "Australia",
                  "world": "Russia", "earth": "Russia", "planet": "Russia", "globe": "Russia", "of all": "Russia"}  # fmt: skip


def _largest(city: City, country: Country, match: re.Match[str]) -> bool:
    """Whether the country is the largest of the world or of the part of it that the claim names."""
    where = match["where"]
    if where == "continent":
        where = country.continent.lower()
    return country.key == _LARGEST_LANDS.get(where, "")


_RULE = r"\b((held|owned|seized|taken|administered|leased|run|annexed|invaded) by|leased to|colon(y|ies|i[sz]ed|i[sz]ers?|ial)|ruled|rule|occupied|occupation|governed|control|controlled|belong(ed)? to|conquered|part of( the)?|under|territory of|protectorate|independen(ce|t))\b"
_WHO = r"(brit\w*|engl\w*|spain|spanish|french|france|portug\w*|dutch|netherlands|holland|belgi\w*|japan\w*|russia\w*|ottomans?|turks|roman|romans|mughals?|mongols?|persian|inca\w*|aztecs?|maya\w*|soviets?|austro|habsburgs?|byzantine|qing|german\w*|ital\w*|americans?|united states|us|uk|european?s?|foreign|austria\w*|pakistan|another country|western)"

COUNTRY_CLAIMS: tuple[tuple[str, Test], ...] = (
    (r"\b(sanctions?|sanctioned|embargo)\b", lambda c, n, m: n.key in ("Russia", "Iran", "North Korea", "Cuba", "Venezuela", "Myanmar")),
    (r"\balcohol\w*\b.*\b(illegal|banned|prohibited|forbidden|not allowed|restricted|outlawed)\b|\b(ban\w*|prohibit\w*|illegal)\b.*\b(alcohol|drinking)\b|\bdry (state|country|city)\b", lambda c, n, m: n.key in ("Iran", "Pakistan") or c.name == "Ahmedabad"),
    (r"\b(rich|abundant|large|vast|huge|big|significant)\b.*\b(oil|gas|petroleum) (\w+ )?(reserves?|deposits?|resources?|fields?)", lambda c, n, m: n.key in _OIL),
    (r"\b(rich|abundant|large|vast|huge)\b.*\b(minerals?|natural|mining) ?(resources?|deposits?|reserves?|wealth)?\b", lambda c, n, m: n.key in _OIL or n.key in ("DR Congo", "Chile", "Peru", "Australia", "Myanmar", "Morocco", "South Africa", "Ukraine", "India")),
    (r"\b(largest|biggest) country (that is |which is )?(located |lying )?(entirely|wholly|fully|completely)", lambda c, n, m: n.key == "Ukraine"),
    (r"\bdeath penalty|\bcapital punishment|\bexecut(e|ed|ions)\b", lambda c, n, m: n.key in _EXECUTES),
    (r"\b(disputed|contested|recogni[sz]ed) (status|territory|country|state|sovereignty)|\b(status|sovereignty)\b.*\b(disputed|contested|unclear)|\b(not|few|only)\b.*\brecogni[sz]ed (by|as)", lambda c, n, m: n.key == "Taiwan"),
    (r"\b(settlers?|colonists?|coloni[sz]ers|explorers?|conquistadors?|traders|missionaries|jesuits?|priests?)\b.*\b(found|founded|settle|settled|establish\w*)\b|\b(settlers|colonists|colonizers|colonisers) (build|built|created?) (it|the city|this city)\b|^(?!(?:is|are|was|were) there\b|(?:does|did|has) (?:it|the city) (?:have|got) (?:a|an|the|any|some)\b).*\b(founded|established|built|settled|created) by\b(?! (a |an |the )?(river|sea|coast|lake|famous|single|one|architect))", _founded_by),
    (r"\bpuppet (state|regime|government)", lambda c, n, m: c.name in ("Changchun", "Nanjing")),
    (r"\b(7|seven) (\w+ )?wonders\b", lambda c, n, m: c.name in ("Rome", "Rio de Janeiro", "Beijing", "Mexico City") if "new" in m.string else c.name in ("Giza", "Alexandria", "Cairo") if regex(r"\bancient\b").search(m.string) else c.name in ("Giza", "Alexandria", "Rome", "Rio de Janeiro", "Beijing")),
    (rf"\b(speak|speaks|spoken|language|languages|speaking|tongue|speakers)\b.*\b({_LANGUAGES})\b|\b({_LANGUAGES})\b.*\b(speak|speaks|spoken|languages?|speaking|tongue|speakers|widely)\b", _language),
    (r"\b(alphabet|script|writing|written|letters|characters|cyrillic|hangul|kanji)\b", _script),
    (r"\b(isolated|closed|hermit|secretive|reclusive|closed off)\b(?! (at|on|for))", lambda c, n, m: n.key == "North Korea"),
    (r"^(?!.*\b(stadium|church|mosque|airport|port|harbou?r|park|square|museum|palace|building|metro|subway|market|bazaar|company|producer|exporter|carmaker|temple|statue|bridge|university|zoo|library|station|slum|festival|carnival|reserves|railway|wheel|aquarium|mall|tower|theatre|opera|dam|cathedral|cemetery|forest|pyramid|painting|clock|bell|parliament|brewery|shop|bookshop|casino|hotel|school|gathering|fair|lake|river|waterfall|archipelago|island|religion|army|diaspora|community|economy)s?\b).*\b(largest|biggest) (country )?(in|of) the world|\bworld( s)? (largest|biggest) country", lambda c, n, m: n.key == "Russia" if regex(r"\bcountry|nation\b").search(m.string) else c.name == "Tokyo"),
    (r"\b(war|conflict|fighting)\b.*\b(recent\w*|last \d+ years|past \d+ years|21 ?st century|modern times|currently|ongoing|now|today)\b|\b(recent|ongoing|current) (\w+ )?(war|conflict|invasion)", lambda c, n, m: n.key == "Ukraine" or (n.key in ("Iraq", "Ivory Coast", "DR Congo", "Ethiopia", "Myanmar", "Russia") and not regex(r"current|ongoing|now|today").search(m.string)) or (n.key in ("Myanmar", "Russia") and bool(regex(r"current|ongoing|now|today").search(m.string)) and "country" in m.string)),
    (r"\b(summer|winter)\b.*\b(in|during) (december|january|february|june|july|august)|\bseasons (reversed|opposite|inverted)|\breversed seasons", lambda c, n, m: (c.lat < 0) if not m[1] else (c.lat < 0) == ((m[1] == "summer") == (m[3] in ("december", "january", "february")))),
    (rf"\b(invaded|attacked|bombed|occupied) (recently |once |ever )?by (the )?(?P<foe>{'|'.join(INVADED)})\b|\b(?P<foe2>{'|'.join(INVADED)}) (invade|invaded|attack|attacked|bomb|bombed)\b", lambda c, n, m: invaded(n, m)),
    (r"\biron curtain|\beastern bloc\b|\bwarsaw pact\b", lambda c, n, m: n.key in ("Romania", "Hungary", "Ukraine", "Russia", "Uzbekistan") or c.name == "Berlin"),
    (r"\bwom[ae]n\b.*\b(cover|hair|headscarf|scarf)\b", lambda c, n, m: n.key == "Iran"),
    (r"\binvaded by\b|\binvasion by\b", lambda c, n, m: (told(c, m.string) or Told(False, False)).true),
    (r"\bcountry\b.*\bdivided|\bdivided (country|nation)", lambda c, n, m: "Korea" in n.key or n.key == "Vietnam" and "was" in m.string.split()),
    (r"\bsmallest (country|countries|nations?)", lambda c, n, m: n.area < 2),
    (r"\bgreat wall\b", lambda c, n, m: n.key == "China" if regex(r"\b(country|nation)\b").search(m.string) else c.name == "Beijing"),
    (r"\b(several|many|multiple|different|\d+) time ?zones", lambda c, n, m: n.key in ("Russia", "United States", "Canada", "Brazil", "Australia", "Mexico", "Indonesia", "DR Congo")),
    (r"\b(country|nation)\b.*\b(produc\w+|grows?|exports?|exporter|sells?|mines?|rich in)\b", lambda c, n, m: (told(c, regex(r"\b(produc\w+|grows?|exports?|exporter|sells?|mines?|rich|major|lots?)\b").sub("", m.string)) or Told(False, False)).true),
    (r"^(is|are) (?P<what>\w+( \w+)?) (a |an |one of |its |the )*(major |main |important |key |big |chief |principal |leading |top )*(exports?|products?|crops?)\b", lambda c, n, m: any(stem(w) in stem(t) for w in m["what"].split() if len(w) > 2 for t in (*n.exports, *n.drink, *c.industry)) or (told(c, m["what"]) or Told(False, False)).true),
    (r"\b(country|state|nation|microstate)\b.*\b(inside|within|enclosed|surrounded by) (it|the city|its|this city)\b|\bcontain\w* (a|an|another|the) (\w+ )?(country|state|nation|microstate)\b|\benclave\b", lambda c, n, m: c.name == "Rome"),
    (r"\bpart of (a|the|an) (\w+ )?(larger|bigger|greater|metropolitan|megacity|mega|conurbation|urban)\b", lambda c, n, m: c.metro > 1.4 * c.people),
    (r"\b(city|it) (was |ever |been |once |politically )*(divided|split|partitioned) (after|during|by|in|into (east|two|sectors|zones)|between)\b(?! .*\b(river|strait|hills|continents|bosp\w+|parts by)\b)", lambda c, n, m: c.name == "Berlin"),
    (r"\b(long|narrow|elongated|thin) (and |very )*(thin |narrow |long |elongated )*(strip|country|land|state|nation|shaped?)\b|\b(country|nation)\b.*\b(long|narrow|elongated) (and )?(thin|narrow|strip|long|shape\w*)\b|\b(country|nation)\b.*\b(is|very|quite|rather) (elongated|narrow|thin)\b", lambda c, n, m: n.key in ("Chile", "Vietnam")),
    (r"\bchew(ing)? ?gum\b|\bgum\b", lambda c, n, m: (n.key == "Singapore") == bool(regex(r"\b(ban\w*|illegal|forbid\w*|prohibit\w*|restrict\w*|allowed to not|strict\w*|break\w* the law|against the law|offen[cs]e|crime|fine[ds]?|punish\w*|trouble|outlaw\w*|contraband|smuggl\w*)\b").search(m.string))),
    (r"\b(renamed|(change[ds]?|changing|switch\w*) (its|the|of) (\w+ )?names?|name (been )?changed)\b", lambda c, n, m: renamed(c, m.string)),
    (r"\b(hijab|headscar\w+|veil)\b", lambda c, n, m: n.key == "Iran"),
    (r"\bhostile|\bdemilitari[sz]ed|\bdmz\b", lambda c, n, m: "Korea" in n.key and c.name not in ("Seoul", "Inchon") if regex(r"\b(?:far|a long way|distant|miles)\b").search(m.string) else c.name in ("Seoul", "Inchon") if regex(r"\b(?:within|near|close|range|reach|drive|next to|minutes|hours?|day trip|short|nearby|beside|sight)\b").search(m.string) else "Korea" in n.key),
    (r"\b(tonal) language|\blanguage.*\btonal", lambda c, n, m: n.languages[0] in ("Thai", "Vietnamese", "Burmese", "Mandarin", "Cantonese")),
    (r"\b(romance|latin based|latin) language|\blanguage.*\b(romance|from latin)", lambda c, n, m: n.languages[0] in ("Spanish", "Portuguese", "French", "Italian", "Romanian")),
    (r"\bturkic\b", lambda c, n, m: n.key in ("Turkey", "Uzbekistan")),
    (r"\bsupreme leader", lambda c, n, m: "supreme leader" in n.leader),
    (r"\bown (national )?currency", lambda c, n, m: n.currency not in ("euro", "US dollar", "CFA franc")),
    (r"\bslavic language|\blanguage.*\bslavic", lambda c, n, m: n.languages[0] in ("Russian", "Ukrainian")),
    (r"\b(more than (one|1)|multiple|several|2|two) (official )?languages?|\bbilingual|\bmultilingual", lambda c, n, m: n.key in ("India", "Pakistan", "Singapore", "Hong Kong", "Canada", "Peru", "Iraq", "Morocco", "Philippines", "DR Congo", "South Africa")),
    (r"\b(americans?|us|united states)\b.*\bwar\b|\bwar\b.*\b(americans?|us|united states)\b", lambda c, n, m: n.key in ("Vietnam", "Iraq", "North Korea", "South Korea", "Japan", "Germany", "Mexico", "United Kingdom", "Spain", "Philippines")),
    (r"\binternet\b.*\b(restrict\w*|censor\w*|limit\w*|block\w*|firewall|control\w*|free|access)", lambda c, n, m: (n.key in ("North Korea", "China", "Iran", "Cuba", "Vietnam", "Russia", "Myanmar", "Uzbekistan", "Turkey")) != bool(regex(r"\bfree").search(m.string))),
    (r"\bcensor\w*", lambda c, n, m: n.key in _UNFREE),
    (r"\bhighest (national |altitude )?capital", lambda c, n, m: c.capital and (c.name == "Madrid" if "europ" in m.string else c.elevation >= 2200)),
    (rf"\b{_WHO}\b.*\b(control\w*|rule|ruled|coloni\w+|occup\w+|conquer\w*|govern\w*|possess\w*)\b", ruled),
    (rf"{_RULE}.*\b{_WHO}\b|\b{_WHO} (colony|rule|empire|occupation|protectorate|possession|colonial|territory|colonies|union)\b|\bcoloni[sz]ed\b|\bformer colony|\b(ever|once|was it|was the country) (a )?colony|\bcolonial power|\bunder foreign rule", ruled),
    (r"\bgain\w* (its )?independence|\bindependen(t|ce)\b.*\b(?P<w>before|after|since)\b (the )?(?P<year>\d{4}|world war|wwii|second world war)", lambda c, n, m: (n.independence != 0) if not m["w"] else n.independence != 0 and (n.independence < (int(m["year"]) if m["year"].isdigit() else 1945)) == (m["w"] == "before")),
    (r"\b(never|not ever) (been )?(colon\w+)", lambda c, n, m: not n.ruled_by),
    (r"\b(religio\w*|majority|predominantly|mostly|mainly|primarily|largely|main|people|population|most|residents|inhabitants|locals|citizens|faith|dominant|followed|practi[cs]\w+|country|city|nation|state|society)\b.*\b(muslims?|moslem|islam|islamic|christians?|christianity|catholics?|catholicism|protestant\w*|orthodox|hindus?|hinduism|buddhis[tm]s?|shinto|sikh\w*|taois[tm]|shia|shiite|sunni|jewish|judaism|anglican|atheist|secular)\b(?! (church|cathedral|temple|mosque|cross|quarter|priest|monk|pilgrim|shrine|monaster|missionar|king|emperor|sultan|calendar|new year|festival|holiday|god|conquest|conqueror|ruler|basilica|chapel|saint|pagoda|statue|dome|art|architecture|building|empire|dynasty)\w*)"
     r"|\b(muslims?|moslem|islam|islamic|christians?|christianity|catholics?|catholicism|protestant\w*|orthodox|hindus?|hinduism|buddhis[tm]|shinto|sikh\w*|shia|sunni|secular)\b(?! (church|cathedral|temple|mosque|cross|quarter|priest|monk|pilgrim|shrine|monaster|missionar|king|emperor|sultan|calendar|new year|festival|holiday|god|conquest|conqueror|ruler|basilica|chapel|saint|pagoda|statue|dome|art|architecture|building|empire|dynasty)\w*).*\b(religion|majority|country|city|nation|faith|population|dominant|predominant|main|world|state)\b|^(is|are) (it|they|people|the people|most people) (\w+ )?(muslim|christian|catholic|hindu|buddhist|orthodox|protestant|islamic)$|^(muslim|christian|catholic|hindu|buddhist|orthodox|protestant|islamic|islam)$", _faith),
    (rf"\b(?P<money>(?!won (?:the|a|an|it|any|most|many|more|several|gold|by|back|at|its|his|\d)\b)(?!won\b.*\b(?:cup|prize|medals?|title|league|championship|oscar|war|award)\b)(?:{_MONEY}))s?\b(?! (madrid|sociedad|estate|life|name|cup))", _money),
    (r"\bdriv\w*\b.*\b(left|right|side)\b|\b(left|right|side)\b.*\bdriv\w*|\b(cars|traffic|vehicles|buses) (drive |run |go |keeps? )?(on|to) the (left|right|same|other|wrong)|\btraffic (on|keeps)|\b(left|right)( hand)? side of the road", lambda c, n, m: n.driving == ("left" if regex(r"\bleft\b").search(m.string) else "right")),
    (rf"\b(?P<group>{'|'.join(_GROUPS)})\b(?! games| (headquarters|offices?))", _group),
    (r"\bunited nations\b(?! head)|\bun member", lambda c, n, m: "UN" in n.groups or n.key == "Hong Kong"),
    (r"\bnuclear (weapon|power|arm|bomb|state|nation)s?|\bnukes\b", lambda c, n, m: "nuclear power" in n.groups),
    (r"\bcapital (city )?of (a|an|some) (\w+ )?(kingdom|monarchy|sultanate|emirate)\b", lambda c, n, m: c.capital and bool(n.monarch)),
    (r"\bcapital (city )?of (a|an|some) (\w+ )?republic\b", lambda c, n, m: c.capital and ("republic" in n.government or n.key in ("China", "North Korea", "Vietnam", "Cuba"))),
    (r"\b(constitutional |absolute )?monarch(y|ies)?\b|\broyal (family|house)|(?<!capital of the )(?<!capital of its )(?<!capital of this )\bkingdom\b|^(?!.*\b(lived?|lives|seat|court|built|found(ed|er)?|buried|tomb|statue|fort|palace|castle|named|crowned|killed|murdered|executed|born|died|once|last|first|old|former|great|ancient|mad|overthr\w+|deposed|abdicat\w+|beheaded|guillotined|chess|kong|burger|cobra|lion|elvis|pop)\b).*\b(king|queen|emperor|sultan)\b(?!s)(?! (of|rama|leopold))", lambda c, n, m: bool(n.monarch) and not (("emperor" in m[0] and "emperor" not in n.monarch) or (m[0] in ("king",) and "king" not in n.monarch) or m[0] == "sultan" or m[0] == "queen")),
    (r"\brepublic\b(?! of (?!the))", lambda c, n, m: "republic" in n.government or n.key in ("China", "North Korea", "Vietnam", "Cuba")),
    (r"\bdemocra(cy|tic)|\bfree (?:\w+ )?elections|\bmulti ?party\b|\bmore than (?:one|1) party\b|\bvotes? (freely|for (any|whom|whoever|whichever|the opposition|an opposition))", lambda c, n, m: n.key not in _UNFREE),
    (r"^(?!.*\b(order(ed)?|built|shot|overthr\w+|toppled|executed|fled|once|was|were|did|under|statue|palace|tomb|buried|former|last|fell|past|former\w*)\b).*\b(dictator\w*|authoritarian|totalitarian|one party|autocra\w+|regime)\b|^(was|were|did) (it|the country|its country|the state) .*\b(authoritarian|totalitarian|one party)\b", lambda c, n, m: n.key in _UNFREE - {"DR Congo", "Ethiopia", "Morocco"}),
    (r"\bmilitary (rule|junta|government|regime)|\bjunta", lambda c, n, m: "military" in n.government),
    (r"\bprime minister\b", lambda c, n, m: n.leader == "a prime minister" or n.key in ("France", "Egypt", "South Korea", "Taiwan", "Russia", "Ukraine", "Romania", "Peru", "DR Congo", "Ivory Coast")),
    (r"^(?!.*\b(murder\w*|assassinat\w*|killed|shot|born|buried|statue|named|candidate|wife|widow|first black|die|died|fall|fell|resign\w*|flee|fled)\b).*\bpresident\b(?! (of the|juscelino))", lambda c, n, m: not n.monarch and n.key != "Hong Kong"),
    (r"^(?!.*\b(break|broke|split|separat\w+|left|leave|secede[ds]?|part of|joined)\b).*\bfeder(al|ation)\b(?! (district|capital|reserve|court|police|building))", lambda c, n, m: "federal" in n.government),
    (r"^(?!.*\b(pirates?|rainbow|white flag|chequered|checkered|museum|hoisted|hoist|raised|raise|hauled|lowered|lowering|ceremony|ceremonies|waved|flagship)\b).*\bflags?\b", _flag),
    (r"\b(peninsula|peninsular)\b", lambda c, n, m: "peninsula" in n.shape or c.name in ("Dalian", "Qingdao", "Hong Kong", "Istanbul")),
    (r"\barchipelago\b|\b(?:country|nation|state)\b.*\b(?:consists?|made up|composed|comprises?|comprising|formed|forms?|spread|scattered|stretch\w*|strung|collection|group|chain|string|cluster|sprawls?|sprawling)\b(?! .*\b(?:off|near|another)\b).*\b(?:islands|isles|islets)\b", lambda c, n, m: "archipelago" in n.shape or n.key == "Japan"),
    (r"\b(country|nation)\b.*\b(developing|third world|poor(?! (in|at))|low income|emerging)\b|\b(developing|third world|poor|underdeveloped|low income|emerging) (country|nation|world|economy)|\bglobal south", lambda c, n, m: n.income != "high"),
    (r"\b(developed|first world|rich|wealthy|high income|advanced|industrialized|industrialised) (country|nation|world|economy)|\b(country|nation)\b.*\b(developed|rich|wealthy|high income|first world)\b(?! in)", lambda c, n, m: n.income == "high"),
    (r"\b(poor|poverty)\b(?! (in|at|air|food|visibility|english|weather|transport))", lambda c, n, m: n.income in ("low", "lower middle")),
    (r"\b(rich|wealthy|affluent)\b(?! (in|with|history|culture|heritage|cultural|princes?|m[ae]n|merchants?|famil\w+|kings?|food|soup|sauce|soil|nightlife|tradition\w*|architectur\w*|past|widow|woman|ruler))", lambda c, n, m: n.income == "high"),
    (r"^(?!.*\b(one of|among|second|third|fourth|top|population|populous|people)\b).*\b(largest|biggest) (country|nation|state)\b.*\b(?P<where>world|earth|planet|globe|south america|latin america|north america|southeast asia|south asia|east asia|asia|africa|europe|oceania|middle east|arab world|continent|of all)\b", _largest),
    (r"\b(one of )?(the )?(largest|biggest) (country|countries|nations?|economies|economy)|\b(country|nation)\b.*\b(among|one of) the (largest|biggest)", lambda c, n, m: n.area >= 1900 if "econom" not in m[0] else n.key in ("United States", "China", "Japan", "Germany", "India", "United Kingdom", "France", "Italy", "Brazil", "Canada", "Russia", "South Korea", "Australia", "Mexico", "Spain")),
    (r"\b(country|nation)\b.*\b(larger|bigger|greater|more|over|above|at least|exceeds?|smaller|less|under|below)\b.*?(?P<n>\d{3,}) (sq\w*|km)\b", lambda c, n, m: (n.area * 1000 > float(m["n"])) != bool(regex(r"\b(smaller|less|under|below)\b").search(m[0]))),
    (r"\b(country|nation)\b.*\b(more than|over|above|at least|less than|fewer than|under|below|exceeds?)\b.*?(?P<n>\d{6,})", lambda c, n, m: (n.people * 1e6 > float(m["n"])) == bool(regex(r"\b(more|over|above|least|exceed)").search(m[0]))),
    (r"\b(country|nation)\b.*\b(big|large|huge|vast)\b|\b(big|large|huge|vast) (country|nation)", lambda c, n, m: n.area >= 750),
    (r"\b(country|nation)\b.*\b(small|tiny)\b|\b(small|tiny) (country|nation)", lambda c, n, m: n.area < 150),
    (r"\b(border|borders|neighbou?rs)\b.*\b(more than|at least|over)\b (?P<n>\d+)|\bborders (many|several|multiple) countries", lambda c, n, m: len(n.neighbours) > int(m["n"] or 3)),
    (r"\b(cricket)\b(?! world)", lambda c, n, m: "cricket" in n.sports),
    (r"\b(baseball)\b", lambda c, n, m: "baseball" in n.sports or any("baseball" in s for s in c.sports)),
    (r"\b(ice )?hockey\b", lambda c, n, m: any("hockey" in s for s in (*n.sports, *c.sports))),
    (r"\bsumo\b", lambda c, n, m: n.key == "Japan"),
    (r"\brugby\b(?! world)", lambda c, n, m: any("rugby" in s.lower() for s in (*n.sports, *c.sports))),
    (r"\b(nba|basketball)\b", lambda c, n, m: any("basketball" in s for s in c.sports) or ("nba" not in m[0] and any("basketball" in s for s in n.sports))),
    (r"\b(football|soccer)\b(?! (club|team|clubs|teams|history))", lambda c, n, m: any("football" in s for s in (*n.sports[:2], *c.sports)) and not ("american" in m.string and n.key != "United States")),
    (r"\b(utc|gmt|greenwich)\b", lambda c, n, m: _zone(c, n, m.string)),
    (r"\bdaylight sav", lambda c, n, m: n.continent == "Europe" and n.key not in ("Russia", "Turkey") or n.key in ("United States", "Canada", "Australia", "Chile", "Cuba", "Egypt")),
)  # fmt: skip


_RENAMED = {"Ho Chi Minh City": (1976,), "Istanbul": (1930,), "St Petersburg": (1914, 1924, 1991), "Bombay": (1995,), "Madras": (1996,), "Calcutta": (2001,), "Bangalore": (2014,), "Jakarta": (1942,), "Kinshasa": (1966,),
            "Faisalabad": (1977,), "Tokyo": (1868,), "New York": (1664,), "Toronto": (1834,), "Yangon": (1989,), "Seoul": (1946,), "Beijing": (1928, 1949), "Shenyang": (1929, 1945), "Semarang": (), "Dalian": (1905, 1950), "Izmir": (1930,), "Ankara": (1930,), "Changchun": (1932, 1945), "Xian": (1369,)}  # fmt: skip
"""When cities got new names."""


def renamed(city: City, text: str) -> bool:
    """Whether it got a new name, in the year, decade or century that the clause names if it names one."""
    years = _RENAMED.get(city.name, ())
    if named := regex(r"\b(1[6-9]\d\d|20\d\d)( s)?\b").search(text):
        year = int(named[1])
        if side := regex(r"\b(since|after|before|until)\b").search(text):
            return any(y >= year if side[1] in ("since", "after") else y < year for y in years)
        return any(y // 10 == year // 10 if named[2] else y == year for y in years)
    if named := regex(r"\b(1\d|2[01])(th|st) century").search(text):
        return any(y // 100 + 1 == int(named[1]) for y in years)
    return bool(years)


def _zone(city: City, country: Country, text: str) -> bool:
    hours = country.utc if city.utc is None else city.utc
    number = regex(r"([+-])\s?(\d+(?:\.\d+)?)").search(text)
    if number:
        return hours == float(number[2]) * (-1 if number[1] == "-" else 1)
    return hours > 0 if regex(r"\bahead|east|later\b").search(text) else hours < 0 if regex(r"\bbehind|west|earlier\b").search(text) else hours == 0


def languages_known() -> tuple[str, ...]:
    """Words for languages that the reader knows."""
    return tuple(_LANGUAGES.split("|"))
