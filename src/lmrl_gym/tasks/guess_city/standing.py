"""Yes or no about a city's standing: capital or not, rank, events, hemispheres, age. A table for `claims`, special entries before general ones.
"""

# ruff: noqa: ARG005, E501, RUF021 -- a table: one rule a line, however long, and every test takes the same three arguments

from __future__ import annotations

from lmrl_gym.tasks.guess_city.knowledge import knowledge
from lmrl_gym.tasks.guess_city.lore import Told, told
from lmrl_gym.tasks.guess_city.measures import Test, age, big, century, events, olympics, peoples, superlative, tag, year
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.places import capital_of

_WORKS = (
    "mosques?|church(?:es)?|cathedrals?|temples?|synagogues?|airports?|railway stations?|stations?|stadiums?|squares?|markets?|bazaars?|museums?|universit(?:y|ies)|parks?|zoos?|aquariums?|"
    "bridges?|towers?|buildings?|skyscrapers?|slums?|librar(?:y|ies)|carnivals?|festivals?|parliaments?|walls?|beach(?:es)?|undergrounds?|subways?|metros?|metro systems?|stock exchanges?|"
    "avenues?|harbou?rs?|chinatowns?|minarets?|monorails?|department stores?|trade fairs?|medical cent(?:er|re)s?|hospitals?|wonders?"
)
"""Of which a city can have the largest."""

_BY_CAPITAL = ("Bogor", "Bandung", "Tianjin", "Yokohama", "Inchon", "Giza", "Quezon City")
"""Cities beside their country's capital."""

