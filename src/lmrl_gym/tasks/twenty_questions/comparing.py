"""Comparisons said in other ways, put as `is it bigger than a cat` or, where that asks the reverse, `not is it bigger than a cat`."""

from __future__ import annotations

import re
from collections.abc import Callable

from lmrl_gym.tasks.twenty_questions.dispatch import Signs
from lmrl_gym.tasks.twenty_questions.measures import AMOUNT, UNITS

_REVERSE = {
    **dict.fromkeys(("bigger", "larger", "greater", "big", "large", "huge", "enormous", "giant", "bulkier"), "smaller"),
    **dict.fromkeys(("smaller", "tinier", "littler", "small", "tiny", "little", "less", "puny", "minuscule", "dwarfed"), "bigger"),
    "heavier": "lighter", "lighter": "heavier", "heavy": "lighter", "light": "heavier",
    "longer": "shorter", "taller": "shorter", "shorter": "taller", "long": "shorter", "tall": "shorter", "short": "taller",
    "wider": "narrower", "narrower": "wider", "thicker": "thinner", "thinner": "thicker",
    "more expensive": "cheaper", "pricier": "cheaper", "costlier": "cheaper", "cheaper": "more expensive", "less expensive": "more expensive",
    "weigh more": "lighter", "weigh less": "heavier",
    "faster": "slower", "slower": "faster", "quicker": "slower",
}
"""What A is beside B where B is so beside A."""
_MORE = {
    "big": "bigger", "large": "bigger", "heavy": "heavier", "tall": "taller", "long": "longer", "wide": "wider", "small": "smaller",
    "expensive": "more expensive", "fast": "faster", "light": "lighter", "thick": "thicker", "bulky": "bigger",
}
_KIND = {"size": ("bigger", "smaller"), "weight": ("heavier", "lighter"), "length": ("longer", "shorter"), "height": ("taller", "shorter")}
_KIND |= {"price": ("more expensive", "cheaper"), "cost": ("more expensive", "cheaper")}
_KIND |= {"dimensions": ("bigger", "smaller"), "bulk": ("bigger", "smaller")}
_HOW = rf"(?:{'|'.join(sorted((how for how in _REVERSE if how.endswith(('er', 'expensive', 'less'))), key=len, reverse=True))})"
_ANY = rf"(?:{'|'.join(sorted(_REVERSE, key=len, reverse=True))})"
_KINDS = "|".join(_KIND)
_OTHER = r"(?P<what>(?!it\b|there\b|its\b)(?:an? |the |one |most |your |my )?[\w ]+?)"
_BESIDE = (
    r"(?:(?:when |if )?(?:it is )?(?:compared|placed|put|held|set|standing|stood|laid)(?: up)? (?:to|with|next to|beside|against|"
    r"alongside)|next to|beside|alongside|by comparison (?:to|with)|in comparison (?:to|with)|against|by the side of)"
)
_AT_MOST = ("less", "under", "lighter", "fewer", "below", "cheaper", "smaller", "shorter")
_NEXT: tuple[str, ...] = (" compared", " compare ", " placed", " put ", " held ", " set ", " next ", " beside ", " alongside ", " against ")
_NEXT += (" comparison ", " side ", " stood ", " stand ", " standing ", " laid ", " lay ", " hold ", " line ", " lined ", " place ")
_IS = r"(?:is|are|would|will|does|do|could|might)"


def _swapped(m: re.Match[str]) -> str:
    return f"is it {_REVERSE[m['how']]} than {m['what']}"


def _plain(m: re.Match[str]) -> str:
    return f"is it {m['how']} than {m['what']}"


def _kind(m: re.Match[str], less: bool = False) -> str:
    return f"is it {_KIND[m['kind'] or 'size'][less]} than {m['what']}"


