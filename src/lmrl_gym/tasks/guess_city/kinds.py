"""Kinds of things that an open question can ask for, and what the question asks for: the noun after "which", or a person, a time, a reason.

A kind is a pattern over the asking noun and a pattern over what is told of a city: a text that fits names a thing of the kind. `asked` reads a question
without looking at a city.
"""

# ruff: noqa: E501, SIM905 -- a table: one kind a line; lists of words

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from lmrl_gym.core.sieve import Sieve
from lmrl_gym.tasks.guess_city.patterns import regex

_KINDS: tuple[tuple[str, str], ...] = (
    (r"architects?|designers? of|planners?|urban planners?", r"niemeyer|lutyens|lucio costa|haussmann|villanueva|planned by|designed|architect|gustave eiffel|gaudi|speer|rastrelli"),
    (r"slums?|favelas?|shanty ?towns?|informal settlements?", r"slum|favela|shanty|dharavi"),
    (r"(natural|geographical|geographic|physical|landscape) (features?|landmarks?|wonders?|sights?|attractions?)|land ?forms?", r"mountain|hills\b|river\b|lake\b|lagoon|volcano|beach|desert|forest|bay\b|flows through|harbour|falls\b|canyon|nearby are|one sees"),
    (r"wonders?( of the (ancient )?world)?", r"wonder|great pyramid|great wall nearby|lighthouse that|christ the redeemer|colosseum|taj mahal(?! palace)"),
    (r"symbols?|emblems?|mascots?|icons?", r"emblem|symbol|merlion|national (animal|bird|flower)|a famous sight"),
    (r"amphitheat\w+", r"colosseum|amphitheat"),
    (r"clocks?|clock towers?", r"clock|big ben"),
    (r"bridges?", r"bridge"),
    (r"discover(y|ies)|archa?eological (discover\w+|finds?)|excavations?", r"discovered|excavat|unearthed|skeleton|ruins\b|clay soldiers|terracotta army|fossil"),
    (r"(transport(ation)?|travel|transit) hubs?|hubs?", r"airport|\bports?\b|harbour|railway station|stock exchange"),
    (r"(?:trade |caravan |great |old |ancient |famous |long )*routes?(?! (?:network|map|number|bus))", r"silk road|trade route|caravan|spice trade"),
    (r"architectur\w*|architectural styles?|(styles?|types?|kinds?) of buildings|building styles?", r"buildings\b|architecture|art deco|art nouveau|houses\b|villas|belle epoque|gothic|avenues|skyscrapers?\b"),

    (r"towers?|skyscrapers?|(tall|high)(est)? (building|structure|tower)s?|high rises?|observation (deck|tower)s?|viewpoints?|lookouts?", r"tower\b|towers\b|skytree|tallest|skyscraper|empire state|pylons|building in the world|cn tower|viewpoint|lookout"),
    (r"fountains?", r"fountain"),
    (r"wine (region|area|countr)\w*|winer(y|ies)|vineyards?", r"wine\b|winery|vineyard"),
    (r"squares?|plazas?|main square|(pedestrian )?crossings?|intersections?", r"square|plaza|zocalo|maidan|praca|crossing"),
    (r"museums?|galler(y|ies)|art collections?", r"museum|gallery|hermitage|louvre|prado|hall of fame|masp"),
    (r"church(es)?|cathedrals?|basilicas?|abbeys?|monaster(y|ies)|convents?|chapels?", r"church(es)?\b|cathedral|basilica|abbey|monastery|chapel|notre-dame|sacre-coeur|la ermita|lavra"),
    (r"mosques?", r"mosque|masjid"),
    (r"synagogues?", r"synagogue"),
    (r"temples?|pagodas?|shrines?|gurdwaras?", r"temples?\b|pagoda|shrine|wat |-ji\b|kannon"),
    (r"places? of worship|religious (sites?|buildings?|places?|landmarks?|structures?|monuments?|complex)|holy (sites?|places?)|pilgrimage sites?", r"mosque|masjid|church\b|cathedral|basilica|abbey|monastery|chapel|notre-dame|sacre-coeur|ermita|temple\b|pagoda|shrine|wat |-ji\b|synagogue|gurdwara"),
    (r"palaces?|royal residences?|residence", r"palace|kremlin|forbidden city|alcazar|moneda|mahal|blue house|residence"),
    (r"castles?|forts?|fortress(es)?|citadels?|fortifications?|strongholds?|ramparts?", r"castle|fort\b|kremlin|citadel|alcazar|bastion|fortress|wall"),
    (r"parks?|green spaces?|gardens?|botanical gardens?", r"parks?\b|garden\b|gardens\b"),
    (r"zoos?|aquariums?|safari\w*", r"zoo\b|aquarium|safari"),
    (r"(theme|amusement|water) parks?", r"theme park|amusement|disney|universal studios|dreamland|everland|water park|tivoli|ocean park|lego"),
    (r"markets?|bazaars?|souks?|(shopping|retail) (area|street|district|mall|cent(er|re)|place|destination)s?|malls?|shopping", r"markets?\b|bazaar|mercato|mall\b|malls\b|shopping|ginza|champs|orchard|nanjing road|fifth avenue|oxford street|factory outlets"),
    (r"(sports? |football |cricket |baseball |olympic )?(stadiums?|arenas?|grounds?|venues?)|racing circuits?|race ?tracks?|bull ?rings?", r"stadium|coliseum|maracana|arena|circuit|cricket ground|bullring"),
    (r"statues?|sculptures?|figures? on", r"statue|christ the redeemer|cristo rey|angel|buddha|sphinx|bronze|rams\b|liberty|sculpture|merlion"),
    (r"streets?(?! food)|avenues?|boulevards?|roads?|promenades?|waterfronts?|thoroughfares?|seafronts?|embankments?", r"street(?! food| cat| vendor)|avenue|broadway|prospekt|boulevard|champs|rambla|corso|unter den|braga|road\b|promenade|waterfront|the bund|malecon|seafront|kordon|corniche|marine drive"),
    (r"districts?|neighbou?rhoods?|quarters?|boroughs?|suburbs?|wards?|(business|financial|nightlife|entertainment|historic|old|red light|government) (area|part|district|cent(er|re))s?|downtown|old town", r"district|neighbourhood|quarter|old town|borough|suburb|chinatown|wall street|\bcbd\b"),
    (r"airports?|air hubs?", r"airports?\b|LaGuardia"),
    (r"universit(y|ies)|colleges?|(higher )?(education|learning) (institutions?)|(academic|research|educational) institut\w+|institutes?", r"universit(y|ies)\b|[Ii]nstitute of|\bIIT\b|\bUCLA\b|\bUNAM\b"),
    (r"straits?", r"strait|bosporus"),
    (r"harbou?rs?|ports?", r"harbour|port\b|docks"),
    (r"volcano(es)?", r"volcano|mount (bromo|semeru|fuji|pichincha|ciremai|salak|gede)|popocatepetl"),
    (r"beach(es)?", r"beach|copacabana|ipanema|praia"),
    (r"opera( house)?s?|theat(er|re)s?|concert halls?|performing arts (cent(er|re)|venue)s?|playhouses?|(ballet|opera|theat(er|re)) compan(y|ies)|ballets?", r"opera|theatre|bolshoi|broadway|athenaeum|colon\b|concert hall|mariinsky|la scala"),
    (r"(film|movie|cinema) (industry|studio)s?|films?|movies?|cinemas?", r"film|movie|hollywood|bollywood|cinema"),
    (r"books?|novels?|literature|literary works?", r"literature|book\b(?! (?:market|shop|store|fair|street))|novel|writer|poet|tales\b|epic\b"),
    (r"(?:music(?:al)?|dance (?:and|or) music|music (?:and|or) dance) (genre|style|form|type|tradition)s?|(?<!dance )genres?|music|songs?|musical styles?", r"music\b(?! (festival|season))|musicians?\b(?!,)|samba\b|salsa\b|tango\b|jazz|blues|hip-hop|techno\b|reggaeton|\bpop\b|bossa nova|rumba|opera\b|forro|drums|zouglou|gamelan|k-pop|qawwali|carnatic|fado|bolero|cumbia|flamenco|cantopop|angklung"),
    (r"dances?|dance (form|style|genre|type|tradition)s?", r"dance\b|dances|dancing|samba\b|salsa\b|tango\b|ballet|capoeira|rumba|flamenco|forro\b|bharatanatyam|marinera|cueca"),
    (r"(music|film|cultural|religious|food|annual|yearly|famous|traditional|local)? ?(festivals?|carnivals?|celebrations?|fairs?|parades?|marathons?)", r"festival|carnival|fair\b|parade|puja|fireworks|mardi gras|oktoberfest|marathon|pride|day of the dead"),
    (r"empires?|kingdoms?|caliphates?|sultanates?", r"empire\b|kingdom|caliph|sultanate|sultans\b|civili[sz]ation|ruled by|dynast|ancient (egypt|greek|rome)|colony"),
    (r"(ancient )?(civili[sz]ations?|peoples|cultures?)", r"ancient|inca\w*|aztec|maya\w*|pharaoh|civili[sz]ation|babylon|sumer|roman\b|muisca|mesopotam"),
    (r"dynast(y|ies)|royal famil(y|ies)|royal house|ruling famil\w+", r"dynast|mughal|qing\b|ming\b|joseon|nizams?\b|shogun|fatimid|umayyad|abbasid|mamluk|qajar|safavid|royal family|romanov|habsburg|qutb shahi|seat of"),
    (r"rulers?|sultans?|caliphs?|shahs?|khans?|tsars?|czars?|emperors?|empress|kings?|queens?|monarchs?|pharaohs?|shoguns?|warlords?|maharajas?", r"caliph\b|sultan\b|tsar\b|nizam\b|shogun\b|pharaoh|emperor|empress|peter the great|shah\b|timur|king\b|queen|khan\b|ruler\b|warlord"),
    (r"battles?|sieges?|wars?|military events?|conflicts?|invasions?|attacks?|bombings?", r"battle|siege|war\b|wars\b|attack|bombed|captured|taken|occupied|invasion|invaded|landing|fell|firebomb|fighting|blitz"),
    (r"earthquakes?|disasters?|catastrophes?|floods?|fires?|tragedy|tragedies|accidents?", r"earthquake|tsunami|flood|fire\b|burned|hurricane|explosion|crush|famine|meltdown|chernobyl|nuclear"),
    (r"boats?|ships?|vessels?", r"boats?\b|ferr(y|ies)\b|junks?\b|jangada|ship\b"),
    (r"mountains?|hills?|peaks?|mounts?", r"mount\b|mountain|hill\b|nearby are|one sees"),
    (r"bays?|gulfs?", r"bay\b|gulf"),
    (r"vehicles?|taxis?|cars?|trains?|(public )?(transport(ation)?|transit)|kind of transport|(?:(?:three|3|auto|cycle) )?(?:wheelers?|wheeled \w+)", r"tuk-tuk|rickshaw|motorbike|scooter|bicycle|\bbus\b|buses|trams?\b|taxi|\bcars\b|helicopter|trains?\b|cable car|underground(?! shopping)|ferr(y|ies)\b|jeepney"),
    (r"tombs?|mausoleums?|graves?|burial (site|place)s?|cemeter(y|ies)", r"tomb|mausoleum|grave|pyramid|buried|cemetery|shrine of"),
    (r"monuments?|memorials?|arch(es)?|gates?|obelisks?|columns?", r"monument|memorial|\barch\b|gate|column|statue|obelisk|tower\b(?! on Gezira)|tomb\b|minar|pagoda|pyramid|sphinx|citadel"),
    (r"massacres?|genocides?|atrocit(y|ies)", r"massacre|deaths|killed|murder"),
    (r"revolutions?|protests?|uprisings?|riots?|revolts?|rebellions?|movements?|coups?", r"revolution|protest|uprising|riot|rose against|revolt|coup|boxer|rebellion|movement"),
    (r"conferences?|summits?|treat(y|ies)|agreements?|accords?", r"conference|summit|treaty|accord|truce|agreement"),
    (r"diseases?|illness(es)?|virus(es)?|pandemics?|epidemics?|outbreaks?", r"covid|malaria|plague|virus|outbreak"),
    (r"(native |local |national |wild |famous )?(animals?|birds?|wildlife|mammals?|apes?|monkeys?|species|reptiles?|creatures?|pets?)", r"panda|iguana|camel|lion\b|lions\b|tiger|deer|cats\b|dogs|goat|bear|shrimp|rams|bonobo|orangutan|\bape\b|shark|\bram\b|elephant|kangaroo|eagle|condor|magpie|crane\b|jaguar|monkey|peacock|komodo|national (animal|bird)|crocodile|okapi|puma|vicuna|raven|bull\b|beaver|ibis"),
    (r"flowers?|blossoms?|trees?|plants?|(national|local) flowers?", r"flower|blossom|chestnut|palm\b|lotus|jasmine|tulip|orchid|tree\b|trees\b|rose\b|hibiscus|cherry|sunflower|jacaranda"),
    (r"fruits?", r"apple|orange|durian|banana|figs?\b|mango|grape|dates\b|pear\b|peach|pomegranate|salak|melon|cherr|guava|plum"),
    (r"crops?|agricultural (products?|goods)|cash crops?|farm products?", r"apple|orange|durian|banana|\bfigs?\b|\btea\b|coffee|sugar|saffron|cotton|mango|tobacco|cocoa|cacao|grape|rice\b|wheat|corn|soybean|rubber|palm oil|jute|dates\b|cashew|potato"),
    (r"(city )?walls?|gates?", r"\bwalls?\b|\bgate\b"),
    (r"(railway|train|subway|metro|central) stations?|terminals?|terminus", r"station\b|terminus|underground stations"),
    (r"(space|nasa)( \w+)?", r"nasa|space"),
    (r"lakes?|lagoons?|reservoirs?", r"\blakes?\b|lagoon|reservoir"),
    (r"waterfalls?", r"waterfall|falls\b"),
    (r"islands?|archipelagos?", r"island"),
    (r"caves?|catacombs?", r"cave|catacomb"),
    (r"canals?|waterways?", r"canal|xochimilco"),
    (r"springs?|(thermal |public )?baths?|spas?", r"springs?\b|baths?\b|spa\b"),
    (r"(weather|natural) phenomen\w+|storms?|weather events?|natural hazards?", r"typhoon|hurricane|cyclone|storm|\bfog\b|smog|wind\b|dust|earthquake|flood"),
    (r"cloth|textiles?|fabrics?", r"batik|lace\b|carpet|silk\b|jamdani|muslin|cotton|jute|wool|textile|embroider|ikat|chikan"),
    (r"cigars?|rum|souvenirs?|handicrafts?|crafts?|cloth|textiles?|fabrics?|handmade \w+|artisan \w+", r"cigar|rum\b|batik|lace\b|ceramic|carpet|silk|leather|pearls|porcelain|embroider|muslin|cotton|rattan|wood carv|pottery|chikan|jamdani|turquoise"),
    (r"spices?|herbs?|condiments?|sauces?|seasonings?", r"paprika|saffron|chil[il]i?\b|pepper|spice|curry|masala|mala\b|vinegar|sauce|sambal|soy\b"),
    (r"estuar(y|ies)|deltas?|mouth", r"delta|rio de la plata|estuary|mouth"),
    (r"nuns?|missionar\w+|saints?|religious figures?|prophets?|imams?|holy (person|figure|man|woman)", r"teresa|\bsaint\b|missionar|imam|pope|xavier|confucius"),
    (r"criminals?|gangsters?|drug lords?|cartels?|mobsters?|mafia boss\w*", r"escobar|cartel|capone|gangster"),
    (r"conquerors?|conquistadors?|explorers?|navigators?|invaders?", r"conquer|conquistador|pizarro|cortes|valdivia|taken by|entered by|alexander|mehmed|explorer"),
    (r"martial arts?|combat sports?", r"martial|kickboxing|capoeira|sumo|taekwondo|wrestl|kung|boxing|silat|judo|lucha"),
    (r"hospitals?|medical cent(er|re)s?", r"hospital|medical cent"),
    (r"librar(y|ies)", r"library"),
    (r"observator(y|ies)|planetariums?", r"observatory|planetarium"),
    (r"newspapers?|broadcasters?|media (outlets?|compan(y|ies))|television (channel|station|network)s?", r"newspaper|times\b|herald|broadcast|television network"),
    (r"airlines?|(flag|national) carriers?", r"airline|flag carrier"),
    (r"stock (exchange|market)s?", r"stock exchange|stock market"),
    (r"breweries|brewery|beers?|beer brands?", r"beer\b|brewery|lager|brewed"),
    (r"(traditional |national |local )?(dress(es)?|cloth(es|ing)|garments?|costumes?|attire|outfits?|wear|headwear|hats?)", r"dress is|hats? (is|was|are)|worn|garment|costume|kimono|sari\b|ao dai|hanbok|batik|poncho|abaya|shalwar"),
    (r"greetings?|hello", r"greet"),
    (r"language famil(y|ies)", r"language family|family of languages|languages? of the \w+ family"),
    (r"(national|public|main|biggest|most important|religious) (holidays?|days?)|holidays?|new year\w*", r"holiday|new year|independence day|national day|ramadan|eid\b|diwali|nowruz|christmas"),
    (r"anthems?", r"anthem"),
    (r"(second|third|other|big|major|largest|biggest) (\w+ )?(city|cities)|other cities|twin city|nearby cit(y|ies)|neighbou?ring cit(y|ies)", r"largest city of its country|other big cit|nearest big city|second city"),
    (r"ethnic groups?|ethnicit(y|ies)|(original|first|early|earliest) (inhabitants|people|settlers)|people who (first |originally |once )?lived|main people|indigenous (people|group)s?|native people|tribes?|native tribes?", r"among the peoples|ethnic|indigenous|people there are|native people|muisca|berber|nahua|quechua|aztec|inca"),
    (r"inventions?|invented|things? invented", r"invent"),
    (r"unesco( world heritage)? sites?|world heritage sites?|heritage sites?", r"unesco|world heritage"),
    (r"ruins?|archaeological (sites?|remains)|ancient (sites?|ruins)", r"ruins|excavat|archaeolog|pyramid|ancient|forum|huaca|roman\b"),
    (r"minerals?|(precious )?(metals?|stones?)|gemstones?|jewels?|gems?|natural resources?", r"gold|silver|copper|iron|coal|oil\b|gas\b|diamond|emerald|cobalt|turquoise|jade|minerals|pearls|gems|uranium|lithium|tin\b"),
    (r"games?|board games?|pastimes?", r"game\b|chess|mahjong|domino"),
    (r"(car|auto\w*) ?(brand|maker|manufacturer|compan\w+)s?|cars? (are|is)? ?(made|built)", r"car maker|toyota|car maker|\bfaw\b|volkswagen|hyundai|renault|fiat"),
)  # fmt: skip


