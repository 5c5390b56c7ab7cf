"""Open questions: what they are about, and the sentences that answer them.

A topic is a pattern over plain words and a function from a city to all the sentences that may answer; which of them is said, the seed decides. Sentences
are written without regard to names: those that give one away are dropped later, so a topic offers several, or one that names nothing.
"""

# ruff: noqa: ARG001, ARG005, E501 -- a table: one topic a line, however long, and every function takes the same two arguments

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from lmrl_gym.tasks.guess_city.knowledge import City, Country, knowledge

Say = Callable[[City, Country], Sequence[str]]


def _about(millions: float) -> str:
    """`about 14 million`; below a million in thousands; two figures."""
    if millions >= 1:
        return f"about {float(f'{millions:.2g}'):g} million"
    return f"about {float(f'{millions * 1000:.2g}'):g} thousand"


def _each(things: Sequence[str], *frames: str) -> list[str]:
    return [frame.format(thing) for thing in things for frame in frames]


def _pairs(things: Sequence[str], *frames: str) -> list[str]:
    """One sentence for every two neighbours in the list, or for the only one."""
    if len(things) < 2:
        return _each(things, *frames)
    return [frame.format(f"{a} and {b}") for a, b in zip(things, (*things[1:], things[0]), strict=True) for frame in frames]


def _people(c: City, n: Country) -> list[str]:
    return [f"It has {_about(c.people)} inhabitants.", f"{_about(c.people).capitalize()} people live in the city, and {_about(c.metro)} with its surroundings."]


def _founded(c: City, n: Country) -> list[str]:
    if c.founded < 0:
        when = f"more than {(2000 - c.founded) // 500 * 500} years ago"
    elif c.founded < 1000:
        when = f"in the {(c.founded - 1) // 100 + 1}th century".replace("1th", "1st").replace("2th", "2nd").replace("3th", "3rd") if c.founded > 0 else "long ago"
    else:
        when = f"in {c.founded}"
    return [f"It goes back to {when[3:]}." if when.startswith("in ") else f"It was founded {when}.", f"Its history begins {when}."]


def _climate(c: City, n: Country) -> list[str]:
    kind = {"continental": "a continental climate, with cold winters", "desert": "a desert climate", "arid": "a hot, arid climate", "highland": "a mild highland climate",
            "oceanic": "an oceanic climate with mild summers", "mediterranean": "a Mediterranean climate with dry summers", "semi-arid": "a semi-arid climate"}  # fmt: skip
    what = kind.get(c.climate, f"a {c.climate} climate")
    return [f"It has {what}.", f"The city has {what}; the warmest month averages {c.summer:g} degrees Celsius and the coldest {c.winter:g}."]


def _temperature(c: City, n: Country) -> list[str]:
    return [f"The warmest month averages about {c.summer:g} degrees Celsius, the coldest about {c.winter:g}."]


def _snow(c: City, n: Country) -> list[str]:
    return [{"often": "Yes, it snows there every winter.", "sometimes": "It snows there now and then in winter.", "rarely": "It hardly ever snows there.", "never": "It does not snow there."}[c.snow]]


def _coast(c: City, n: Country) -> list[str]:
    seas = c.seas or ((c.sea,) if c.sea else ())
    if seas:
        return [*_each(seas, "It lies on the {}.", "The {} is at its doorstep."), "It lies on the coast."]
    if c.near_sea:
        return [f"It lies inland; the {c.near_sea} is not far.", "It lies inland, but not far from the sea."]
    return ["It lies inland, on no sea."]


def _where(c: City, n: Country) -> list[str]:
    regions = [r for r in n.regions if r not in ("Americas", "Western world", "Anglosphere", "Slavic", "Eurasia")]
    out = [f"It lies {c.place}."]
    return out + ([f"It is in {r if r.split()[0] not in ('Middle', 'Far', 'Near', 'Balkans', 'Caribbean', 'Andes', 'Pacific', 'Arab', 'Indian', 'Southern', 'former', 'British', 'Iberian', 'Horn', 'Malay', 'Mediterranean') or r in ('Southern Europe', 'Southern Africa') else 'the ' + r}." for r in regions[:2]])


