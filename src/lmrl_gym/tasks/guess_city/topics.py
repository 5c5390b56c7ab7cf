"""Open questions: what they are about, and the sentences that answer them.

A topic is a pattern over plain words and a function from a city to all the sentences that may answer; which of them is said, the seed decides. Sentences
are written without regard to names: those that give one away are dropped later, so a topic offers several, or one that names nothing.
"""

# ruff: noqa: ARG005, E501 -- a table: one topic a line, however long, and every function takes the same two arguments

from __future__ import annotations

from functools import lru_cache

from lmrl_gym.core.sieve import Sieve
from lmrl_gym.tasks.guess_city.knowledge import City, knowledge
from lmrl_gym.tasks.guess_city.names import safe
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.sayings import (
    Say,
    about,
    capital,
    climate,
    coast,
    colony,
    continent,
    country_seas,
    each,
    flag,
    founded,
    height,
    hemisphere,
    hills,
    hint,
    independence,
    lakes,
    language,
    listed,
    nearby,
    neighbours,
    people,
    religion,
    river,
    role,
    snow,
    temperature,
    transport,
    water,
    where,
    world_region,
    zone,
)

_DESERTS: dict[str, str] = {
    "Morocco": "the Sahara in the south", "Egypt": "the Sahara", "Chile": "the Atacama in the north", "China": "the Gobi and the Taklamakan", "India": "the Thar in the west", "Pakistan": "the Thar in the southeast",
    "Mexico": "the Sonora and Chihuahua deserts in the north", "United States": "the Mojave and Sonora deserts in the west", "Australia": "the Great Victoria Desert in the middle", "Peru": "a desert all along its coast", "Iran": "the Kavir and Lut deserts",
    "Uzbekistan": "the Kyzylkum", "Argentina": "the Patagonian steppe and desert in the south", "Iraq": "the Syrian Desert in the west", "Ethiopia": "the Danakil in the northeast", "Colombia": "the Guajira in the north", "Spain": "the Tabernas in the southeast",
}  # fmt: skip
"""The deserts of the countries that have some."""
_NTH = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_TOPICS: tuple[tuple[str, str, Say], ...] = (
    ("distance", r"^(?!.*\b(sea|coast|ocean|equator|beach|north|south|border|river|mountains?)\b).*(\bhow (far|many (kilomet\w+|km|miles|hours))\b|\bdistance (from|to|between))", lambda c, n: ["It is some way off."]),
    ("nearby", r"\b(nearby|nearest|neighbou?ring|closest|other|close|next) (\w+ )?(\w+ )?cit(y|ies)\b|\bcit(y|ies)\b.* (nearby|close|near)\b", nearby),
    ("lakes", r"(?!)", lakes),
    ("country seas", r"(?!)", country_seas),
    ("desert", r"\bdeserts?\b", lambda c, n: [f"It lies near {c.desert}.", f"The desert at its gates is {c.desert}."] if c.desert else [f"No desert lies near it; its country has {_DESERTS[c.country]}."] if c.country in _DESERTS else ["No desert lies near it."]),
    ("peoples", r"\bethnic|\bminorit(y|ies)\b|\bcommunit(y|ies)\b|\bimmigrants?\b|\bdiaspora|\bdemograph|\bpopulation (mix|make ?up|composition)|\b(make ?up|composition) of (the|its) population|\bdivers(e|ity)", lambda c, n: listed(c, c.peoples, "Among the peoples there are {} ones.") or []),
    ("was capital", r"\bcapital of$|\bcapital of what|\bwhat .*\b(was|is) it the capital", lambda c, n: [f"It {c.former}."] if c.former else role(c, n)),
    ("history", r"\bhistor\w+ (events?|incidents?|moments?)\b|\bhistor(y|ic|ical)\b(?! (building|site|landmark|monument|place|centre|center|attraction))", lambda c, n: each(c.history, "It {}.") or each(n.history, "Its country {}.")),
    ("capital", r"\bcapital\b.*\b(country|nation|called|name|of it)\b|\b(country|nation)( s)? capital|\b(what|which|name|where) (is |city is )?(the |its )?(national )?capital\b", capital),
    ("nickname", r"\bnick ?name(s|d)?\b|\balso known as|\b(sometimes|often) called", lambda c, n: listed(c, c.nickname, "It is nicknamed {}.", "People call it {}.") or ["It has no widely known nickname."]),
    ("world region", r"\b(regions?|parts?|areas?|corners?|quarters?|sub ?regions?) of (the |its |that |this |which |what )?(world|globe|earth|planet|continent)\b|\b(world|global|sub ?continental) regions?\b|\bsub ?(continent|region)\b", world_region),
    ("state", r"\b(state|province|prefecture|district|department(?! stores?)|governorate|administrative (region|division))\b", lambda c, n: [f"It belongs to {c.state}."] if c.state else ["It is in no state or province worth naming."]),
    ("rank", r"\brank(s|ed|ing)?\b(?! of (?:the )?capital)|\b(place|position) .*\b(size|population)", lambda c, n: ["It is the largest city of its country."] if c.largest else [f"By size it is the {_NTH[c.rank] if c.rank < len(_NTH) else f'{c.rank}th'} largest city of its country."] if c.rank else []),
    ("country people", r"\b(how many|population|inhabitants)\b.*\b(country|nation)\b|\b(country|nation)\b.*\bpopulation\b", lambda c, n: [f"Its country has {about(n.people)} people."]),
    ("country size", r"\bhow (big|large) is (the|its) (country|nation)|\bsize of (the|its) (country|nation)|\bshape\b", lambda c, n: [f"Its country is {n.shape}.", f"Its country covers about {float(f'{n.area:.2g}'):g} thousand square kilometres."]),
    ("metro area", r"\bmetro(politan)? (area|region|population)|\bgreater\b|\burban area", lambda c, n: [f"With its surroundings it has {about(c.metro)} people."]),
    ("area", r"\b(area(?! codes?)|square (km|kilomet\w+|miles?)|surface)\b.*\b(cover|city|big|size)?|\bhow (big|large) in area", lambda c, n: [f"It covers about {float(f'{c.area:.2g}'):g} square kilometres."]),
    ("density", r"\bdens(e|ity)", lambda c, n: [f"About {float(f'{c.people * 1e6 / c.area:.2g}'):,g} people live on each square kilometre."]),
    ("people", r"\bpopulation\b|\b(how many|number of|amount of) (\w+ )?(people|inhabitants|residents|citizens|persons|souls)|^inhabitants\b|\bhow (big|large|populous|populated|crowded)\b|\bsize\b", people),
    ("coast", r"\b(sea|seas|ocean|oceans|coast)\b(?! level)", coast),
    ("water", r"\b(body|bodies) of water|\bwaters\b", water),
    ("neighbours", r"\bborder(s|ed|ing)?\b|\bneighbou?r(s|ing)?\b|\bnext to (its|the) country", neighbours),
    ("hemisphere", r"\bhemisphere|\bequator\b|\blatitude|\blongitude|\bcoordinates", hemisphere),
    ("continent", r"\bcontinent", continent),
    ("traffic", r"\btraffic\b(?! (goes?|keeps?|moves?|drives?|on the))|\bcongest|\brush hour", lambda c, n: ["The traffic is heavy, with many jams.", "Its streets are often jammed."] if "traffic" in c.tags else ["The traffic is no worse than in other big cities."]),
    ("nightlife", r"\bnight ?life|\bnight ?clubs?\b|\bbars\b|\bpubs\b|\bparty|\bparties\b|^(?!.*\b(?:bridges?|sky|stars?|lights?|gates?|temperature|cold)\b).*\bat night\b", lambda c, n: [*each([x for x in (*c.known, *c.landmarks, *knowledge().things[c.name]) if regex(r"nightlife|bars\b|pubs|[Nn]ight [Mm]arket|nightclub|techno|cabaret|red light").search(x)], "After dark people go for {}."), *(["It has a lively nightlife."] if "nightlife" in c.tags else [])] or ["It is not known for its nightlife."]),
    ("safety", r"\bsafe(ty)?\b|\bcrime\b|\bdangerous\b|\bsecurity\b", lambda c, n: ["It counts as one of the safer big cities."] if "safe" in c.tags else ["Crime is a problem there, and some quarters are dangerous."] if c.tags & {"crime", "gangs"} else ["It has been shaken by war."] if "war" in c.tags else ["It is neither among the safest nor among the most dangerous cities."]),
    ("prices", r"\bcost of living|\bprices?\b|\bexpensive\b|\bcheap\b|\baffordab|\brents?\b|\bcosts?\b", lambda c, n: ["It is an expensive city to live in."] if "expensive" in c.tags else ["Life there costs about as much as in other rich countries."] if n.income == "high" else ["Life there is cheap by world standards."]),
    ("driving", r"\bdriv(e|es|ing)\b|\bside of the road|\btraffic (go|keep|move)", lambda c, n: [f"They drive on the {n.driving}.", f"Traffic keeps to the {n.driving}."]),
    ("time zone", r"\btime ?zone|\bwhat time (is it|zone)|\btime difference|\bgmt|\butc|\bhours (ahead|behind)", zone),
    ("script", r"\balphabet|\bscript|\bwriting|\bwritten\b|\bcharacters\b", lambda c, n: list(safe(c, (f"They write in {n.script}.",))) or ["They write in a script of their own."]),
    ("language", r"\blanguages?\b|\b(speak|spoken|speaks)\b|\btongue\b|\bdialect", language),
    ("religion", r"\breligio\w*|\bfaith|\bworship|\bbelie(f|ve)", religion),
    ("currency", r"\bcurrenc(y|ies)|^(?!.*\b(?:earn\w*|makes?|made|living|comes?|rich|famous|lends?|lending|borrow\w*|launder\w*|funds?|invests?)\b).*\bmoney\b|\bmoney (?:do|is used)|\bpay (with|in)|\bcoins?\b|\bbanknotes?", lambda c, n: [f"They pay in the {n.currency.split()[-1]}.", f"The currency is the {n.currency.split()[-1]}."]),
    ("snow", r"\bsnow", snow),
    ("temperature", r"\btemperatures?|\bhow (hot|cold|warm)|\bdegrees|\bsummers?\b|\bwinters?\b|\b(hottest|coldest|warmest)\b", temperature),
    ("rain", r"\brain(s|fall|y)?\b|\bprecipitation|\bhow wet", lambda c, n: [f"About {c.rain} millimetres of rain fall in a year."]),
    ("disasters", r"\bdisasters?\b|\bhazards?\b", lambda c, n: listed(c, [t for t in ("earthquakes", "typhoons", "hurricanes", "cyclones", "floods") if t in c.tags], "The city has to fear {}.") or ["It is not known for natural disasters."]),
    ("air", r"\bair\b(?! (force|line))|\bpollution|\bsmog", lambda c, n: ["The air is often thick with smog."] if "smog" in c.tags else ["The air is fairly clean for a big city."]),
    ("climate", r"\bclimate|\bweather|\bseasons?\b", climate),
    ("height", r"\belevation|\baltitude|\bhow high\b(?! (?:is|are|was|were|does|do|did) (?:the|its) (?!city|town|place|land|ground|country|capital|middle|centre))|\babove (the )?sea", height),
    ("leader", r"\b(who (leads|rules|runs|governs)|leader|head of (state|government)|president(?! (?:s )?(?:house|palace|office|residence|building|home)\b)|prime minister|monarch|king|queen)\b", lambda c, n: [f"The country is led by {n.leader}."]),
    ("head of state", r"(?!)", lambda c, n: [f"The head of state is {'an emperor' if 'emperor' in n.monarch else 'a king'}."] if n.monarch else [f"The head of state is {'a president' if 'president' in n.leader or n.key in ('Germany', 'Italy', 'India', 'Singapore', 'Hungary', 'Ethiopia', 'Iraq', 'Pakistan', 'Bangladesh', 'Vietnam', 'Myanmar') else n.leader}."]),
    ("government", r"\bgovernment|\bpolitical|\bgoverned|\bpolitics|\bregime|\bruled (now|today)", lambda c, n: [f"The country is {n.government}."]),
    ("colony", r"\bcoloni\w*|\bcolony\b|\bruled\b|\boccupied\b|\bempires?\b|\bconquered", colony),
    ("independence", r"\bindependen(?!\w* (hero|leader|square|movement|fighter))", independence),
    ("flag", r"\bflags?\b", flag),
    ("calling code", r"\b(?:calling|area|dialling|country) code|\bphone code|\bdial\w* (code|prefix)|\b(dial|call\w*|phone) (to|from|prefix)|\btelephone", lambda c, n: [f"The telephone code of the country is {n.code}."]),
    ("groups", r"\b(organi[sz]ations?|alliances?|unions?|member(ship)? of|blocs?)\b", lambda c, n: each([g for g in n.groups if "nuclear" not in g and "former" not in g], "Its country belongs to the {}.") or ["Its country belongs to no well-known club of states."]),
    ("exports", r"\bexports?\b|\bproduces?\b|\bproducts?\b|\bgoods\b|\bresources?\b", lambda c, n: listed(c, n.exports, "Its country sells {} abroad.")),
    ("brands", r"\b(brands?|compan(y|ies)|corporations?|headquarter\w*)\b", lambda c, n: [*each([t for t in knowledge().things[c.name] if "headquarters" in t], "It has {}."), *listed(c, n.brands, "Its country is home to {}.")]),
    ("drink", r"\bdrinks?\b|\bbeverages?|\balcohol|\bbeer\b|\bwine\b", lambda c, n: listed(c, n.drink, "People drink {} there.", "Typical drinks are {}.")),
    ("food", r"\bfoods?\b|\bdish(es)?\b|\bcuisine|\beat\b|\bmeals?\b|\bspeciali?t(y|ies)|\bdelicac|\bsnacks?\b|\bculinary|\bpizzas?\b|\bnoodles?\b|\bsoups?\b|\bsandwich|\bbread\b|\bcheese|\bmeat\b|\bseafood|\bdumplings?|\bsausages?|\bcakes?\b|\bdesserts?|\bsweets?\b|\bpastr(y|ies)\b|\bchees\w+|\bbuns?\b|\bpies?\b|\bstews?\b|\bpancakes?\b|\bflat ?breads?\b|\bporridge|\bfritters?\b|\bskewers?\b|\bbreakfast\b|\blunch\b", lambda c, n: listed(c, c.food if len(c.food) > 1 else (*c.food, *n.food), "People love {} there.", "Typical dishes are {}.")),
    ("clubs", r"\b(teams?|clubs?|stadiums?)\b", lambda c, n: each(c.sports, "It has {}.")),
    ("sport", r"\bsports?\b|\bfor fun\b|\bfree time|\bleisure(?! (?:facilit\w+|cent\w+|complex|park|spot|place))|\bhobb(y|ies)|\bweekends?\b|\brecreation|\bgames do\b|\bathlet", lambda c, n: listed(c, n.sports, "People there love {}.", "The favourite sports are {}.")),
    ("events", r"\bevents?\b|\bhosted?\b|\bolympic|\bworld cup|\bexpo\b|\bgames\b", lambda c, n: each(c.events, "It hosted the {}.") or ["It has hosted no great international event that I know of."]),
    ("founder", r"\bwho (founded|built|established|created|settled)|\bfounders?\b|\bfounded by", lambda c, n: each((c.founder,), "It was founded by {}.") if c.founder else ["Nobody knows a single founder."]),
    ("former names", r"\b(used to be|previously|formerly) (called|known|named)", lambda c, n: ["I cannot say anything about its name."]),
    ("founded", r"\b(when|what year|which year|which century|what century|how long ago)\b.*\b(founded|built|established|created|settled|begin|start|found|come into|exist)|\bhow old\b(?! (?:must|do|does|should|are) (?:i|you|one|people))|(?<!average )(?<!median )(?<!drinking )(?<!legal )(?<!voting )(?<!golden )(?<!bronze )(?<!stone )(?<!iron )(?<!ice )(?<!middle )(?<!space )(?<!retirement )\bage\b(?! (?:\d|of the (?:people|population|inhabitants)))|\bfounded\b|\bfounding\b|\bestablished\b", founded),
    ("people known", r"\bwho\b|\bcelebrit|\b(famous|notable|known) (person|people|figures?|residents?|artists?|musicians?|writers?|actors?|singers?|athletes?|players?|leaders?)\b|\bborn\b|\bsinger|\bwriter|\bauthor\b|\bactor|\bmusician|\bartists?\b", lambda c, n: each(knowledge().natives[c.name], "{}.") or each(n.people_known, "Its country gave the world {}.")),
    ("university", r"\buniversit|\bhigher education|\bkind of education|\bcolleges?\b|\bschools?\b(?! of (?:painters?|painting|artists?|art|thought|philosoph\w+|poets?|music|cooking|design))", lambda c, n: each(c.schools, "It has {}.") or []),
    ("airport", r"\bairports?\b|(?<!flags )(?<!colours )(?<!kites )\bfly\b(?! (?:over|at|in the|high|above))", lambda c, n: each([a for a in c.airport if a[0].isupper()], "Its airport is called {}.") or []),
    ("coast", r"\b(sea|ocean|coast|gulf|shore|bay|water)\b", coast),
    ("river", r"\brivers?\b|\b(?<!swan )lakes?\b|\bwaterways?", river),
    ("geography", r"\bgeograph\w*|\bterrain|\blandscape|\btopograph\w*|\bphysical features?", lambda c, n: [f"It lies {c.place}; nearby are {c.hills}." if c.hills else f"It lies {c.place}, on flat land.", *hills(c, n)]),
    ("hills", r"\bmountains?\b|\bhills?\b|\bterrain|\blandscape|\bvolcano|\bgeograph\w*|\bsurround\w*|\btopograph|\bphysical features?|\bland ?form", hills),
    ("transport", r"\btransport|\btransit|\bget around|\bcommut|\btravel\b|\bmetro\b|\bsubway", transport),
    ("landmark", r"\blandmarks?|\bmonuments?|\battractions?|\bbuildings?|\btourists?\b|\bto do\b|\bdo$|\btourist do\b|\bartworks?|\bsights?\b|\bvisit|\bstructures?|\bicon|\bmuseums?|\bpalaces?|\btemples?|\bchurch|\bbridges?|\btowers?\b|\bplaces? to (see|go|visit)|\bsee there|\bskyline|\bsymbols?|\barchitectur|\bparks?|\bsquares?", lambda c, n: each(c.landmarks, "A famous sight is {}.", "Visitors go to see {}.", "It has {}.")),
    ("industry", r"\bindustr|\btechnolog|\btech\b|\bsoftware|\bstart ?ups?\b|\bcall cent|\beconom|\bbusiness|\bjobs?\b|\bwork\b|\btrade\b|\bmanufactur|\bproduced\b|\bmade\b|\bsectors?\b|\bmake (a )?living", lambda c, n: listed(c, c.industry, "Important trades are {}.", "It lives from {}.")),
    ("past", r"\bhistor|\bwars?\b|\bbattles?|\bhappened|\bpast\b|\brevolution|\bdynast|\bancient", lambda c, n: each(c.history, "It {}.") or each(n.history, "Its country {}.")),
    ("culture", r"\bcultur|\btradition|\bfestival|\bmusic|\bart\b|\bcelebrat|\bdance|\bcustom|\bholiday", lambda c, n: [*each(c.known, "It is known for {}."), *each(n.known, "Its country is known for {}.")]),
    ("animals", r"\banimals?|\bwildlife|\bbirds?\b|\bplants?\b|\bfauna|\bflora", lambda c, n: [x for x in (*each(n.known, "Its country is known for {}."),) if regex("panda|kangaroo|tiger|alpaca|elephant|gorilla|coral").search(x)] or []),
    ("known", r"\b(known|famous|infamous|notorious|forbidden|banned|illegal|laws?|rules|associated|recogni[sz]\w+|renowned|unique|special|notable|interesting|best|stand out|characteri\w*|reputation|distinguish\w*|different|important|remarkable|feature|popular|like)\b", lambda c, n: [*each(c.known, "It is known for {}.", "It is famous for {}.")]),
    ("role", r"\brole\b|\bstatus\b|\bkind of (city|place)|\btype of city", role),
    ("region", r"\bwhere\b|\bregion|\bpart of\b|\blocat|\bsituated|\bcardinal|\bdirection|\bpart\b|\barea\b|\bworld\b|\bsubcontinent", where),
    ("country income", r"\b(rich(?!est|es\b| people| men| man| folk| and famous)|poor(?!est| people| quarters?| districts?)|developed|income|gdp|wealth)", lambda c, n: [f"Its country has {'an upper middle' if n.income == 'upper middle' else 'a ' + n.income} income."]),
    ("problems", r"\bproblems?\b|\bcomplain\w*|\bcomplaints?\b|\bchallenges?\b|\bissues?\b|\bdangers?\b|\bcriticis", lambda c, n: listed(c, ["sinking ground" if t == "sinking" else t for t in ("sinking", "floods", "smog", "traffic", "crime", "slums", "earthquakes", "drugs") if t in c.tags], "It struggles with {}.") or ["It has no problem that other cities do not have."]),
    ("port", r"\b(ports?|harbou?rs?)\b", lambda c, n: ["It is a port of weight." if "port" in c.tags else "It has no port of note."]),
    ("island", r"\bislands?\b", lambda c, n: [f"It lies on {c.island}.", "It lies on an island."] if c.island else ["It lies on islands and a mainland." if "islands" in c.tags else "It lies on no island of note."]),
    ("hint", r"\bhints?\b|\bclues?\b|\bdescribe|\btell\b|\bfacts?\b|\babout (it|the city|this city)|\bsomething\b|\bhelp\b|\bname (a|an|one|some)\b", hint),
    ("when old", r"^when\b|^how long (?:has|have|had|ago|since|did|does it exist|is it (?:since|that|there)|was)\b", founded),
)  # fmt: skip