class Asked(NamedTuple):
    """What a question is after: `form` is `thing`, `who`, `when`, `where`, `why`, `many`, `how` or empty; `head` the words of the noun asked for."""

    form: str
    head: str
    rest: str
    """What follows the head."""


_PLACEWORDS = r"(?:(?:the|its|this|that|their|a|an|some|any|another|other|one|two|three|2|3|4|5|of|your|few|several) )*"
_NAMED = r"(?:(?:names?|titles?|kinds?|types?|sorts?|styles?|varieties|examples?|(?:(?:primary|main|common|most common|usual) )?(?:modes?|means|forms?)|location|significance|meaning|importance|main role|fame) (?:is |are |was )?(?:of |for |given to ))?"
_THING = re.compile(
    r"\b(?:what|which|whose|name|list|describe|identify|mention|give(?: me| us)?|tell(?: me| us)?(?: about)?|is there any|are there any)(?: (?:is|are|was|were|would be|might be|about))?(?: (?:called|considered|regarded as|known as))? "
    + _PLACEWORDS + _NAMED + _PLACEWORDS + r"(?:(?:the|its|this) (?:city|country|nation|place) (?=[a-z]{3,}))?" + _PLACEWORDS + r"(.*)"
)
_STOPS = frozenset(
    "is are was were be been being am does do did has have had having can could will would should may might must the it its you i we they he she in on at of to for from by with about into over under near like "
    "next behind opposite above below outside inside within across along beyond against atop around between through during as and or but not that which who whom whose where when there here called known named located situated found considered stands stand lies lie runs flows flow run dominates dominate sits born "
    "connects crosses cross associated made spoken practiced practised celebrated held eaten grown worn drunk seen followed built destroyed happened occurred occur happen took takes take if this common mostly typically often usually currently once "
    "borders border bordering symbolises symbolizes symbolise symbolize comes came come make makes gives gave ruled rules governed govern conquered occupied colonized colonised founded established attracts attract attracted draws drew divides divide surrounds surround share shares touch "
    "involves involve throwing sells sell fight fights burned influenced influences nicknamed controlled connect connecting separates separate houses hosts hosted serves serve belongs belong live lives lived speak speaks eat pay uses played plays follow follows celebrate overlooks overlook influenced shaped visit visits enjoy love "
    "holds hold stood ended began started defines define marked represents represent exists exist remains remain does now today historically brought led leads lead originates originated originate covers cover share nearby "
    "dominated struck hit devastated rocked killed opened moved became become bears bear meets meet converge thrives thrive drives drive reach reaches gained won recently originally also typically people locals residents inhabitants citizens".split()
)
_PERSONAL = frozenset("famous notable well-known important indigenous native celebrated historical prominent".split())
_GENERIC = frozenset("best thing things something anything city country place town nation else special way aspect aspects characteristic characteristics feature features one reason reasons fact facts hint clue purpose".split())