def _continent(c: City, n: Country) -> list[str]:
    if c.continents:
        return ["It lies on two continents, Europe and Asia."]
    return [f"It is in {n.continent}.", f"The continent is {n.continent}."]


def _language(c: City, n: Country) -> list[str]:
    languages = c.languages or n.languages
    out = [f"People there mostly speak {languages[0]}.", f"The main language is {languages[0]}."]
    return out + ([f"They speak {n.speech}."] if n.speech and not c.languages else [])


def _religion(c: City, n: Country) -> list[str]:
    main = n.religions[0]
    if main == "no religion":
        second = n.religions[1] if len(n.religions) > 1 else ""
        return [f"Many people follow no religion; the most common one is {second}."] if second and second != "atheism" else ["Most people follow no religion."]
    return [f"The main religion is {main}.", f"Most people follow {main}."]


def _river(c: City, n: Country) -> list[str]:
    return [f"{w[0].upper() + w[1:] if w.startswith(('a ', 'the ', 'many')) else 'The ' + w if not w.startswith('Lake') else w} {'belong' if w.startswith(('many', 'the canals')) else 'belongs'} to it." for w in c.water] or ["No great river runs through it."]


def _hills(c: City, n: Country) -> list[str]:
    return _each((c.hills,), "Nearby are {}.", "One sees {}.") if c.hills else ["The land around it is flat."]


def _height(c: City, n: Country) -> list[str]:
    metres = round(c.elevation, -1) if c.elevation >= 20 else c.elevation
    return [f"It lies about {metres} metres above the sea."]


def _role(c: City, n: Country) -> list[str]:
    if c.capital:
        return ["It is the capital of its country."]
    if c.seat:
        return ["It is the capital of its state or province.", *([f"It is the capital of {c.state}."] if not c.state.startswith("the ") else [])]
    return ["It is not a national capital."]


_CAPITALS = {"United States": "Washington DC", "Canada": "Ottawa", "Australia": "Canberra", "Turkey": "Ankara", "Morocco": "Rabat", "Vietnam": "Hanoi", "Myanmar": "Naypyidaw",
             "Philippines": "Manila", "Ivory Coast": "Yamoussoukro", "Ecuador": "Quito", "Pakistan": "Islamabad", "India": "Delhi"}  # fmt: skip


def capital_of(c: City) -> str:
    """The capital of the city's country; empty where it has none."""
    return next((x.name for x in knowledge().cities.values() if x.country == c.country and x.capital), _CAPITALS.get(c.country, ""))


def _capital(c: City, n: Country) -> list[str]:
    if c.capital:
        return ["The city itself is the capital."]
    if n.key == "Hong Kong":
        return ["It is a territory of its own, and has no capital."]
    return [f"The capital is another city, {capital_of(c)}.", "The capital is another city."]


def _neighbours(c: City, n: Country) -> list[str]:
    if not n.neighbours:
        return ["Its country has no land neighbours."]
    count = "one land neighbour" if len(n.neighbours) == 1 else f"{len(n.neighbours)} land neighbours"
    return [f"Its country has {count}.", *_pairs(n.neighbours, "Its country borders {}."), *_each(n.neighbours, "Its country borders {}.")]


def _zone(c: City, n: Country) -> list[str]:
    hours = n.utc if c.utc is None else c.utc
    return [f"Its clocks are {abs(hours):g} hours {'ahead of' if hours > 0 else 'behind'} Greenwich." if hours else "Its clocks show Greenwich time in winter."]


def _colony(c: City, n: Country) -> list[str]:
    return _each(n.ruled_by, "Its country was once ruled by {}.") or ["No foreign power ruled its country for long in modern times."]


def _independence(c: City, n: Country) -> list[str]:
    return [f"Its country became independent in {n.independence}."] if n.independence else ["Nobody gives a year for that; its country has long been its own master."]


def _flag(c: City, n: Country) -> list[str]:
    return [f"The flag shows {', '.join(n.flag[:-1])} and {n.flag[-1]}." if len(n.flag) > 1 else f"The flag is {n.flag[0]}."]