@lru_cache(maxsize=1)
def _sieve() -> Sieve:
    return Sieve(topic_patterns())


@lru_cache(maxsize=1)
def _sayings() -> dict[str, Say]:
    return {name: say for name, _, say in _TOPICS}


def topic_patterns() -> tuple[str, ...]:
    """The patterns' sources, from which the known words are taken."""
    return tuple(pattern for _, pattern, _ in _TOPICS)


def find_topic(text: str) -> str:
    """The topic of an open question in plain words; empty where there is none."""
    found = _sieve().search(text)
    return _TOPICS[found[0]][0] if found else ""


@lru_cache(maxsize=8192)
def topic_of(head: str) -> tuple[str, int]:
    """(topic, where in the head it ends) of the noun that a question asks for; the last match decides. ("", -1) for none."""
    best, end = "", -1
    for number in _sieve().candidates(head):
        last = max((head.find(" ", match.end()) % (len(head) + 1) for match in _sieve().patterns[number].finditer(head)), default=-1)
        if last > end:
            best, end = _TOPICS[number][0], last
    return best, end


def say(topic: str, city: City) -> tuple[str, ...]:
    """All sentences that may answer `topic` for `city`, names and all; each once."""
    return tuple(dict.fromkeys(_sayings()[topic](city, knowledge().country(city))))


def topics() -> tuple[str, ...]:
    """The names of all topics."""
    return tuple(_sayings())
