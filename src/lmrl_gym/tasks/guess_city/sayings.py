"""What is said on the topics of open questions: for each, all the sentences that may answer about a city, written without regard to names.

A function takes a city and its country. Sentences that give a name away are dropped later, so each offers several, or one that names nothing.
"""

# ruff: noqa: ARG001, E501 -- every function takes the same two arguments; sentences stand side by side

from __future__ import annotations

from collections.abc import Callable, Sequence

from lmrl_gym.tasks.guess_city.knowledge import City, Country, knowledge
from lmrl_gym.tasks.guess_city.names import safe
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.places import capital_of, distance_km, part_of

Say = Callable[[City, Country], Sequence[str]]


def about(millions: float) -> str:
    """`about 14 million`; below a million in thousands, from a thousand millions on in both; two figures."""
    if millions >= 1000:
        return f"about {float(f'{millions:.2g}'):g} million ({millions / 1000:.2g} billion)"
    if millions >= 1:
        return f"about {float(f'{millions:.2g}'):g} million"
    return f"about {float(f'{millions * 1000:.2g}'):g} thousand"


def each(things: Sequence[str], *frames: str) -> list[str]:
    return [frame.format(thing) for thing in things for frame in frames]


def listed(c: City, things: Sequence[str], *frames: str) -> list[str]:
    """One sentence for each frame that tells up to five of `things`, the first of them, leaving out what gives a name away."""
    told = safe(c, tuple(things))[:5]
    row = f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else "".join(told)
    return [frame.format(row) for frame in frames] if told else []


def people(c: City, n: Country) -> list[str]:
    return [f"It has {about(c.people)} inhabitants.", f"{about(c.people).capitalize()} people live in the city, and {about(c.metro)} with its surroundings."]


def founded(c: City, n: Country) -> list[str]:
    if c.founded < 0:
        when = f"more than {(2000 - c.founded) // 500 * 500} years ago"
    elif c.founded < 1000:
        when = f"in the {(c.founded - 1) // 100 + 1}th century".replace("1th", "1st").replace("2th", "2nd").replace("3th", "3rd") if c.founded > 0 else "long ago"
    else:
        when = f"in {c.founded}"
    return [f"It goes back to {when[3:]}." if when.startswith("in ") else f"It was founded {when}.", f"Its history begins {when}."]


def climate(c: City, n: Country) -> list[str]:
    kind = {"continental": "a continental climate, with cold winters", "desert": "a desert climate", "arid": "a hot, arid climate", "highland": "a mild highland climate",
            "oceanic": "an oceanic climate with mild summers", "mediterranean": "a Mediterranean climate with dry summers", "semi-arid": "a semi-arid climate"}  # fmt: skip
    what = kind.get(c.climate, f"a {c.climate} climate")
    return [f"It has {what}.", f"The city has {what}; the warmest month averages {c.summer:g} degrees Celsius and the coldest {c.winter:g}."]


def temperature(c: City, n: Country) -> list[str]:
    return [f"The warmest month averages about {c.summer:g} degrees Celsius, the coldest about {c.winter:g}."]


def snow(c: City, n: Country) -> list[str]:
    return [{"often": "Yes, it snows there every winter.", "sometimes": "It snows there now and then in winter.", "rarely": "It hardly ever snows there.", "never": "It does not snow there."}[c.snow]]


def coast(c: City, n: Country) -> list[str]:
    seas = c.seas or ((c.sea,) if c.sea else ())
    if seas:
        return [*each(seas, "It lies on the {}.", "The {} is at its doorstep."), "It lies on the coast."]
    if c.near_sea:
        return [f"It lies inland; the {c.near_sea} is not far.", "It lies inland, but not far from the sea."]
    return ["It lies inland, on no sea."]


def country_seas(c: City, n: Country) -> list[str]:
    seas = list(safe(c, tuple(f"the {sea}" for sea in n.seas)))
    return [f"Its country lies on {' and '.join([', '.join(seas[:-1]), seas[-1]] if len(seas) > 1 else seas)}."] if seas else ["Its country lies on no open sea."] if not n.seas else ["Its country lies on the sea."]