_QUALITIES = "big|large|huge|great|old|ancient|famous|important|rich|beautiful|modern|long|high|tall|wide|small|tiny|popular|busy|hot|cold|sweet|spicy|sour|salty|traditional|powerful|strong|dangerous|holy|sacred|white|black|red|green|blue|yellow|heavy|noisy"
_PAIR = re.compile(rf"\b({_QUALITIES}) and (?=(?:{_QUALITIES})\b)")
"""Two qualities of one thing: "a big and important city"."""


@lru_cache(maxsize=8192)
def asked(text: str) -> Asked:
    """What the question `text` (plain words) asks for."""
    if found := regex(r"\bhow (many|much)\b(.*)").search(text):
        return Asked("many", " ".join(found[2].split()[:4]), found[2])
    first = regex(r"\b(what|which|whose|who|whom|when|where|why|how|name|list|describe|identify|mention|give|tell)\b").search(text)
    if first is not None and first[1] in ("who", "whom", "when", "where", "why", "how"):
        return Asked({"whom": "who"}.get(first[1], first[1]), "", text[first.end() :].strip())
    if regex(r"\b(what|which) (years?|century|decade|dates?|(?:\w+est )?months?|day|era|period|millennium|time of (year|day)|time (do|does))\b").search(text):
        return Asked("when", "", text)
    text = _PAIR.sub(r"\1 ", text)
    text = regex(r"\bwhat (?:do|would|did) (?:you|they|people|the people|the locals|locals) call (?!it\b|them\b|the (?:city|country|place)\b|this\b|their (?:city|country)\b)").sub("what is ", text)
    found = _THING.search(regex(r"\b(best|well|most|widely) known (?!for\b|as\b|about\b|to\b|in\b)").sub("famous ", text))
    if found is None:
        return Asked("", "", text)
    words = found[1].split()
    n = next((i for i, word in enumerate(words) if word in _STOPS and not (word in ("border", "borders", "bordering") and not i) and not (word == "people" and i and words[i - 1] in _PERSONAL)), len(words))
    n = min(n, _noun_ends(tuple(words[:n])))
    if n == 1 and words[0] in ("name", "kind", "type", "sort") and len(words) > 2:
        return asked("what " + " ".join(words[2:]))
    if 1 < n <= 3 and words[n - 1] in ("kind", "type", "sort", "form", "style") and words[n : n + 1] == ["of"] and len(words) > n + 1:
        return asked("what " + " ".join((*words[: n - 1], *words[n + 1 :])))
    return Asked("thing", " ".join(words[: min(n, 6)]), " ".join(words[min(n, 6) :]))


