"""Whether a question asks for the name that is to be guessed, the city's or the country's, or how it is written.

Whether it bears a name that is also a film's, or bore another once, may be told with yes or no; what is called, how its gate is called, may be named.
"""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re

_FORM = re.compile(
    r"\b(spell(ed|ing|s)?(?! (in|of|under|as|with|when))|letters?|rhymes?|rhyming|syllables?|anagrams?|initials?|vowels?|consonants?|backwards?|revers(e|ed)|palindrome|acronym|abbreviat\w+|demonyms?|pronounce\w*|alphabetical\w*|first letter|scrabble|"
    r"iata|airport code|country code|domain|tld|etymology|morse|cipher|rot13|hint about the name|hangman|crossword|emoji|translat\w*|scrambled|scramble(?= (?:it|the|its|your|that)\b))\b(?! (box|alphabet))"
    r"|\b(starts?|begins?|ends?|starting|beginning|ending|contains?|containing|include|has|have) (with )?(the |a |an )?(letter|word|[a-z])\b(?! (\d|million|lot|few|good|big|large|small|famous|great|metro|port|river|sea|beach|us|uk|un|tv|eu|\w{3,}))"
    r"|\b(starts?|begins?|ends?|starting|beginning|ending) (with|in|on) (the )?(letter )?(?!(?:the|its|it|my|may|one|two|\d+)\b)\w{1,3}\b|\b(what|which) (do|does|would) (it|the (city|name)) (start|begin|end)\b|\bwhat (letter|sound)"
    r"|\b(ignore|disregard|forget) (all |any |the |your |my )?(previous |prior |above )?(instructions?|rules?)|\bsystem prompt|\bpretend\b|\b(give up|reveal)\b|\bhow (many|long) .*\bname\b|\bhow is (it|the city|the name) (written|spelt)|\bsounds? like\b|\bnamesake\b|\blike saying\b|\bsay it in\b|\b(what is it|it is|is it) (called )?in (french|german|spanish|latin|chinese|russian|arabic|english)$"
)
"""How the name is written or sounds, and attempts to talk the answerer out of it."""
_ASKED = re.compile(
    r"\b(what|who) (do|are|is) (you call |we call |they call )?(a |the )?(people|person|someone|somebody|inhabitants?|residents?|locals|citizens?|natives?)\b.*\b(called|call|known as|come from|comes from|are from|is from|from(?= (?:here|there|it|the city|this city)$)|from$)\b(?! (the|their|its|this|a|an) (?!city|country|place|town|nation|capital|people))|\b(call|called) (people|inhabitants|residents|someone|locals)\b|\bwhat (nationality|nationals)\b|\bnationality\b"
    r"|\b(what|whats|tell me|say|give me|reveal|write|type|print|repeat|show|know|guess|mention|name|say|disclose|state) (me )?(is )?(the |its |your )?(\w+ )?(name|answer|solution|secret|city name|word|city$)\b(?!.*\b(after|nick|famous|known|food|for)\b)"
    r"|(?<!bad )(?<!good )(?<!big )(?<!great )(?<!a )\bname (of|in|for|the city|the country|this city|this country|it|mean\w*|origin\w*|come|came|change\w*|short|long)\b|\b(city|country|official|full|real|actual|local|native|proper|old|former|other|short|its|have|previous) names?\b|\b(the|its) names?\b(?! (a|an|any|some|one))"
    r"|\bwhat is it called|\b(era|time|day) name\b|\bwhat (was|were) (it|the city|the country|this city|its country|the place) (originally |formerly |first |once |previously )?(called|named|known as)\b|\bhow is (it|the city|the country) called|\bwhat (do|would|does) (\w+ )?(call|say) (it|the city)\b|\b(different|another|other|old|former|original) names?\b|\b(formerly|previously|once|originally|used to be) (known|called) (as|by)?|\brenamed\b|\bchanged? (its|the) name|\bwhat is (the|this|that) (city|country|place)( called)?$|\bwhat city( is (it|this))?$|\bwhich city( is (it|this))?$|\bwhat (city|town) (is it|are you|am i|do you|did you)(?! (?:see|reach|cross|face|look|find|come|get|go|pass|visit|hear))|\bwhich city (is it|are you|do you|did you)(?! (?:see|reach|cross|face|look|find|come|get|go|pass|visit|hear))|\bwhere am i\b"
    r"|\bin (what|which) (country|nation)\b|^country (is it|does it|it is|is this|is the city)\b|\bwhat is (the |its |their )?(home )?(country|nation)\b(?=$| (?:it|of|called|in|where|that|which|name|named|you|from|is|this|to|lies|and|or|city)\b)|\bname (of )?(the |its )?country|^(which )?(country|nation)$"
)
"""What it is called: asked for outright."""
_ABROAD = (
    r"border|colon|rule|occup|invad|bomb|found|neighbou?r|control|govern|owned|held|administ|influenc|nearest|closest|import|export|trad|buy|bought|sell|sold|gift|gave|give|sent|send|fight|fought|\bwars?\b|attack|"
    r"defeat|migra|settle|came|come|brought|introduc|broke|break|split|separat|seced|independen|across|opposite|ally|allies|allied|enem|rival|lent|donat|built|left (?:its|their|a)|present|reach|visit|ferry|ferries|causeway|cross|sail|swim|see |share|twin|(?:lies|is|are|sits) (?:to|on|just|directly)? ?(?:the |its )?(?:north|south|east|west)"
)
"""What is asked of countries that are not the city's own."""
_COUNTRY = re.compile(rf"(?<!\w from )(?<!\w of )\b(what|which) (country|nation)\b(?!.* ({_ABROAD}))")
_YES_NO = re.compile(r"(?<!nick )(?<!pet )\bnames?\b(?! (a|an|any|some|one (?:of|part|quarter|district|\w+ (?:that|who|which|where|in|from|of))|another|at least|me)\b).*\b(one|two|three|single|long|short|words?|mean\w*|origin\w*|deriv\w*|come|same|identical|contain\w*|include\w*|sound\w*|plural|compound)\b|\b(words?|meaning|origin|part) (in|of) (its|the) name\b|\bname of (the|its) country\b")
"""Of yes-or-no questions, those that try the name itself."""
_BUT = re.compile(r"\bnames?(?: \w+)? given to (?:the|its|that|this|a) (?!(?:\w+ )?(?:city|country|place|town|nation|capital)\b)\w+|\b(?:who|which|what|whose)\b.*\b(?:thought up|invented|devised|created|designed|made up|gave|gives)\b.*\b(?:letters|alphabet|script)\b|\b(?:rounded|round|curly|curved|foreign|strange|arabic|latin|greek|roman|cyrillic|hebrew|love|secret|open|famous|pope) letters?\b|\bletters? (?:you|they|people|the locals|we|one) (?:all |still )?(?:write|writes|use|uses|read|reads)\b|\b(?:things|items|objects|foods|dishes) (?:that |which )?(?:all )?(?:start|begin|starting|beginning) with the (?:same )?letter\b|\b(?:what|which) letters? do (?:you|they|people|the people)\b.*\b(?:write|use|read|print)\b|\bletters? on (?:the )?(?:\w+ )?signs?\b|\b(?:gave|gives|give|given|lent|lends|lend) (?:its|their|his|her) names? to (?!(?:the|this|that) (?:city|country|place|town|capital|state)\b)|\b(?:what|which) names?\b.*\b(?:give|gives|gave|given|call|use|have) (?:to |for )?(?:the|its|their|that|those|this) (?!(?:\w+ )?(?:city|country|place|town|capital|nation|state)\b)\w+|\bcity name (?:the|a|an|its|one|some)\b|\bnames? (?:of|for) (?:one of )?(the|its|their|a|an|that|those|these|some|any) (?!(\w+ )?(city(?! (gates?|walls?|hall|squares?|parks?|clock|metro|towers?|museum|stadium|airport|centre|center|library|palace)\b)|country|place|nation|capital|town(?! (gates?|walls?|hall|squares?|parks?|clock|metro|towers?|museum|stadium|airport|centre|center|library|palace)\b)|state|locals|inhabitants|people(?! (who|that) (?!live\b)))\b)\w+|\bnick ?name|\b(pet|popular|affectionate) names?\b(?! (of|for) (the|this) (city|country))|\b(type|kind|sort) of (city|place|town|country|state)\b|\bnationality\b.*\b(founder|architect|builder|settlers?|designer|artist|explorer|conqueror)\b|\bwhich city\b.*\b(compar\w+|rival\w*|twin\w*|nearest|closest|linked|connected)\b|\bnamed after|\bnamed for\b|\bname (a|an|any|some|one|\d|me (a|an|one|some)) |\b(what|which|by what|under what) name\b.* (?:the|that|those|this|these|its|their) (?!(?:\w+ )?(?:city|country|place|town|capital|nation|state|name)\b)(?:\w+ )*?(?:palace|castle|fort|fortress|square|street|market|mosque|temple|church|cathedral|tower|bridge|museum|statue|river|lake|mountain|mountains|park|garden|dish|bread|soup|stew|drink|dance|music|festival|feast|game|sport|dress|garment|boats?|vehicles?|taxis?|bus|buses|train|trains|quarter|slums?|people|wind|plain|valley|desert|wall|gate|tomb|army|airport|stadium|club|team)\b|\b(which|what|name the|name) (?:(?:2|two|kinds? of|sort of) )?(?:\w+ )?(animals?|beasts?|creatures?|reptiles?|fish|birds?)\b.*\b(name|legend|story|tale|myth)\b|^what is it called (?!(?:in|by|when|under|before|after|during|until|now|today|on|at|locally|officially|here|there|for|and|or|then|exactly|again)\b)\w+|\b(?:what|which) names? (?:has|have|had|do|does|did|bears?|carr(?:y|ies)|goes to) (?:the|that|this|its|their|those|these|an?) (?!(?:\w+ ){0,2}(?:city|country|place|town|capital|nation|state|land|people)\b)\w+|\bname of (?!(?:in|for|the|a|an|it|its|this|that|their|your|my|our|one|city|country|place|town|capital|nation|state|land|mean\w*|origin\w*)\b)(?!(?:\w+ )?(?:city|country|place|town)\b)\w+|\bspelling bee|\b(what|which) (country|state) (is|lies|was) (\w+ )?(surrounded|enclosed|inside|within)\b|^(was|is) (the|its|this) country (\w+ )?(called|known as|named) \w+|\b(alphabet|script|writing system)\b|\bcapital\b.*\bname\b|\bname\b.*\b(capital|river|landmark|sea|ocean|mountain|airport|president|dish|food|team|club|university|currency|language|lake|person|founder)\b|\b(famous|landmark).*\bnames?\b|\bletters? (do|does|are|is) (they|people) (use|used)|\b(latin|roman|cyrillic|big|giant|huge|white) letters|\bseasons?\b.*\brevers|\brevers\w* seasons?|^(was|has|is|did|were) (it|the city|this city|the place|its name)\b.*\b(renamed|(change[ds]?|changing) (its|the|of) names?|name (been )?changed)\b|^(did|has|had|was|does) (it|the city)\b.*\b(have|had|has|under|go by|gone by|used to have) (a|any|an|some|another|other) ?(\w+ )?(different|other|older?|former|earlier|previous)? ?names?$")


def asks_name(core: str, yes_no: bool) -> bool:
    """Whether `core` (plain words without courtesies) asks for the name of the city or of its country; `yes_no`: it is asked with yes or no."""
    if _FORM.search(core):
        return not _BUT.search(core)
    if yes_no:
        return _YES_NO.search(core) is not None
    return (_ASKED.search(core) or _COUNTRY.search(core)) is not None and not _BUT.search(core)


def naming_patterns() -> tuple[str, ...]:
    """The patterns' sources, from which the known words are taken."""
    return tuple(p.pattern for p in (_FORM, _ASKED, _COUNTRY))