_SHAPES: tuple[tuple[tuple[str, ...], str, Callable[[re.Match[str]], str]], ...] = (
    # Is a cat smaller than it?
    (
        (" than ",),
        (rf"^(?:{_IS} )?{_OTHER} (?:(?:is|would) )?(?:be |look |seem )?(?P<how>weigh (?:more|less)|{_HOW})"
        rf"(?: in (?:{_KINDS}))? than it(?: is| does)?$"),
        _swapped,
    ),
    (
        (" as ",),
        rf"^(?:{_IS} )?{_OTHER} (?:(?:is|would) )?(?:be )?(?:at least )?as (?P<how>{'|'.join(_MORE)}) as it(?: is)?$",
        lambda m: f"not is it {_MORE[m['how']]} than {m['what']}",
    ),
    ((" outweigh",), rf"^(?:{_IS} )?it outweighs? {_OTHER}$", lambda m: f"is it heavier than {m['what']}"),
    ((" outweigh",), rf"^(?:{_IS} )?{_OTHER} outweighs? it$", lambda m: f"is it lighter than {m['what']}"),
    ((" exceed", " surpass"), rf"^(?:{_IS} )?{_OTHER} (?:exceed|surpass)s? it(?: in (?P<kind>{_KINDS}))?$", lambda m: _kind(m, less=True)),
    ((" dwarf",), rf"^(?:{_IS} )?it dwarfs? {_OTHER}$", lambda m: f"is it bigger than {m['what']}"),
    ((" dwarf",), rf"^(?:{_IS} )?{_OTHER} dwarfs? it$", lambda m: f"is it smaller than {m['what']}"),
    ((" dwarf",), rf"^{_IS} {_OTHER} (?:be )?dwarfed by it$", lambda m: f"is it bigger than {m['what']}"),
    # Would a cat look small next to it? Would it look small next to a cat?
    (_NEXT, rf"^{_IS} {_OTHER} (?:be |look |seem |appear )?(?:\w+ly )?(?P<how>{_ANY}) {_BESIDE} it$", _swapped),
    (
        _NEXT,
        rf"^{_IS} it (?:be |look |seem |appear )?(?:\w+ly )?(?:the )?(?P<how>{_HOW})(?: one| thing| of the two| object)? {_BESIDE} {_OTHER}$",
        _plain,
    ),
    (
        _NEXT,
        rf"^{_IS} it (?:be |look |seem |appear )(?:\w+ly )?(?P<how>{_ANY}) {_BESIDE} {_OTHER}$",
        lambda m: f"is it {_REVERSE[_REVERSE[m['how']]]} than {m['what']}",
    ),
    (
        _NEXT,
        (r"^(?:(?:if|when) )?(?:(?:i|you|we|one) )?(?:compared?|put|placed?|set|stood|stand|held|hold|lay|laid|line|lined)? ?(?:it )?(?:up "
        r")?(?:to|with|next to|beside|"
        rf"against|alongside) {_OTHER} ?,? (?:is|would|will|does) (?:it|this|the (?:object|item|thing)|this (?:object|item|thing)|your "
        rf"(?:object|item|thing)) (?:be |look |seem )?(?:the )?(?P<how>{_HOW})(?: one| thing| of the two| object| in size)?$"),
        _plain,
    ),
    # Does its weight exceed a pound? Is its size less than that of a cat?
    (
        (" exceed ", " surpass "),
        rf"^{_IS} its (?P<kind>{_KINDS}) (?:exceed|surpass) (?:that of |the (?:{_KINDS}) of )?{_OTHER}$",
        _kind,
    ),
    ((" exceed", " surpass"), rf"^(?:{_IS} )?it (?:exceed|surpass)s? {_OTHER}(?: in (?P<kind>{_KINDS}))?$", _kind),
    (
        (" than ", " above ", " over ", " below ", " under "),
        (rf"^{_IS} its (?P<kind>{_KINDS}) (?:be )?(?:(?P<more>more than|greater than|above|over|larger than|higher than|bigger than)|less than|"
        rf"below|under|smaller than|lower than) "
        rf"(?:that of |the (?:{_KINDS}) of )?{_OTHER}$"),
        lambda m: _kind(m, less=not m["more"]),
    ),
    (
        (" size ", " sized "),
        (rf"^(?!.* or ){_IS} it (?:be )?(?:(?P<more>above|over|beyond|bigger than|larger than)|below|under|beneath|smaller than|less than) "
        r"(?:the size of (?P<of>[\w ]+)|(?P<what>[\w ]+?) sized?)$"),
        lambda m: f"is it {'bigger' if m['more'] else 'smaller'} than {m['of'] or m['what']}",
    ),
    ((" than ",), rf"^(?:{_IS} it )?(?:be )?(?P<how>{_HOW}) in (?:{_KINDS}|terms of \w+) than {_OTHER}$", _plain),
    ((" than ",), rf"^is it of an? (?P<how>{_HOW}) (?:{_KINDS}) than {_OTHER}$", _plain),
    (
        (" space ", " room "),
        rf"^{_IS} it (?:take up|occupy|need|fill) (?P<how>more|less) (?:space|room) than {_OTHER}$",
        lambda m: f"is it {'bigger' if m['how'] == 'more' else 'smaller'} than {m['what']}",
    ),
    (
        (" or ",),
        rf"^is it (?P<how>{_HOW}) than {_OTHER} or (?:about |around )?(?:the same(?: size| weight| length)?|equal|(?:just )?as \w+)$",
        lambda m: f"not is it {_REVERSE[m['how']]} than {m['what']}",
    ),
    # The size of a cat or smaller; at most as big as a cat: not bigger.
    (
        (" or ",),
        (r"^(?:is it )?(?:about |around )?(?:(?:the )?(?:same )?size (?:of|as) (?P<of>[\w ]+?)|(?P<what>[\w ]+?) sized?) (?:or|and) "
        r"(?P<how>smaller|larger|bigger|less|under|more|up|over)$"),
        lambda m: f"not is it {'bigger' if m['how'] in ('smaller', 'less', 'under') else 'smaller'} than {m['of'] or m['what']}",
    ),
    (
        (" most", " least"),
        (r"^(?=.*\bat (?:most|least)\b)(?:is it )?(?:at (?P<first>most|least) )?(?:(?:the )?size of (?P<of>[\w ]+?)|as (?:big|large) as "
        r"(?P<as>[\w ]+?)|(?P<what>[\w ]+?) sized?)(?: at (?P<last>most|least))?$"),
        lambda m: f"not is it {'bigger' if 'most' in (m['first'], m['last']) else 'smaller'} than {m['of'] or m['as'] or m['what']}",
    ),
    # Ten pounds or less: not more.
    (
        (" or ", " most"),
        (rf"^(?P<start>(?:is it|does it (?:weigh|cost|measure)|(?:can|could|would) (?:you|i|one|people|someone) (?:get|buy|have|purchase) (?:it|"
        rf"one) for|(?:is|does) its \w+) )?(?:about |around |roughly )?{AMOUNT} (?P<unit>{'|'.join(UNITS)}) "
        r"(?:at (?P<most>most)|(?:or|and) (?P<how>less|under|lighter|fewer|below|cheaper|smaller|shorter|more|over|heavier|above|up|greater|"
        r"longer|taller))$"),
        lambda m: f"not {m['start'] or 'is it '}{'more' if m['most'] or m['how'] in _AT_MOST else 'less'} than {m['n']} {m['unit']}",
    ),
    (
        (" as ",),
        rf"^(?:is it )?(?:not (?:even |quite |nearly )?(?:as|so)|less) (?P<how>{'|'.join(_MORE)}) (?:as|than) {_OTHER}$",
        lambda m: f"is it {_REVERSE[_MORE[m['how']]]} than {m['what']}",
    ),
)
_TABLE = tuple((re.compile(pattern), put) for _, pattern, put in _SHAPES)
_SIGNS = Signs(signs for signs, _, _ in _SHAPES)


def compared(clause: str) -> str | None:
    """The clause in the plain words of a comparison; None where it is none or plain already."""
    for row in _SIGNS.rows(clause):
        pattern, put = _TABLE[row]
        if found := pattern.match(clause):
            return put(found)
    return None