def _hint(c: City, n: Country) -> list[str]:
    return [*_each(c.known, "It is known for {}."), f"It lies {c.place}.", *_each(c.nickname, "It is nicknamed {}.")]


def _hemisphere(c: City, n: Country) -> list[str]:
    half = "northern" if c.lat > 0 else "southern"
    near = ", close to the equator" if abs(c.lat) < 10 else ""
    return [f"It lies in the {half} hemisphere{near}.", f"It lies at about {abs(c.lat):.0f} degrees {half[:5]}."]


def _transport(c: City, n: Country) -> list[str]:
    means = [t for t, words in (("metro", "a metro"), ("tram", "trams"), ("bus rapid transit", "rapid buses"), ("cable car", "cable cars")) if t in c.tags for t in (words,)]
    return [f"People get around by {m.replace('a metro', 'metro')}, bus and car." for m in means] or ["People get around by bus, car and motorbike."]


_TOPICS: tuple[tuple[str, str, Say], ...] = (
    ("distance", r"^(?!.*\b(sea|coast|ocean|equator|beach|north|south|border|river|mountains?)\b).*(\bhow (far|many (kilomet\w+|km|miles|hours))\b|\bdistance (from|to|between))", lambda c, n: ["It is some way off."]),
    ("desert", r"\bdeserts?\b", lambda c, n: [f"It lies near {c.desert}.", f"The desert at its gates is {c.desert}."] if c.desert else ["No desert lies near it."]),
    ("peoples", r"\bethnic|\bminorit(y|ies)\b|\bcommunit(y|ies)\b|\bimmigrants?\b|\bdiaspora", lambda c, n: _each(c.peoples, "There is a well-known {} community.") or ["Most people there are of the country's main people."]),
    ("was capital", r"\bcapital of$|\bcapital of what|\bwhat .*\b(was|is) it the capital", lambda c, n: [f"It {c.former}."] if c.former else _role(c, n)),
    ("history", r"\bhistor(y|ic|ical)\b(?! (building|site|landmark|monument|place|centre|center|attraction))", lambda c, n: _each(c.history, "It {}.") or _each(n.history, "Its country {}.")),
    ("capital", r"\bcapital\b.*\b(country|nation|called|name|of it)\b|\b(country|nation)( s)? capital|\b(what|which|name|where) (is |city is )?(the |its )?(national )?capital\b", _capital),
    ("nickname", r"\bnick ?names?\b|\balso known as|\b(sometimes|often) called", lambda c, n: _each(c.nickname, "It is nicknamed {}.", "People call it {}.") or ["It has no widely known nickname."]),
    ("state", r"\b(state|province|prefecture|district|administrative (region|division))\b", lambda c, n: [f"It belongs to {c.state}.", "I would rather not say which province."] if c.state else ["It is in no state or province worth naming."]),
    ("country people", r"\b(how many|population|inhabitants)\b.*\b(country|nation)\b|\b(country|nation)\b.*\bpopulation\b", lambda c, n: [f"Its country has {_about(n.people)} people."]),
    ("country size", r"\bhow (big|large) is (the|its) (country|nation)|\bsize of (the|its) (country|nation)|\bshape\b", lambda c, n: [f"Its country is {n.shape}.", f"Its country covers about {float(f'{n.area:.2g}'):g} thousand square kilometres."]),
    ("metro area", r"\bmetro(politan)? (area|region|population)|\bgreater\b|\burban area", lambda c, n: [f"With its surroundings it has {_about(c.metro)} people."]),
    ("area", r"\b(area|square (km|kilomet\w+|miles?)|surface)\b.*\b(cover|city|big|size)?|\bhow (big|large) in area", lambda c, n: [f"It covers about {float(f'{c.area:.2g}'):g} square kilometres."]),
    ("density", r"\bdens(e|ity)", lambda c, n: [f"About {float(f'{c.people * 1e6 / c.area:.2g}'):,g} people live on each square kilometre."]),
    ("people", r"\bpopulation\b|\b(how many|number of|amount of) (\w+ )?(people|inhabitants|residents|citizens|persons|souls)|^inhabitants\b|\bhow (big|large|populous|populated|crowded)\b|\bsize\b", _people),
    ("coast", r"\b(sea|seas|ocean|oceans|coast|body of water|bodies of water)\b(?! level)", _coast),
    ("neighbours", r"\bborder(s|ed|ing)?\b|\bneighbou?r(s|ing)?\b|\bnext to (its|the) country", _neighbours),
    ("hemisphere", r"\bhemisphere|\bequator\b|\blatitude|\blongitude|\bcoordinates", _hemisphere),
    ("continent", r"\bcontinent", _continent),
    ("driving", r"\bdriv(e|es|ing)\b|\bside of the road|\btraffic (go|keep|move)", lambda c, n: [f"They drive on the {n.driving}.", f"Traffic keeps to the {n.driving}."]),
    ("time zone", r"\btime ?zone|\bwhat time|\bgmt|\butc|\bhours (ahead|behind)", _zone),
    ("script", r"\balphabet|\bscript|\bwriting|\bwritten\b|\bcharacters\b", lambda c, n: [f"They write in {n.script}.", "They write in a script of their own." if "Latin" not in n.script else "They write in Latin letters."]),
    ("language", r"\blanguages?\b|\b(speak|spoken|speaks)\b|\btongue\b|\bdialect", _language),
    ("religion", r"\breligio\w*|\bfaith|\bworship|\bbelie(f|ve)", _religion),
    ("currency", r"\bcurrenc(y|ies)|\bmoney\b|\bpay (with|in)|\bcoins?\b|\bbanknotes?", lambda c, n: [f"They pay in the {n.currency.split()[-1]}.", f"The currency is the {n.currency.split()[-1]}."]),
    ("snow", r"\bsnow", _snow),
    ("temperature", r"\btemperatures?|\bhow (hot|cold|warm)|\bdegrees|\bsummers?\b|\bwinters?\b|\b(hottest|coldest|warmest)\b", _temperature),
    ("rain", r"\brain(s|fall|y)?\b|\bprecipitation|\bhow wet", lambda c, n: [f"About {c.rain} millimetres of rain fall in a year."]),
    ("disasters", r"\bdisasters?\b|\bhazards?\b", lambda c, n: [f"The city has to fear {t}." for t in ("earthquakes", "typhoons", "hurricanes", "cyclones", "floods") if t in c.tags] or ["Natural disasters are rare there."]),
    ("climate", r"\bclimate|\bweather|\bseasons?\b", _climate),
    ("height", r"\belevation|\baltitude|\bhow high|\babove (the )?sea", _height),
    ("leader", r"\b(who (leads|rules|runs|governs)|leader|head of (state|government)|president|prime minister|monarch|king|queen)\b", lambda c, n: [f"The country is led by {n.leader}."]),
    ("government", r"\bgovernment|\bpolitical|\bgoverned|\bpolitics|\bregime|\bruled (now|today)", lambda c, n: [f"The country is {n.government}."]),
    ("colony", r"\bcoloni\w*|\bcolony\b|\bruled\b|\boccupied\b|\bempires?\b|\bconquered", _colony),
    ("independence", r"\bindependen(?!\w* (hero|leader|square|movement|fighter))", _independence),
    ("flag", r"\bflags?\b", _flag),
    ("calling code", r"\bcalling code|\bphone code|\bdial(ing)? code|\btelephone", lambda c, n: [f"The telephone code of the country is {n.code}."]),
    ("groups", r"\b(organi[sz]ations?|alliances?|unions?|member(ship)? of|blocs?)\b", lambda c, n: _each([g for g in n.groups if "nuclear" not in g and "former" not in g], "Its country belongs to the {}.") or ["Its country belongs to no well-known club of states."]),
    ("exports", r"\bexports?\b|\bproduces?\b|\bproducts?\b|\bgoods\b|\bresources?\b", lambda c, n: _pairs(n.exports, "Its country sells {} abroad.")),
    ("brands", r"\b(brands?|compan(y|ies)|corporations?|headquarter\w*)\b", lambda c, n: _each(n.brands, "Its country is home to {}.") or _pairs(c.industry, "Companies there work in {}.")),
    ("drink", r"\bdrinks?\b|\bbeverages?|\balcohol|\bbeer\b|\bwine\b", lambda c, n: _each(n.drink, "People drink {} there.", "A typical drink is {}.")),
    ("food", r"\bfoods?\b|\bdish(es)?\b|\bcuisine|\beat\b|\bmeals?\b|\bspeciali?t(y|ies)|\bdelicac|\bsnacks?\b|\bculinary|\bpizzas?\b|\bnoodles?\b|\bsoups?\b|\bsandwich|\bbread\b|\bcheese|\bmeat\b|\bseafood|\bdumplings?|\bsausages?|\bcakes?\b|\bdesserts?|\bsweets?\b|\bpastr(y|ies)\b", lambda c, n: _each(c.food or n.food, "People love {} there.", "It is known for {}.", "A typical dish is {}.") if len(c.food) != 1 else _each((*c.food, *n.food[:2]), "People love {} there.", "A typical dish is {}.")),
    ("clubs", r"\b(teams?|clubs?|stadiums?)\b", lambda c, n: _each(c.sports, "There is {}." if all(not s.startswith("the football clubs") for s in c.sports) else "It has {}.") or _pairs(n.sports, "People there love {}.")),
    ("sport", r"\bsports?\b|\bgames do\b|\bathlet", lambda c, n: _pairs(n.sports, "People there love {}.", "The favourite sports are {}.")),
    ("events", r"\bevents?\b|\bhosted?\b|\bolympic|\bworld cup|\bexpo\b|\bgames\b", lambda c, n: _each(c.events, "It hosted the {}.") or ["It has hosted no great international event that I know of."]),
    ("founder", r"\bwho (founded|built|established|created|settled)|\bfounders?\b|\bfounded by", lambda c, n: _each((c.founder,), "It was founded by {}.") if c.founder else ["Nobody knows a single founder."]),
    ("former names", r"\b(used to be|previously|formerly) (called|known|named)", lambda c, n: ["I cannot say anything about its name."]),
    ("founded", r"\b(when|what year|which year|which century|what century|how long ago)\b.*\b(founded|built|established|created|settled|begin|start|found|come into|exist)|\bhow old\b|\bage\b|\bfounded\b|\bfounding\b|\bestablished\b", _founded),
    ("people known", r"\bwho\b|\bcelebrit|\b(famous|notable|known) (person|people|figures?|residents?|artists?|musicians?|writers?|actors?|singers?|athletes?|players?|leaders?)\b|\bborn\b|\bsinger|\bwriter|\bauthor\b|\bactor|\bmusician|\bartists?\b", lambda c, n: _each([b for b in c.born if " " not in b or b.split()[-1] not in ("there", "nearby")], "{} was born there.") or _each(n.people_known, "Its country gave the world {}.")),
    ("university", r"\buniversit|\bcolleges?\b|\bschools?\b", lambda c, n: _each(c.schools, "It has {}.") or ["It has several universities."]),
    ("airport", r"\bairports?\b|\bfly\b", lambda c, n: _each([a for a in c.airport if a[0].isupper()], "Its airport is called {}.") or ["It has an airport that I cannot name."]),
    ("coast", r"\b(sea|ocean|coast|gulf|body of water|bodies of water|shore|bay|water)\b", _coast),
    ("river", r"\brivers?\b|\blakes?\b|\bwaterways?", _river),
    ("hills", r"\bmountains?\b|\bhills?\b|\bterrain|\blandscape|\bvolcano|\bgeograph\w*|\bsurround\w*|\btopograph|\bphysical features?|\bland ?form", _hills),
    ("transport", r"\btransport|\bget around|\bcommut|\btravel\b|\bmetro\b|\bsubway", _transport),
    ("landmark", r"\blandmarks?|\bmonuments?|\battractions?|\bbuildings?|\btourists?\b|\bto do\b|\bdo$|\btourist do\b|\bartworks?|\bsights?\b|\bvisit|\bstructures?|\bicon|\bmuseums?|\bpalaces?|\btemples?|\bchurch|\bbridges?|\btowers?\b|\bplaces? to (see|go|visit)|\bsee there|\bskyline|\bsymbols?|\barchitectur|\bparks?|\bsquares?", lambda c, n: _each(c.landmarks, "A famous sight is {}.", "Visitors go to see {}.", "It has {}.")),
    ("industry", r"\bindustr|\beconom|\bbusiness|\bjobs?\b|\bwork\b|\btrade\b|\bmanufactur|\bproduced\b|\bmade\b|\bsectors?\b|\bmake (a )?living", lambda c, n: _pairs(c.industry, "Important trades are {}.", "It lives from {}.")),
    ("past", r"\bhistor|\bwars?\b|\bbattles?|\bhappened|\bpast\b|\brevolution|\bdynast|\bancient", lambda c, n: _each(c.history, "It {}.") or _each(n.history, "Its country {}.")),
    ("culture", r"\bcultur|\btradition|\bfestival|\bmusic|\bart\b|\bcelebrat|\bdance|\bcustom|\bholiday", lambda c, n: [*_each(c.known, "It is known for {}."), *_each(n.known, "Its country is known for {}.")]),
    ("animals", r"\banimals?|\bwildlife|\bbirds?\b|\bplants?\b|\bfauna|\bflora", lambda c, n: [x for x in (*_each(n.known, "Its country is known for {}."),) if re.search("panda|kangaroo|tiger|alpaca|elephant|gorilla|coral", x)] or ["No animal in particular is tied to it."]),
    ("known", r"\b(known|famous|infamous|notorious|forbidden|banned|illegal|laws?|rules|associated|recogni[sz]\w+|renowned|unique|special|notable|interesting|best|stand out|characteri\w*|reputation|distinguish\w*|different|important|remarkable|feature|popular|like)\b", lambda c, n: [*_each(c.known, "It is known for {}.", "It is famous for {}.")]),
    ("role", r"\brole\b|\bstatus\b|\bkind of (city|place)|\btype of city", _role),
    ("region", r"\bwhere\b|\bregion|\bpart of\b|\blocat|\bsituated|\bcardinal|\bdirection|\bpart\b|\barea\b|\bworld\b|\bsubcontinent", _where),
    ("country income", r"\b(rich|poor|developed|income|gdp|wealth)", lambda c, n: [f"Its country has {'an upper middle' if n.income == 'upper middle' else 'a ' + n.income} income."]),
    ("problems", r"\bproblems?\b|\bchallenges?\b|\bissues?\b|\bdangers?\b|\bcriticis", lambda c, n: [f"It struggles with {t}." for t in ("traffic", "smog", "crime", "floods", "slums", "earthquakes", "drugs") if t in c.tags] or ["It has no problem that other cities do not have."]),
    ("island", r"\bislands?\b", lambda c, n: [f"It lies on {c.island}.", "It lies on an island."] if c.island else ["It lies on islands and a mainland." if "islands" in c.tags else "It lies on no island of note."]),
    ("hint", r"\bhints?\b|\bclues?\b|\bdescribe|\btell\b|\bfacts?\b|\babout (it|the city|this city)|\bsomething\b|\bhelp\b|\bname (a|an|one|some)\b", _hint),
    ("thing", r"(?!)", lambda c, n: ["Nothing of that kind comes to mind."]),
    ("when old", r"^when\b|^how long", _founded),
)  # fmt: skip


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern, _ in _TOPICS)


@lru_cache(maxsize=1)
def _sayings() -> dict[str, Say]:
    return {name: say for name, _, say in _TOPICS}


def topic_patterns() -> tuple[str, ...]:
    """The patterns' sources, from which the known words are taken."""
    return tuple(pattern for _, pattern, _ in _TOPICS)


def find_topic(text: str) -> str:
    """The topic of an open question in plain words; empty where there is none."""
    return next((name for name, pattern in _compiled() if pattern.search(text)), "")


def say(topic: str, city: City) -> tuple[str, ...]:
    """All sentences that may answer `topic` for `city`, names and all; each once."""
    return tuple(dict.fromkeys(_sayings()[topic](city, knowledge().country(city))))


def topics() -> tuple[str, ...]:
    """The names of all topics."""
    return tuple(_sayings())