def where(c: City, n: Country) -> list[str]:
    regions = [r for r in n.regions if r not in ("Americas", "Western world", "Anglosphere", "Slavic", "Eurasia")]
    out = [f"It lies {c.place}."]
    return out + ([f"It is in {r if r.split()[0] not in ('Middle', 'Far', 'Near', 'Balkans', 'Caribbean', 'Andes', 'Pacific', 'Arab', 'Indian', 'Southern', 'former', 'British', 'Iberian', 'Horn', 'Malay', 'Mediterranean') or r in ('Southern Europe', 'Southern Africa') else 'the ' + r}." for r in regions[:2]])


def part_of_continent(c: City, n: Country) -> list[str]:
    """In which corner of its continent it lies."""
    sides = [side for side in ("north", "south", "east", "west") if part_of(c, n.continent, [side])]
    return [f"It lies in the {''.join(sides)} of its continent."] if sides and not c.continents else []


def world_region(c: City, n: Country) -> list[str]:
    shared = ["It shares its continent with Canada and Mexico."] if n.key == "United States" else []
    return [*(s for s in where(c, n)[1:] if "Rim" not in s), *continent(c, n), *shared]


def continent(c: City, n: Country) -> list[str]:
    if c.continents:
        return ["It lies on two continents, Europe and Asia."]
    return [f"It is in {n.continent}.", f"The continent is {n.continent}."]


_SAME_TONGUE = frozenset(("Bahasa Indonesia", "Persian", "Mandarin Chinese", "Chinese", "Bangla", "Castilian", "Tagalog"))
"""Second names of languages that stand in the lists."""


def language(c: City, n: Country) -> list[str]:
    first, *others = c.languages or n.languages
    also = safe(c, tuple(x for x in others if x not in _SAME_TONGUE))[:3]
    tail = f"; {' and '.join(also) if len(also) < 3 else f'{also[0]}, {also[1]} and {also[2]}'} {'is' if len(also) == 1 else 'are'} spoken too" if also else ""
    out = [f"People there mostly speak {first}{tail}.", f"The main language is {first}{tail}."]
    return out + ([f"They speak {n.speech}."] if n.speech and not c.languages else [])


_BRANCHES = {"Iraq": ", both Shia and Sunni", "Iran": ", of the Shia branch"}
_CHRISTIAN = ("Christian", "Catholic")


def religion(c: City, n: Country) -> list[str]:
    """The main faith with its branch, and what else is followed that the first does not include."""
    main = next((r for r in n.religions if r not in ("no religion", "atheism")), "")
    if not main or n.religions[-1] == "atheism":
        return ["Most people follow no religion."]
    rest = [r for r in n.religions if r not in (main, "no religion") and not (any(w in main for w in _CHRISTIAN) and any(w in r for w in _CHRISTIAN)) and not ("Islam" in main and "Islam" in r)]
    also = f"; others follow {' and '.join(rest[:2])}" if rest else ""
    if n.religions[0] == "no religion":
        return [f"Many people follow no religion; the most common one is {main}."]
    if n.key == "Ivory Coast":
        return ["Islam and Christianity are about equally strong there."]
    branch = _BRANCHES.get(n.key, ", mostly of the Sunni branch" if main == "Islam" else "").replace(", of the Shia branch", "" if "Shia" in main else ", of the Shia branch")
    return [f"Most people follow {main}{branch}{also}.", f"The main religion is {main}{branch}{also}."]


def flows(water: str) -> bool:
    return not regex(r"Bay|Canal|Lake|lake|harbour|Lagoon|Xochimilco|reservoir|Bosporus|Golden Horn").search(water)


def river(c: City, n: Country) -> list[str]:
    rivers = [w for w in c.water if flows(w)]
    said = [f"{w[0].upper() + w[1:] if w.startswith(('a ', 'the ', 'many', 'canals')) else 'The ' + w} {'flow' if w.startswith(('many', 'canals')) else 'flows'} through it." for w in rivers]
    return said or ["No great river runs through it.", *[f"No great river runs through it, but it lies on {w if w.startswith(('Lake', 'a ', 'the ', 'La ')) else 'the ' + w}." for w in c.water]]


