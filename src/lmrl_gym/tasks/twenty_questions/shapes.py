"""The shapes that questions come in.

Each shape is a pattern and what a `Reader` makes of its match; the first that matches counts. Two tables here: of whole clauses, and of
what follows `is it`; what follows `does it` is in `verbs`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from lmrl_gym.tasks.twenty_questions.grammar import ABOUT, AT, BE, HAS, IS, MADE, NEEDS, PEOPLE, PLACED, PREP, REST, WHO
from lmrl_gym.tasks.twenty_questions.lookup import Reading
from lmrl_gym.tasks.twenty_questions.manner import nearby
from lmrl_gym.tasks.twenty_questions.measures import fits
from lmrl_gym.tasks.twenty_questions.stories import BROUGHT
from lmrl_gym.tasks.twenty_questions.words import base

if TYPE_CHECKING:
    from lmrl_gym.tasks.twenty_questions.reader import Reader

Shape: TypeAlias = "Callable[[Reader, re.Match[str]], Reading]"


def to(slots: tuple[str, ...]) -> Shape:
    """The rest of the match, looked up in `slots`."""
    return lambda r, m: r.look(m["rest"], slots)


_THOUGHT_OF = (
    r"(?: (?:that |which )?(?:(?:you|i|we) (?:(?:are|have|had|were|am|just|already|first|once|secretly|originally) )*"
    r"(?:thinking(?: of| about)?|thought of|(?:got )?in mind|in your (?:mind|head)|hiding|chosen|chose|picked|selected|decided on|settled on|"
    r"looking for|after|got|wrote down|"
    r"keeping secret|want me to (?:guess|find))|is (?:on|in) your (?:mind|head)|(?:was|were|is) (?:chosen|picked|selected))"
    r"(?: (?:(?:right )?now|(?:right )?at (?:this|the) (?:very )?moment|(?:at|from|in) (?:the )?(?:start|beginning)(?: of (?:the|this|our) game)?|"
    r"today|for (?:me|this game|the game|this round)|secretly|before we (?:began|started)|"
    r"as (?:the|your|my) (?:answer|secret|target|word|object|thing|item|solution)))*)"
)
_ANSWERS = r"(?:(?:possible|secret|hidden|potential|allowed) )*(?:objects?|things?|items?|answers?|secrets?|words?|entr(?:y|ies)|options?|nouns?)"

CLAUSES: tuple[tuple[str, Shape], ...] = (
    # What is so of anything.
    (
        (rf"^is it (?:exactly |precisely |indeed |in fact )?(?:(?:what(?:ever)?{_THOUGHT_OF}|(?:the|your) (?:\w+ )??(?:secret|mystery|hidden|"
        rf"chosen|right|correct)(?: (?:object|thing|item|word|answer|one))?|"
        rf"(?:the|your) (?:(?:very|same|exact|one|precise|actual) )*(?:answer|secret|word|thing|object|item|one){_THOUGHT_OF}?|"
        rf"(?:(?:one )?(?:of|among) )?(?:the |your )?{_ANSWERS} (?:on|in|from|of|that (?:is|are) on) (?:your|the|a|this) (?:\w+ )?(?:list|game)"
        rf"(?: of (?:the )?{_ANSWERS})?|(?:on|in|from) (?:your|the) list(?: of (?:the )?{_ANSWERS})?)|"
        r".+ or (?:any|some)thing else(?: at all)?)$"),
        lambda r, _: r.find.sure(r.find.all),
    ),
    (rf"^{BROUGHT}" + REST, lambda r, m: r.find.sure(r.find.reminded(m["rest"]))),
    (r"^it (?P<aux>is|can|could|would|may|might|will|must|should) " + REST, lambda r, m: r.clause(f"{m['aux']} it {m['rest']}")),
    (r"^it (?P<verb>\w+)(?P<rest>.*)", lambda r, m: r.clause(f"does it {base(m['verb'])}{m['rest']}")),
    (
        (
            r"^(?:is|are|would) (?:an? |the )?(?P<rest>.+?) (?:be )?(?:an? |the |its )?(?:(?:usual|common|good|typical|normal|"
            r"likely|natural|right|best|ordinary|standard|logical|"
            r"sensible|obvious)(?: kind of| sort of)? )?(?:place|spot|room|location|setting|environment|home|habitat)(?: (?:for|"
            r"to (?:find|keep|see|look for|put|use|get)) it| where .*)$"
        ),
        to(AT),
    ),
    (
        (
            r"^(?:(?:can|could|do|does|will|would) (?:more than one|multiple|several|two|three|groups of|a group of)|"
            r"(?:can|could) (?:many|a lot of|lots of)) (?:person|people|persons|humans|children|adults) "
        )
        + REST,
        lambda r, m: r.look("more than one person", WHO) & r.you(m["rest"]),
    ),
    (
        r"^(?:(?:can|could|may) (?:(?:a|an|any|both|most|some|many|grown|the) )*(?:(?:wo)?m[ea]n|boys?|girls?|adults?|males?|females?|teenagers?)"
        r"(?: (?:and|or) (?:wo)?m[ea]n)?|(?:can|could|do|would) (?:both )?(?:men and women|women and men|boys and girls|"
        r"people of (?:all ages|any age|both genders|both sexes))) " + REST,
        lambda r, m: r.you(m["rest"]),
    ),
    (
        (
            r"^(?:do|does|can|would|will|might) (?!it\b|you\b|people\b)(?P<who>(?:\w+ ){0,2}\w+) (?:like|love|enjoy|"
            r"eat|use|need|want|chase|own|wear|like to eat|love to eat|like to use) (?:it|to eat it|eating it|"
            r"to play with it|to use it)$"
        ),
        lambda r, m: (
            r.people(m["who"], m[0].split(m["who"], 1)[1].strip())
            if re.fullmatch(PEOPLE, m["who"])
            else r.by_somebody(m[0].partition(" ")[2], m["who"])
        ),
    ),
    (
        (
            r"^(?:is|are|was|were) (?!it\b)(?:the )?(?P<what>\w+(?: \w+){0,3}?) (?:an example|one|(?:famous|known) for it)"
            r"(?: of (?:it|one|this|these|those))?$"
        ),
        lambda r, m: r.look(m["what"], ABOUT),
    ),
    (r"^(?:is|are) (?:there )" + REST, lambda r, m: r.there(m["rest"])),
    (
        (
            r"^(?:do|does|can|could|would|will|might) (?!(?:you|people|we|i|it|humans|anyone|a person|one|someone|somebody|they|kids|"
            r"children|adults|(?:my|our|your) \w+)\b)(?P<what>(?:\w+ ){1,5}?)(?:live|swim|grow|nest|hide|dwell|be found|roam) (?:there|"
            r"in it|on it|inside it)$"
        ),
        lambda r, m: r.living(m["what"].strip()),
    ),
    (
        (
            r"^(?:do|does|would|might|will|should) (?:(?:most|an?|the|every|typical|average|normal|any|all|many|american|modern|good) )*"
            r"(?P<rest>(?!it\b)(?:\w+ )?(?:kitchen|house|office|school|classroom|garage|hospital|hotel|room|bathroom|bedroom|farm|"
            r"zoo|restaurant|garden|church|shop|"
            r"store|library|museum|gym|park)s?) (?:\w+ly )?(?:have|contain|keep|need) (?:it|(?:any|some|one|several|lots|many|a few|"
            r"plenty|more than \w+|at least \w+|a lot)"
            r"(?: of (?:it|these|those))?)$"
        ),
        to(AT),
    ),
    (rf"^(?:do|can|could|would) (?P<who>{PEOPLE}) (?P<rest>\w+ on) its back$", lambda r, m: r.people(m["who"], f"{m['rest']} back")),
    (r"^(?:is|are|do|does|has|can|could|would|will) its " + REST, lambda r, m: r.its(m["rest"])),
    (rf"^is it {BE} it " + REST, lambda r, m: r.predicate(m["rest"])),
    (r"^(?:can|could) it be " + REST, lambda r, m: r.made_so(m["rest"])),
    (r"^(?:can|could|would|will|might|may|should|must|does|has|did) it (?:have )?(?:be|been) " + REST, lambda r, m: r.predicate(m["rest"])),
    (r"^is it possible (?:for (?:you|someone|a person|people|humans|a human|one) )?to " + REST, lambda r, m: r.you(m["rest"])),
    (r"^is it (?:capable of|able to|known (?:to|for)|likely to) (?:being )?" + REST, lambda r, m: r.verb(m["rest"])),
    (r"^is it " + REST, lambda r, m: r.predicate(m["rest"])),
    (r"^(?:has it|have it) (?:got )?" + REST, lambda r, m: r.has(m["rest"])),
    (r"^(?:can|could|will|would|does|do|did|might|may|must|should) it " + REST, lambda r, m: r.verb(m["rest"])),
    (rf"^(?:are|is) {PEOPLE} (?:able|going|supposed|likely|expected|meant|required) to " + REST, lambda r, m: r.you(m["rest"])),
    (rf"^(?:have|has) (?P<who>{PEOPLE}) (?:ever )?" + REST, lambda r, m: r.people(m["who"], m["rest"])),
    (
        rf"^(?:can|could|do|does|did|would|will|should|must|might|may|have|has) (?P<not>not )?(?P<who>{PEOPLE}) (?P<non>not )?" + REST,
        lambda r, m: ~r.people(m["who"], m["rest"]) if m["non"] else r.people(m["who"], m["rest"]),
    ),
    (
        (
            r"^(?:are|is) the (?P<rest>(?:skin|flesh|inside|interior|peel|fur|hair|leaves|outside|handle|exterior|meat|"
            r"rind|water|wool|coat|blade) .+)"
        ),
        lambda r, m: r.its(m["rest"]),
    ),
    (
        (
            r"^(?:is|are|can|could) (?!it\b|its\b|there\b)(?P<what>(?:\w+ ){1,5}?)(?:be )?(?P<verb>\w+ed|kept|put|made|sold|cut|held|hung|built|"
            r"grown|worn|fed|written|drawn|found|eaten|set|stuck) (?P<how>in|on|with|from|by|into|onto|off|out of|inside|at|"
            r"under|using) it(?:s \w+)?$"
        ),
        lambda r, m: r.you(f"{m['verb']} {m['what']}{m['how']} it"),
    ),
    (r"^(?:is|are) (?:the|this|that|these|those) (?P<kind>\w+(?: \w+)?) (?P<verb>)(?P<rest>.+)", lambda r, m: r.of_kind("is it", m)),
    (
        r"^(?P<aux>does|do|can|could|would|has|will) (?:the|this|that|these|those) (?P<kind>\w+(?: \w+)?) " + REST,
        lambda r, m: r.of_kind(f"{m['aux']} it", m),
    ),
    (
        r"^(?:do|does|did|can|could|will|would|may|might) (?!it\b|its\b)(?P<rest>\w.* (?:it|there))$",
        lambda r, m: r.by_somebody(re.sub(" there$", " it", m["rest"])),
    ),
    (
        r"^(?:do|does|can|could|would|will|may|might|should|must) (?!it\b|its\b)(?:(?:an?|the) )?(?P<who>\w+(?: \w+)?) (?P<rest>(?!it\b)\w+ it .+)",
        lambda r, m: r.others(m["who"], m["rest"]) or r.predicate(m[0]),
    ),
    (r"^(?:used|made|found|kept|eaten|worn|in|on|for|with) .+", lambda r, m: r.predicate(m[0])),
    (
        r"^(?!it\b|not\b|put\b|sit\b|stand\b|live\b|wear\b)(?P<rest>\w+(?: \w+){0,3}) (?:on|in|inside|around|attached to) it$",
        lambda r, m: r.has(m["rest"]),
    ),
    (
        (r"^(?P<what>(?!(?:it|is|was|not) )(?:\w+ ){1,3})(?P<verb>made|kept|put|stored|cooked|served|written|played|eaten|poured|carried|cut) "
        r"(?P<how>from|of|out of|with|in|on|into) it$"),
        lambda r, m: r.you(f"{'make' if m['verb'] == 'made' else m['verb']} {m['what']}{'from' if m['how'] == 'of' else m['how']} it"),
    ),
    (
        r"^(?P<what>(?!it\b)(?:\w+ ){1,4}?)(?:is|are|can be|could be|gets?) (?P<verb>\w+) (?P<how>from|of|out of|with|in|on) it$",
        lambda r, m: r.you(f"{'make' if m['verb'] == 'made' else m['verb']} {m['what']}{m['how']} it"),
    ),
)

FRAMES: tuple[tuple[str, Shape], ...] = (
    (
        (
            r"^(?:(?:perfectly|completely|totally|really) )?(?:safe|harmless|ok|okay|fine|all right|wise|smart|sensible|a good idea) "
            r"(?:for (?:\w+ ){1,3}?)?to (?!be\b)(?P<rest>.+)"
        ),
        lambda r, m: r.safe(m[0], m["rest"]),
    ),
    (
        (
            r"^(?:illegal|against the law|unlawful|forbidden|not allowed|not legal) to (?P<deed>.+?) without (?:an? |any |the |having )*"
            r"(?P<rest>\w+(?: \w+)?)$"
        ),
        lambda r, m: r.you(m["deed"]) & r.needs(m["rest"]),
    ),
    (r"^(?:made|manufactured|created|produced|built|invented|designed|crafted) by " + REST, lambda r, m: r.look(f"made by {m['rest']}", IS)),
    (
        (
            r"^(?:made|constructed|composed|built|formed|crafted|manufactured|created|constituted|comprised|carved|cast|woven|knitted|"
            r"molded|forged|chiseled)(?: up|"
            r" out| mostly| only| entirely)* (?:of|from|with|using|out of)(?: of)? "
        )
        + REST,
        to(MADE),
    ),
    (
        r"^(?:made|turned|processed|cut|mashed|squeezed|cooked|pressed) into " + REST,
        lambda r, m: (
            r.look(f"make {m['rest']}", ("done",))
            if r.find.exact(f"make {m['rest']}", ("done",))
            else r.look(m["rest"], ("done", "at", "for", "about"))
        ),
    ),
    (
        r"^(?:covered|coated|enclosed|encased|filled|equipped|lined|topped|stuffed|fitted|decorated|adorned|"
        r"sewn|stitched|studded|inlaid|embroidered) (?:in|with|by) " + REST,
        to(HAS),
    ),
    (r"^(?!used|able|known|likely)\w+ to make (?P<rest>.+)", lambda r, m: r.you(f"make {m['rest']}")),
    (r"^(?:full of|rich in|high in|a (?:good |great |rich |excellent |common |popular |major |natural )?source of) " + REST, lambda r, m: r.rich(m)),
    (
        r"^(?:powered|operated|driven|fueled|run) (?:by|with|on|using) " + REST,
        lambda r, m: (
            r.passive("operate", m["rest"])
            if r.find.exact(m["rest"], ("who",))
            else r.look(f"powered by {m['rest']}", ("is",))
            if r.find.exact(f"powered by {m['rest']}", ("is",))
            else r.look(m["rest"], NEEDS)
        ),
    ),
    (
        r"^(?:used?|utilized|employed|paired|combined|bought|go) (?:together |along |in \w+ion )?(?:with|alongside) (?P<rest>.+)",
        lambda r, m: r.find.exact(f"go with {m['rest']}", ABOUT) or r.look(m["rest"], ("needs", "has", "done", "for", "about")),
    ),
    (r"^(?:used|use|utilized|employed|needed|helpful|handy|useful) (?:by|among) (?P<rest>.+)", lambda r, m: r.by(m["rest"])),
    (
        (
            r"^(?:used|played|worn|for|meant|designed|\w+ed|made|eaten|meant for|aimed at|designed for) (?P<how>more|mostly) (?:often |"
            r"commonly )?(?:by |for )?(?P<rest>.+)"
        ),
        lambda r, m: r.look(f"{m['how']} {'by ' if m['how'] == 'more' else ''}{m['rest']}", WHO),
    ),
    (r"^(?:used|utilized|employed|needed) as " + REST, lambda r, m: r.noun(m["rest"])),
    (
        (
            r"^(?:used|utilized|employed|needed|useful|helpful|handy|good|designed|meant|intended|made|built|ideal|"
            r"suitable|suited|supposed|required|necessary|important|essential|created|invented|great|appropriate|safe|"
            r"aimed|perfect|kept|bought|worn|marketed|necessary|bred|raised)"
            r"(?: specifically| in order)? (?:for|to|to be used for|to be used to|to be|when|while|during|before|after|"
            r"towards?|to help)(?: the purpose of| purposes of| the sake of| you)? "
        )
        + REST,
        lambda r, m: r.purpose(m["rest"]),
    ),
    (
        r"^(?P<verb>worn|attached|fastened|clipped|wrapped|strapped|tied) (?:to|close to|near|next to|around|over|on|under|across|at|in|upon) "
        + REST,
        lambda r, m: r.worn(m),
    ),
    (r"^(?:used|employed|utilized|involved) (?:in|on|at|around|inside|outside|within|under|near) " + REST, lambda r, m: r.used_in(m["rest"])),
    (
        rf"^{PLACED} (?!(?:indoors|outdoors|inside|outside|underground|underwater) (?:and|or)\b)(?P<near>(?:{PREP} )+)" + REST,
        lambda r, m: nearby(r, m["near"], m["rest"]) or r.look(m["rest"], AT),
    ),
    (rf"^{PLACED} (?P<rest>(?:indoors|outdoors|inside|outside|underground|underwater|everywhere|worldwide)\b.*)", lambda r, m: r.look(m["rest"], AT)),
    (r"^(?:sold|bought|purchased) (?:in|at|from) " + REST, lambda r, m: r.look(m["rest"], AT)),
    (r"^(?:in|on) the (?:category|class|group|family|realm|field|domain) of " + REST, lambda r, m: r.noun(m["rest"])),
    (
        (
            r"^(?:a part|part|a member|member|one|a component|component|an example|some kind|kind|a kind|a type|type|"
            r"a form|form|a piece|piece) of (?:the |a |an )?(?P<rest>.+)"
        ),
        lambda r, m: r.part(m["rest"]),
    ),
    (
        (
            r"^(?:associated|related|connected|linked|involved|relevant|tied|affiliated|pertaining|pertinent|"
            r"to do)(?: with| to| in)? "
        )
        + REST,
        lambda r, m: r.about(m["rest"]),
    ),
    (
        r"^(?:able to|capable of|known to|known for|likely to|prone to|going to) (?:be|being) (?P<rest>(?:an?|the) .+)",
        lambda r, m: r.predicate(m["rest"]),
    ),
    (r"^(?:able to|capable of|known to|known for|likely to|prone to|going to)(?: be| being)? " + REST, lambda r, m: r.verb(m["rest"])),
    (
        r"^(?:\w+ )*(?:useless|worthless|unusable|helpless|no use|no good) without (?:an? |any |the |some |its )*" + REST,
        lambda r, m: r.needs(m["rest"]),
    ),
    (r"^(?:an? |the |one of the )?(?:\w+ )?(?:way|means|method)s? (?:of|to|for) " + REST, lambda r, m: r.purpose(m["rest"])),
    (r"^(?:dangerous|unsafe|unpleasant|unwise) to (?P<deed>.+) without (?P<rest>.+ing)$", lambda r, m: r.you(m["deed"]) & r.you(m["rest"])),
    (r"^(?:for|meant for) " + REST, lambda r, m: r.purpose(m["rest"])),
    (
        r"^(?:shaped like|in the shape of|the shape of|shaped as|colored|the color|round like) (?:an? |the )?" + REST,
        lambda r, m: r.find.exact(f"{m['rest']} shaped", ("is",)) or r.look(m["rest"], ("is",)),
    ),
    (
        (
            r"^(?P<rest>.+?)(?: in shape| in color| in colour| in height| in weight| in length| in width| in price| in cost| in value|"
            r" in texture| in appearance| shaped| in flavor| in taste|"
            r" to the touch| to touch)$"
        ),
        to(("is", "made")),
    ),
    (r"^(?P<verb>\w+) by (?:a |an |the )?(?P<rest>.+)", lambda r, m: r.passive(m["verb"], m["rest"])),
    (
        (
            r"^(?:easy|easily|possible|safe|common|normal|okay|ok|legal|fun|dangerous|good|comfortable|risky|hazardous|exciting|relaxing|"
            r"rare|usual|acceptable|likely) (?:for \w+ )?to (?P<rest>.+)"
        ),
        lambda r, m: r.you(m["rest"]),
    ),
    (
        (
            r"^(?:a |an )?(?:something|anything|things?|objects?|items?|one|the kind of thing|tools?|the type of thing|"
            rf"product|device) (?:that |which )?(?P<who>{PEOPLE}) {REST}"
        ),
        lambda r, m: r.people(m["who"], re.sub(r"^(?:can|could|would|might|may|will|do|does|did|should|must|usually|need to) ", "", m["rest"])),
    ),
    (r"^(?:in|on|at|inside|near|under|around|from|within|outside of|native to) " + REST, lambda r, m: r.look(m["rest"], AT)),
    (
        rf"^(?:a place |somewhere |the place )?where (?P<who>{PEOPLE}) (?:(?:can|could|might|would|may|often|do|will) )?{REST}",
        lambda r, m: r.people(m["who"], m["rest"]),
    ),
    (r"^(?:with|having) " + REST, lambda r, m: r.has(m["rest"])),
    (
        (
            r"^(?P<adj>\w+(?: colored)?) (?:at|on|in) (?:the |its |both |one |either )*"
            r"(?P<part>ends?|inside|outside|top|bottom|middle|center|edges?|tip|sides?)$"
        ),
        lambda r, m: r.find.exact(f"{m['adj']} {m['part']}", ("has",)) or r.look(m["adj"], ("is",)),
    ),
    (r"^(?:used|played|operated) without (?:an? |any |the |much )?" + REST, lambda r, m: ~r.needs(m["rest"])),
    (
        r"^(?:an? )?(?P<rest>fruit|vegetable|berry)(?: ,)? (?:by|in|according to|from) .*(?:botan|scien|technical|biolog).*",
        lambda r, m: r.look(f"botanical {m['rest']}", ("is",)),
    ),
    (r"^home (?:to|of|for) " + REST, lambda r, m: r.living(m["rest"])),
    (r"^(?:divided|split|separated|organized|broken) into " + REST, lambda r, m: r.has(m["rest"])),
    (r"^without (?P<rest>\w+ing(?: it)?)$", lambda r, m: ~r.you(m["rest"])),
    (
        r"^too (?:big|large|wide|long|tall|bulky) (?:for|to (?:fit|go) (?:in|into|inside)) (?!.* to )(?P<rest>.+)",
        lambda r, m: ~r.find.sure(inside) if (inside := fits(f"fit in {m['rest']}")) is not None else r.predicate("large"),
    ),
    (r"^too \w+ (?:for (?:\w+ ){1,3}?)?to (?P<rest>.+)", lambda r, m: ~r.you(m["rest"])),
    (
        r"^(?:without|(?:\w+ly )?(?:free (?:of|from)|devoid of|lacking(?: in)?|missing|bare of|empty of|short of|clear of|low in|low on)) "
        r"(?:(?:an?|any|all|the|its|own|much|kind of|sort of) )*" + REST,
        lambda r, m: ~r.has(m["rest"]),
    ),
)