STANDING: tuple[tuple[str, Test], ...] = (
    (r"\b(bigger|larger|more populous|more people|greater population|more inhabitants)\b.* than (the|its) (\w+ )?(\w+ )?capital", lambda c, n, m: not c.capital and c.people > knowledge().where.get(capital_of(c), (99.0, 0.0, 0.0))[0]),
    (r"\b(?:main |international )?airport (?:of|for|serving) (?:the|its) (?:\w+ )?capital\b", lambda c, n, m: c.name == "Inchon" or c.capital),
    (r"\b(?:commuter|dormitory|satellite|bedroom|suburban)\b.*\b(?:of|to|for|near) (?:the|its) (?:\w+ )?capital\b", lambda c, n, m: c.name in _BY_CAPITAL),
    (r"\b(serv\w+|port (of|for)|gateway to|satellite|suburb|part|metropolitan area) (of |to )?(the )?(\w+ )?capital|\bcapital (s )?(metropolitan|metro|greater|commuter|suburb|region)", lambda c, n, m: c.name in _BY_CAPITAL),
    (r"\b(wealthiest|richest) (city|cities|place)", lambda c, n, m: c.largest and "finance" in c.tags),
    (r"\bmost visited (city|cities|place|destination)", lambda c, n, m: c.name in ("Paris", "Bangkok", "London", "Hong Kong", "Istanbul", "Singapore", "Tokyo")),
    (r"\b(largest|biggest|most popul\w+) (city )?(in|of) (its|the|a|an|any) (\w+ )?(state|province|prefecture|department)\b", lambda c, n, m: bool(c.state) and c.name not in ("Jinan", "Zibo", "Dalian", "Malang", "Bogor", "Sukabumi", "Cirebon", "Faisalabad")),
    (r"\bhot dogs?\b|\bhot pot\b|\bcold noodles\b|\bhot chocolate\b|\bdry noodles\b|\bblack sea\b|\bwinter olympics planned\b", lambda c, n, m: (told(c, m[0]) or Told(False, False)).true),
    (r"\b(country|state|nation) (with)?in (it|the city)|\benclave", tag("pope")),
    (r"\b(designed|planned) by (a|an|the|some) (famous|single|\w+) (architect|planner|person)", tag("planned")),
    (r"\b(built|stands?|lies|sits|located) on (a |an |top of )?(\w+ )?(lake|lakebed|swamp|marsh)", lambda c, n, m: c.name in ("Mexico City", "St Petersburg")),
    (r"\bfour seasons|4 (distinct )?seasons|distinct seasons\b", lambda c, n, m: c.summer - c.winter >= 13),
    (rf"\b(?P<most>largest|biggest|busiest|oldest|longest|tallest|deepest|widest) (?:\w+ ){{0,2}}?(?P<what>{_WORKS})\b", superlative),
    (r"\b(merg|join|unit|fus|combin)\w+ (\w+ ){0,2}(two|2|three|3|several) (\w+ )?(cities|towns|settlements)|\b(two|2|three|3) (\w+ )?(cities|towns)\b", lambda c, n, m: c.name in ("Budapest", "Wuhan")),
    (r"\b(ethnic|community|communities|minority|minorities|diaspora|descent|immigrants?|heritage|neighbou?rhood)\b", peoples),
    (r"\bolympic|\bolympics\b", olympics),
    (r"\bcricket world cup\b", events("Cricket World Cup")),
    (r"\brugby world cup\b", events("Rugby World Cup")),
    (r"\bworld cup\b.*\b(won|win|champion|lifted)|\b(won|win|winner|lifted|lift|brought home|brought back|taken home|took home|claimed)\b.*\bworld cup\b", lambda c, n, m: n.world_cup_wins > 0),
    (r"\bworld cup\b", lambda c, n, m: any("World Cup" in e and "Rugby" not in e and "Cricket" not in e for e in c.events)),
    (r"\basian games\b", lambda c, n, m: any("Asian Games" in e for e in c.events)),
    (r"\bpan american games\b", events("Pan American Games")),
    (r"\bcommonwealth games\b", events("Commonwealth Games")),
    (r"\b(world )?(expo|exposition|world fair|worlds fair)\b", events("Expo", "World's Fair", "Great Exhibition", "Exposition")),
    (r"\b(formula (one|1)|f 1|f1|grand prix)\b", tag("f1", "f1 nearby")),
    (r"\bdisney", lambda c, n, m: bool(c.tags & {"disney", "disney nearby"})),
    (r"\bcapital\b.*\bformer (country|state|nation|republic)\b", lambda c, n, m: c.name in ("Ho Chi Minh City", "Moscow", "Berlin", "Istanbul", "Changchun", "Houston")),
    (r"\b(former|once|previous|previously|used to be|was it|ever|past|ancient|old|historical|historic|formerly|no longer)\b.*\bcapital\b|\bex capital\b|\b(been|was|be) (a|the|its)? ?(national )?capital\b|^(did|was|were|had|has)\b.*\bcapital\b.*\b(in the past|in history|at any time|formerly|historically|once|ever)$",
     lambda c, n, m: bool(c.former) or c.capital or "capital of an empire" in c.tags if not regex(r"\b(former|used to be|no longer|previous|formerly|ex)\b").search(m.string) else bool(c.former)),
    (r"\b(state|provincial|province|regional|prefectural|prefecture|region|district) capital\b|\bcapital (city )?of (a|an|its|the|some|any) (\w+ )?(state|province|region|prefecture|district|department|governorate)\b|\bsubnational capital|\bseat of (a|its|the|some) (\w+ )?(state|province|provincial|prefecture|prefectural|region|regional|department)( government)?\b",
     lambda c, n, m: c.seat),
    (r"\bcapital of (an|a|the) (\w+ )?empire|\bimperial capital|\bcapital of .*\bempire", tag("capital of an empire")),
    (r"\b(financial|economic|business|commercial|finance) (capital|cent(er|re)|hub|heart|district)s?", lambda c, n, m: "finance" in c.tags),
    (r"\b(fashion) (capital|cent(er|re)|hub)\b", tag("fashion")),
    (r"\b(cultural|entertainment|music|culture) (capital|cent(er|re)|hub)\b", lambda c, n, m: bool(c.tags & {"art", "theatre", "music", "film", "literature", "dance"})),
    (r"\b(tech|technology|it|software|innovation|start ?ups?) (capital|cent(er|re)|hub|industry|scene|companies|sector)\b|\btechnolog(y|ies|ical)\b|\bsilicon valley|\bhigh tech|\btech\b|\bsoftware\b|\bstart ?ups?\b|\binformation technology\b", tag("tech", "electronics")),
    (r"\b(near|close to|far from|beside|adjacent to|next to|outside|away from|borders?|(ride|drive|trip|journey|flight|hours?|minutes) (from|to))\b.*\bcapital\b", lambda c, n, m: c.name in _BY_CAPITAL if "far" not in m.string and "away" not in m.string else not (c.capital or c.name in _BY_CAPITAL)),
    (r"\bsame (city )?as (the )?capital|\b(also|both)\b.*\bcapital\b.*\blargest|\bcapital and (the )?(largest|biggest)|\b(largest|biggest)( city)? and( the)? capital", lambda c, n, m: c.capital and c.largest),
    (r"\b(seaside|coastal|harbou?r|port|beach) capital\b|\bcapital (that is |which is )?(on|by) the (sea|coast|ocean)\b", lambda c, n, m: c.capital and bool(c.sea)),
    (r"\b(inland|landlocked) capital\b", lambda c, n, m: c.capital and not c.sea),
    (r"\b(mountain|highland|andean|high altitude) capital\b", lambda c, n, m: c.capital and c.elevation >= 1000),
    (r"\b(?:people|residents|families|folks|crowds|weekenders|tourists|visitors|holidaymakers|day trippers|escape|escaping|weekends?)\b.*\b(?:from|of) (?:the|its) (?:\w+ )?capital\b", lambda c, n, m: c.name in _BY_CAPITAL),
    (r"^(?!.*\bwhose capital\b).*\bcapital\b|\bseat of (the |its )?(national |federal |central |nation |country )?government|\bseat of power\b|\bnational government|\bparliament\b|\bpresident (lives|resides|live)|\bembass(y|ies)\b", lambda c, n, m: c.capital),
    (r"\b(second|2nd) (largest|biggest|most populous|most populated|city|most)\b", lambda c, n, m: c.rank == 2),
    (r"\b(third|3rd) (largest|biggest|most populous|most populated)\b", lambda c, n, m: c.rank == 3),
    (r"\b(fourth|4th) (largest|biggest|most populous|most populated)\b", lambda c, n, m: c.rank == 4),
    (r"\b(european|asian) (part|side) of (its|the|their) (country|nation)", lambda c, n, m: len(c.continents) > 1 or (c.country != "Turkey" and n.continent == {"european": "Europe", "asian": "Asia"}[m[1]])),
    (r"\bprime meridian|\bgreenwich\b", lambda c, n, m: c.name == "London"),
    (r"\bspecial administrative", lambda c, n, m: n.key == "Hong Kong"),
    (r"\b(is it|is the city|is this|is this city) (also )?(a|its own) (sovereign |independent )?(country|nation)$", lambda c, n, m: n.key == "Singapore"),
    (r"^(?!.*\b(stadium|church|mosque|airport|port|harbou?r|park|square|museum|palace|building|metro|subway|market|bazaar|company|producer|exporter|carmaker|temple|statue|bridge|university|zoo|library|station|slum|festival|carnival|reserves|railway|wheel|aquarium|mall|tower|theatre|opera|dam|cathedral|cemetery|forest|pyramid|painting|clock|bell|parliament|brewery|shop|bookshop|casino|hotel|school|gathering|fair|lake|river|waterfall|archipelago|island|religion|army|diaspora|community|economy)s?\b).*\b(one of|among)\b.*\b(largest|biggest|most populous|most populated|major|top)\b.*\b(world|planet|globe|earth)\b|\btop \d+ (largest|biggest|most populous).*\bworld|\bmega ?cit(y|ies)\b|\bhuge metropolis\b", lambda c, n, m: big(c) >= 10),
    (r"\b(largest|biggest|busiest) (container )?(sea)?port\b.*\bworld", lambda c, n, m: c.name == "Shanghai" or ("one of" in m.string and c.name in ("Singapore", "Pusan", "Qingdao", "Guangzhou", "Hong Kong", "Tianjin"))),
    (r"\b(largest|biggest|main|busiest|most important) (container )?(sea)?port\b", lambda c, n, m: c.name in ("Pusan", "Shanghai", "Guayaquil", "Casablanca", "Karachi", "Alexandria", "Abidjan", "Jakarta", "Singapore", "Hong Kong", "Yangon", "St Petersburg", "Ho Chi Minh City", "Havana", "Buenos Aires")),
    (r"^(?!.*\b(stadium|church|mosque|airport|port|harbou?r|park|square|museum|palace|building|metro|subway|market|bazaar|company|producer|exporter|carmaker|temple|statue|bridge|university|zoo|library|station|slum|festival|carnival|reserves|railway|wheel|aquarium|mall|tower|theatre|opera|dam|cathedral|cemetery|forest|pyramid|painting|clock|bell|parliament|brewery|shop|bookshop|casino|hotel|school|gathering|fair|lake|river|waterfall|archipelago|island|religion|army|diaspora|community|economy)s?\b).*\b(largest|biggest|most populous|most populated)\b.*\b(world|planet|globe|earth)\b", lambda c, n, m: c.name == "Tokyo"),
    (r"\b(one of|among)\b.*\b(largest|biggest|most populous|most populated|major)\b.*\b(country|nation|its|the)\b", lambda c, n, m: c.largest or 0 < c.rank <= 5 or c.people >= 5),
    (r"\b(one of|among)\b.*\b(largest|biggest|most populous|most populated)\b", lambda c, n, m: big(c) >= 8),
    (r"\b(largest|biggest|most populous|most populated)\b.*\b(continent)\b", lambda c, n, m: c.name in ("Tokyo", "Sao Paulo", "Cairo", "Kinshasa", "Mexico City", "New York", "Sydney", "Istanbul", "Moscow")),
    (r"\b(largest|biggest|most populous|most populated)\b.*\b(in|of)\b.*\b(country|nation|homeland)\b|\b(country|nation) ?(s)? (largest|biggest|most populous)|\b(largest|biggest|most populous|most populated) (city|urban area|metropolis|one)?", lambda c, n, m: c.largest),
    (r"\bnorthern hemisphere|\bnorth(ern)? half of the (world|globe|earth)|\b(north of|above) the equator|\bnorthern half of the globe", lambda c, n, m: c.lat > 0),
    (r"\bsouthern hemisphere|\b(south of|below) the equator|\bsouthern half of the globe", lambda c, n, m: c.lat < 0),
    (r"\bwestern hemisphere", lambda c, n, m: c.lon < 0),
    (r"\beastern hemisphere", lambda c, n, m: c.lon > 0),
    (r"\b(on|near|close to|by|around|nearby|touching|at) (\w+ )?(the )?equator|\bequatorial|\bdegrees (of|from) the equator", lambda c, n, m: abs(c.lat) <= 10),
    (r"\bfar from the equator", lambda c, n, m: abs(c.lat) >= 35),
    (r"\b(between|in|within|inside) the tropics|\bin the tropical zone|\btropics\b", lambda c, n, m: abs(c.lat) < 23.44),
    (r"\barctic circle|\bpolar\b", lambda c, n, m: False),
    (r"\bmore than (one|1) continent|\b(two|2|both) continents|\btranscontinental|\bseveral continents|\bstraddle", lambda c, n, m: n.key in ("Turkey", "Russia", "Egypt") if regex(r"\b(country|nation)\b").search(m.string) else len(c.continents) > 1),
    (r"^(?!(was|were|is|are|did|has) (a|an|the|its|their|some|any) (\w+ ){0,2}(party|universit\w+|church|company|museum|club|school|newspaper|state|country|republic|empire|order|religion|dynasty|bank|league|metro|subway|wall|tower|bridge|palace|temple|mosque|cathedral|castle|fort|building|airport|canal|port|theatre|opera|stadium|stock)\b).*\b(founded|established|built|settled|created|founding|date|dates|started|begun|settlement|from|existed?)\b.*\b(?P<century>\d+)(th|st|nd|rd) century|\b(?P<y>older|younger)? ?than the (?P<c2>\d+)th century", lambda c, n, m: century(c, n, m) if m["century"] else False),
    (r"\bpyramids?\b.*\b(?P<age>\d+) years", lambda c, n, m: "pyramids" in c.tags and (float(m["age"]) < 4550) == bool(regex(r"\b(more|over|older|at least|exceed\w*)\b").search(m.string))),
    (r"\b\d+ years( old)?\b.*\bold|\b\d+ years old|\b(old|older|age|founded|history|existed|existence|young|younger|established)\b.*\b\d+ years|\b\d+ year", age),
    (r"^(?!(was|were|is|are|did|has) (a|an|the|its|their|some|any) (\w+ ){0,2}(party|universit\w+|church|company|museum|club|school|newspaper|state|country|republic|empire|order|religion|dynasty|bank|league|metro|subway|wall|tower|bridge|palace|temple|mosque|cathedral|castle|fort|building|airport|canal|port|theatre|opera|stadium|stock)\b).*\b(founded|established|built|settled|created|older|founding|existed?|date)\b.*?\b(?P<year>\d{2,4})\b", year),
    (r"\bancient\b(?! (ruins|library|temple|monument|tomb|egypt|wonder|rom|greek|capital|building|wall|site|history|empire))|\bthousands of years( old)?|\bfounded in (ancient|antiquity)|\bin antiquity|\bprehistoric", lambda c, n, m: c.founded < 500 or c.name in ("Delhi", "Giza")),
    (r"\bmedieval|\bmiddle ages", lambda c, n, m: 0 < c.founded < 1500 and c.founded >= 400 or c.name in ("London", "Paris", "Rome", "Istanbul", "Cairo", "Xian")),
    (r"\b(old|historic|historical) (city|town|place|settlement)$|\b(is|very|really|quite) (old|historic|historical)\b|\b(long|rich|ancient) history", lambda c, n, m: c.founded < 1600),
    (r"\b(new|young|modern) (city|town)\b|\b(relatively|fairly|quite|very) (new|young|modern|recent)", lambda c, n, m: c.founded > 1800),
    (r"\bplanned\b|\bpurpose ?built|\bbuilt from scratch", tag("planned")),
)  # fmt: skip