def lakes(c: City, n: Country) -> list[str]:
    return [f"It lies on {w if w.startswith(('Lake', 'a ', 'the ', 'La ')) else 'the ' + w}." for w in c.water if not flows(w)]


def water(c: City, n: Country) -> list[str]:
    return [*river(c, n), *coast(c, n)] if any(map(flows, c.water)) else coast(c, n)


def nearby(c: City, n: Country) -> list[str]:
    """The two big cities that lie nearest, of those that are known."""
    away = sorted((distance_km((c.lat, c.lon), place[1:]), name) for name, place in knowledge().where.items() if name != c.name and place[0] > 0.6)
    return [f"{name} is about {float(f'{km:.2g}'):g} kilometres away." for km, name in away[:2]]


def hills(c: City, n: Country) -> list[str]:
    return each((c.hills,), "Nearby are {}.", "One sees {}.") if c.hills else ["The land around it is flat."]


def height(c: City, n: Country) -> list[str]:
    metres = round(c.elevation, -1) if c.elevation >= 20 else c.elevation
    return [f"It lies about {metres} metres above the sea."]


def role(c: City, n: Country) -> list[str]:
    if c.capital:
        return ["It is the capital of its country."]
    if c.seat:
        return ["It is the capital of its state or province.", *([f"It is the capital of {c.state}."] if not c.state.startswith("the ") else [])]
    return ["It is not a national capital."]


def capital(c: City, n: Country) -> list[str]:
    if c.capital:
        return ["The city itself is the capital."]
    if n.key == "Hong Kong":
        return ["It is a territory of its own, and has no capital."]
    return list(safe(c, (f"The capital is another city, {capital_of(c)}.",))) or ["The capital is another city."]


def neighbours(c: City, n: Country) -> list[str]:
    if not n.neighbours:
        return ["Its country has no land neighbours."]
    count = "one land neighbour" if len(n.neighbours) == 1 else f"{len(n.neighbours)} land neighbours"
    return [f"Its country has {count}.", *listed(c, n.neighbours, "Its country borders {}."), *each(n.neighbours, "Its country borders {}.")]


def zone(c: City, n: Country) -> list[str]:
    hours = n.utc if c.utc is None else c.utc
    return [f"Its clocks are {abs(hours):g} hours {'ahead of' if hours > 0 else 'behind'} Greenwich." if hours else "Its clocks show Greenwich time in winter."]


def colony(c: City, n: Country) -> list[str]:
    return listed(c, n.ruled_by, "Its country was once ruled by {}.") or ["No foreign power ruled its country for long in modern times."]


def independence(c: City, n: Country) -> list[str]:
    return [f"Its country became independent in {n.independence}."] if n.independence else ["Nobody gives a year for that; its country has long been its own master."]


def flag(c: City, n: Country) -> list[str]:
    return [f"The flag shows {', '.join(n.flag[:-1])} and {n.flag[-1]}." if len(n.flag) > 1 else f"The flag is {n.flag[0]}."]


def hint(c: City, n: Country) -> list[str]:
    return [*each(c.known, "It is known for {}."), f"It lies {c.place}.", *each(c.nickname, "It is nicknamed {}.")]


def hemisphere(c: City, n: Country) -> list[str]:
    half = "northern" if c.lat > 0 else "southern"
    near = ", close to the equator" if abs(c.lat) < 10 else ""
    return [f"It lies in the {half} hemisphere{near}.", f"It lies at about {abs(c.lat):.0f} degrees {half[:5]}."]


def transport(c: City, n: Country) -> list[str]:
    means = [t for t, words in (("metro", "a metro"), ("tram", "trams"), ("bus rapid transit", "rapid buses"), ("cable car", "cable cars")) if t in c.tags for t in (words,)]
    known = " ".join((*c.known, *c.food))
    means += [word for word in ("rickshaws", "motorbikes", "tuk-tuks", "scooters") if word in known]
    return [f"People get around by {', '.join(m.replace('a metro', 'metro') for m in means)}, bus and car."] if means else ["People get around by bus, car and motorbike."]
