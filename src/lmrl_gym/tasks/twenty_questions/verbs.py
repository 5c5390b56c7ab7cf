"""The shapes of what follows `does it`: the third table of `shapes`."""

from __future__ import annotations

import re

from lmrl_gym.tasks.twenty_questions.grammar import NEEDS, PLACED, PREP, REST
from lmrl_gym.tasks.twenty_questions.shapes import Shape

VERBS: tuple[tuple[str, Shape], ...] = (
    (
        (
            r"^come in (?:an? )?(?:different|various|many|multiple|several|lots of|all|wide|variety of|range of)[\w ]* (?:styles?|types?|varieties|"
            r"models?|designs?|brands?|lengths?|forms?|kinds?|shapes?|sorts?)$"
        ),
        lambda r, _: ~r.find.phrase("body of salt water", ("is",)),
    ),
    (r"^(?:have|has) (?:something |anything )?to do with " + REST, lambda r, m: r.about(m["rest"])),
    (
        r"^(?:have|need|require|want) to be (?P<rest>.+)",
        lambda r, m: r.look(re.sub(r" (?:to|in order|before|for) .*", "", m["rest"]) if r.find.exact(m["rest"], NEEDS) is None else m["rest"], NEEDS),
    ),
    (
        (
            r"^(?:have|has|contain|contains|include|possess|feature|consist of|come with|carry|come equipped with) "
        )
        + REST,
        lambda r, m: r.has(m["rest"]),
    ),
    (
        r"^(?:lack|miss|go without|do without|come without|be without|have a lack of|have neither) (?:(?:an?|any|all|the|its|own|kind of|sort "
        r"of) )*" + REST,
        lambda r, m: ~r.has(m["rest"].replace(" nor ", " or ")),
    ),
    (r"^(?:perform|carry out|execute) " + REST, lambda r, m: r.purpose(m["rest"])),
    (r"^hold " + REST, lambda r, m: r.holds(m["rest"])),
    (
        (
            r"^(?:need|require|use|run on|depend on|rely on|work with|work on|operate on|operate with|take|consume|"
            r"run with|utilize)s? (?P<rest>.+)"
        ),
        lambda r, m: r.needs(m["rest"]),
    ),
    (
        r"^(?:function|work|operate|run|exist|survive|live|be used|be played|be operated) without (?:an? |any |the |much |a lot of )*" + REST,
        lambda r, m: ~r.needs(m["rest"]),
    ),
    (r"^(?:wrap|fasten|fit|tie|buckle|loop|slide) (?:around|on|over|onto) " + REST, lambda r, m: r.located(m[0], m["rest"])),
    (r"^be (?P<rest>.+)", lambda r, m: r.predicate(m["rest"])),
    (r"^(?:relate|pertain)(?: to)? " + REST, lambda r, m: r.about(m["rest"])),
    (r"^(?:belong|connect|have a connection|have a relation)(?: to| with| among) " + REST, lambda r, m: r.part(m["rest"])),
    (r"^(?:involve|deal with|remind you of) " + REST, lambda r, m: r.about(m["rest"])),
    (
        rf"^(?:{PLACED}|come|grow|happen|occur|hang|stand|work|appear|move|travel|float|run|operate|function|perform|take place|travel) (?:{PREP} )+"
        + REST,
        lambda r, m: r.located(m[0], m["rest"]),
    ),
    (
        (
            r"^(?:live|grow|stay|belong|exist|go) (?P<rest>(?:indoors|outdoors|inside|outside|underground|"
            r"underwater)\b.*)"
        ),
        lambda r, m: r.located(m[0], m["rest"]),
    ),
    (r"^(?:serve|function|act|work|count|qualify|double) as " + REST, lambda r, m: r.noun(m["rest"])),
    (
        (
            r"^(?:help|allow|let|enable|assist|aid|make it possible for|serve)(?: (?:you|people|us|someone|one|humans|"
            r"a person|the user|users))?(?: to| with| in| people| the purpose of)* "
        )
        + REST,
        lambda r, m: r.purpose(m["rest"]),
    ),
    (r"^look like (?P<rest>.+)", lambda r, m: r.find.exact(m[0], ("is", "does", "about")) or r.look(m["rest"], ("is",))),
    (r"^(?:look|smell|taste|feel|sound|seem|appear|tend to be|come)(?: like)? (?P<rest>.+)", lambda r, m: r.look(m["rest"], ("is", "does"))),
    (r"^(?:make|produce|emit|create|generate|provide|give|give off|give you|output)s? " + REST, lambda r, m: r.makes(m["rest"])),
    (r"^(?:fall|fit|belong) (?:into|under|in|within) (?:the )?(?:category|class|group|realm|heading) of  " + REST, lambda r, m: r.noun(m["rest"])),
    (r"^(?:vary|varies|range) .*(?:color|size|shape)", lambda r, _: r.find.sure(r.find.all)),
)