@lru_cache(maxsize=8192)
def _noun_ends(words: tuple[str, ...]) -> int:
    """Where among `words` the asking noun ends: before a verb, known by standing behind a noun of a kind and being none ("statue welcomes")."""
    for i in range(1, len(words)):
        before = " ".join(words[:i])
        if words[i].endswith(("s", "ed")) and not words[i].endswith("ss") and kind_of(before)[1] == len(before) and kind_of(words[i])[0] < 0 and words[i] not in _ALSO_NOUNS:
            return i
    return len(words)


_ALSO_NOUNS = frozenset("teams clubs players sports games events lines stars brands companies makers compositions sites places areas spots routes systems lovers fans products goods ingredients lakes towns works types styles chains owners families houses languages dishes drinks workers items foods rights buildings groups".split())


def generic(head: str) -> bool:
    """Whether the noun asked for says nothing of what is asked ("the most famous thing")."""
    return not head or head.split()[-1] in _GENERIC


@lru_cache(maxsize=1)
def _asking() -> Sieve:
    return Sieve([rf"\b({asking})\b" for asking, _ in _KINDS])


@lru_cache(maxsize=1)
def _telling() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"\b(?:{told})", re.IGNORECASE) for _, told in _KINDS)


def kind_patterns() -> tuple[str, ...]:
    """The patterns' sources, from which the known words are taken."""
    return tuple(asking for asking, _ in _KINDS)


@lru_cache(maxsize=8192)
def kind_of(head: str) -> tuple[int, int]:
    """(number of the kind that the noun means, where in the head it ends); (-1, -1) for none. The last and longest match decides."""
    best = (-1, 0, -1)
    for number in _asking().candidates(head):
        for match in _asking().patterns[number].finditer(head):
            best = max(best, (match.end(), match.end() - match.start(), -number))
    return (-best[2], best[0]) if best[0] > 0 else (-1, -1)


@lru_cache(maxsize=65536)
def names_kind(number: int, sentence: str) -> bool:
    """Whether a sentence told of a city names a thing of the kind."""
    return bool(_telling()[number].search(sentence))
