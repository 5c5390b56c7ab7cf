"""The reader's part for what a thing does, has and needs, and for what people do with it.

Functions of a `Reader` and a phrase, which it has as methods (`reader.Reader`); the phrase is in plain words, without the verbs the shapes took away.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from lmrl_gym.tasks.twenty_questions import measures, uses
from lmrl_gym.tasks.twenty_questions.grammar import ANYBODY, AT, DOES, DONE, HAS, NEEDS, PREP, QUALITY, REST, WITH
from lmrl_gym.tasks.twenty_questions.letters import letters
from lmrl_gym.tasks.twenty_questions.lookup import FEW, LOST, Reading
from lmrl_gym.tasks.twenty_questions.manner import FOR_YOU, LIMBS, WHEN, alone, calm, meant, nearby, placed, with_it, worded
from lmrl_gym.tasks.twenty_questions.words import word_list

if TYPE_CHECKING:
    from lmrl_gym.tasks.twenty_questions.reader import Reader


def passive(r: Reader, verb: str, who: str) -> Reading:
    """`eaten by people`, `driven by a pilot`, `played by blowing into it`."""
    whole = r.find.exact(f"{verb} by {who}", ("is", "done", "for"))
    if whole is not None:
        return whole
    done = r.find.phrase(verb, DONE)
    seen = r.find.exact(who, ("who",))
    if seen is not None:
        return done & seen
    # Nobody knows by whom or how: what is done to few things is done to them.
    return done if 0 < done.yes.bit_count() <= FEW else r.find.phrase(f"{verb} {who}", ("done", "for", "is", "who"))


def verb(r: Reader, s: str) -> Reading:
    if s.startswith(("not ", "never ")):
        never = r.find.exact(s, ("does",)) if s.startswith("never ") else None
        return ~r.verb(s.partition(" ")[2]) if never is None else never
    s = meant(s)
    if s.startswith("be "):
        return r.predicate(s[3:])
    for measure in (letters, measures.fits, measures.compare):
        if (mask := measure(s)) is not None:
            return r.find.sure(mask)
    if (aged := r.aged(s)) is not None:
        return aged
    if (whole := r.find.exact(s, DOES)) is not None:
        return whole
    for pattern, read in r.verbs_shaped.of(s):
        if found := pattern.match(s):
            return read(r, found)
    if " or " in s or " and " in s:
        return r.verbs_listed(s, r.verb)
    if found := WHEN.match(s):
        r.find.loose += 1
        if (known := r.find.exact(found[1], DOES)) is not None:
            r.find.settled = True
            return known
        return r.verb(found[1])
    if s.endswith(("you", "people", "humans", "us")):
        s = FOR_YOU.sub("", s)
    s = calm(s)
    if (found_deed := r.find.whole(s, DOES) or alone(r, s, DOES)) is not None:
        return found_deed
    return r.find.phrase(s, DOES)


def verbs_listed(r: Reader, s: str, read: Callable[[str], Reading]) -> Reading:
    """`make noise or music`, `eat or drink it`: a member alone may lean on the first member's verb."""
    parts = re.split(r" (?:or|and) ", s)
    verb = parts[0].split()[0]

    def member(part: str) -> Reading:
        if part != parts[0] and r.find.exact(f"{verb} {part}", DOES + DONE) is not None:
            return read(f"{verb} {part}")
        return read(part)

    if " and " in s and r.find.exact(parts[0], DOES + DONE) is not None:
        # `support the head and neck`: a thing that nobody does leans on the deed before it.
        parts = [parts[0], *(p for p in parts[1:] if r.find.exact(p, ("does", "done", "for")) or r.find.exact(f"{verb} {p}", DOES + DONE))]
        s = " and ".join(parts)
    return r.find.either(s, member)


def has(r: Reader, s: str) -> Reading:
    if found := re.match(r"^(?:no|not|not any|not have) (.+)", s):
        return ~r.has(found[1])
    if (whole := r.find.exact(s, HAS)) is not None:
        return whole
    if room := uses.ROOM.match(s):
        return r.find.either(room["what"], lambda what: uses.room(r, room["room"], what))
    s = (
        re.sub(
            (
                r" (?:on|in|inside|to|of|for|around|attached to|outside) it$| (?:inside|attached|on top|outside|"
                r"(?:on|in|at|around|along) (?:the |its |one |either |both |each )?"
                r"(?:back|front|sides?|bottom|ends?|top|middle|center|outside|edges?))$|^got "
            ),
            "",
            s,
        )
        if r.find.exact(s, HAS) is None
        else s
    )
    if (mask := measures.numbers(re.sub(r"^(?:a |an |the )", "", s))) is not None or (mask := letters(f"have {s}")) is not None:
        return r.find.sure(mask)
    found = QUALITY.match(s)
    if found and (seen := r.find.exact(found["what"], ("is", "made"))) is not None:
        return seen
    if found := re.match(
        (
            r"^(?:a |an |the )?(?:color|shape|taste|smell|use|function|purpose|ability|capability)(?: of| like| to|"
            r" for| in)+ (?P<what>.+)"
        ),
        s,
    ):
        return r.purpose(found["what"])
    if (found := re.match(r"^(?P<what>.+?) (?:made of|that is|that are|used for|used to|that you|which|that|you can|to|for) ", s)) and r.find.exact(
        s, HAS
    ) is None:
        s = found["what"]
    return r.look(s, HAS)


def holds(r: Reader, s: str) -> Reading:
    """`hold water`, `hold cereal`: what has it, and what it is put in."""
    had, bare = r.has(s), re.sub(r"^(?:an? |the |your |some |hot |cold |all (?:of )?your )+", "", s)
    for put in ("put {} in", "have {} in", "keep {} in", "store {}", "keep {}"):
        if (into := r.find.exact(put.format(bare), ("done", "for"))) is not None:
            had |= into
    return had


def needs(r: Reader, s: str) -> Reading:
    whole = r.find.exact(f"use {s}", ("is", "does"))
    if whole is not None:
        return whole
    s = re.sub(
        (
            r" (?:to|in order to|for|when|while) (?:work|function|operate|use|run|survive|live|grow|be|play|do|it|make|"
            r"operation|using|power|move|cook)\b.*| to$"
        ),
        "",
        s,
    )
    head, purpose, _ = s.partition(" to ")
    if purpose and (known := r.find.exact(head, NEEDS)) is not None:
        return known
    return r.look(s, NEEDS)


def makes(r: Reader, s: str) -> Reading:
    s = re.sub(r" (?:when|while|if|as|during|to) .+", "", s)
    for verb in ("make", "produce", "give", "emit"):
        if " for " in s and r.find.exact(f"{verb} {s}", ("does", "for")) is None and r.find.exact(lean := s.partition(" for ")[0], ("does",)):
            s = lean
        if (whole := r.find.exact(f"{verb} {s}", ("does", "for"))) is not None:
            return whole
    return r.look(s, ("does", "for", "is"))


def located(r: Reader, whole: str, place: str) -> Reading:
    found = r.find.exact(whole, ("does", "done", "at", "is"))
    if found is None and whole.startswith("fit"):
        return r.find.exact(re.sub(r"^(?:an? |the |your |one |someone )+", "", place), ("at",)) or LOST
    verb = whole.split()[0]
    alive = r.find.exact("alive", ("is",)) if verb == "live" else None
    reading = found if found is not None else r.look(place, AT)
    return reading & alive if alive is not None and found is None else reading


_YOUNG = ("child", "children", "kid", "kids", "baby", "babies", "toddler", "toddlers", "student", "students", "animals", "animal")


def people(r: Reader, who: str, s: str) -> Reading:
    """`do children play with it`: who does it counts, unless it is anybody."""
    if s.startswith(("not ", "never ")) and not s.startswith("not want"):
        return ~people(r, who, s.partition(" ")[2])
    named = ANYBODY.sub("", f"{who} ").strip()
    if named and (whole := r.find.exact(f"{named} {s}", DONE)) is not None:
        return whole
    if named and re.fullmatch(r"(?:create|make|produce|paint|craft|design|sculpt)s?", s):
        return r.find.phrase(f"made by {named}", ("done", "is", "who"))
    if named and (seen := r.find.exact(named, ("who",))) is not None:
        if more := re.match(r"^(?P<deed>.+?) more (?:often |frequently |commonly )?than (?P<other>.+)", s):
            return r.look(f"{named} more than {more['other']}", ("who",))
        if re.match(r"^(?:use|own|need|like|want|have|enjoy|be|love|buy|get|find|know)\b(?: (?:it|to|for|every|in|at|on)\b|$)", s):
            return seen
        done = r.you(s)
        # What is done to few things is done to them whoever does it; not so by children.
        both = seen & done
        return both if done.yes.bit_count() > FEW or (both.yes and (named in _YOUNG or s.startswith("wear"))) else done
    return r.you(s)


def others(r: Reader, who: str, s: str) -> Reading | None:
    """`do magicians pull it out of a hat`: of those that are not just anybody; None where nobody knows them."""
    if (whole := r.find.exact(f"{who} {s}", DONE)) is not None:
        return whole
    seen = r.find.exact(who, ("who", "about"))
    done = r.you(s)
    both = done if seen is None else seen & done
    if seen is not None and s.count(" ") > 3 and r.find.exact(s, DONE) is not None:
        return both  # a deed told at such length and known as it stands is known of all who do it
    return both if 0 < both.yes.bit_count() <= (FEW if seen is None else r.find.all.bit_count()) else None


_SOMEBODY = re.compile(
    r"^(?:(?:an?|the|most|some|many|any|your|my|every) )*(?P<who>\w+(?: \w+)?) "
    r"(?P<deed>(?!(?:like|love|enjoy|own|prefer|buy|hate) )\w+ it)$"
)
_SOMEBODY_WITH = re.compile(
    r"^(?:(?:an?|the|most|some|many|any|your|my|every) )*(?!it\b)\w+s? (?P<deed>(?:write|cut|dig|draw|paint|cook|stir|hit|open|play|eat|drink|"
    r"clean|sweep|fix|build|measure|hammer|chop|slice|dance|climb|fish|sail|travel|pour|sew|sign|mark|cover|protect|hold) "
    r".*\b(?:with|in|on|from|out of) it)$"
)


def by_somebody(r: Reader, s: str, who: str = "") -> Reading:
    """`a clown wear it`: known as it stands, or by `who` does it; of somebody whom nobody knows, what is done to it."""
    if who:
        found = r.find.exact(s, DONE) or r.look(who, ("who", "about"))
    else:
        found = r.find.phrase(s, DONE)
    if not found.yes and (other := _SOMEBODY_WITH.match(s)) and 0 < (done := r.you(other["deed"])).yes.bit_count() <= FEW:
        return done
    if found.yes or found.yes | found.no == r.find.all or (m := _SOMEBODY.match(s)) is None:
        return found
    if m["deed"].partition(" ")[0] in word_list("light"):
        return found
    return found if r.find.exact(m["who"], ("who", "about", "is")) is not None else r.find.exact(m["deed"], DONE) or found


def safe(r: Reader, whole: str, deed: str) -> Reading:
    """`safe to touch with bare hands`: the reverse of what it is dangerous to do, where that is known; else whatever it is done to."""
    if (known := r.find.exact(whole, ("is", "done", "for"))) is not None:
        return known
    for danger in ("dangerous to", "hurt to", "dangerous if"):
        if (known := r.find.exact(f"{danger} {deed}", ("is", "does", "done"))) is not None and known.yes:
            return ~known
    return r.purpose(deed) if whole.startswith("safe") else r.you(deed)


def you(r: Reader, s: str) -> Reading:
    """`eat it`, `use it to cut`, `need electricity to use it`: what people do with it."""
    if found := re.match(r"^(?:not|never) (.+)", s):
        whole = r.find.exact(s, ("done",)) if s.startswith("not want") else None
        return ~r.you(found[1]) if whole is None else whole
    if (aged := r.aged(s)) is not None:
        return aged
    s = worded(s)
    if (found := re.match(r"^(.+) without (?:an? |any )?(?!it$)(\w+(?: \w+)?)$", s)) and r.find.exact(found[2], ("needs",)) is not None:
        return r.you(found[1]) & ~r.needs(found[2])
    if s.count(" ") > 1 and (whole := r.find.exact(s, ("done", "for"))) is not None:
        return whole
    if (lean := _SIZED.sub("", s)) != s and (whole := r.find.exact(lean, ("done", "for"))) is not None:
        return whole
    if found := re.match(r"^(?P<deed>.+) without (?P<other>(?:\w+ing (?:or|and) )?\w+ing(?: it)?)(?: first| at all)?$", s):
        return r.you(found["deed"]) & ~r.you(found["other"])
    if (found_means := _put_or_done_by(r, s)) is not None:
        return found_means
    if (found_shape := _shaped(r, s)) is not None:
        return found_shape
    for measure in (letters, measures.compare):
        if (mask := measure(s)) is not None:
            return r.find.sure(mask)
    slots = WITH if re.search(r"\bwith it$", s) or s.endswith(" with") else DONE
    if (whole := r.find.exact(s, slots)) is not None:
        return whole
    if " or " in s or " and " in s:
        return r.verbs_listed(s, r.you)
    if found := WHEN.match(s):
        r.find.loose += 1
        return r.you(found[1])
    if (there := placed(r, s)) is not None:
        return there
    said = " ".join(w for w in calm(s).split() if w not in word_list("generic")) or s
    if (found_deed := r.find.whole(said, slots) or with_it(r, s) or alone(r, s, DONE)) is not None:
        return found_deed
    return r.find.phrase(said, slots)


def _put_or_done_by(r: Reader, s: str) -> Reading | None:
    """`put a lamp on it`, `open it by pulling`; None where it is neither."""
    if kept := re.match(
        r"^(?:put|place|set|keep|rest|stand|lay|store) (?:(?:an?|the|your|some|other|my|this|more) (?:\w+ ){1,3}|\w+s |stuff |food )"
        r"(?P<where>on|in) (?:top of )?it$",
        s,
    ):
        return r.find.phrase("put thing in" if kept["where"].startswith("in") else "put thing on", ("done",))
    if how := re.match(r"^(?P<deed>\w+(?: it)?) by (?P<how>\w+ing\b.*)", s):
        done = r.find.exact(how["deed"], DONE)
        if done is not None and r.find.exact(how["how"], DONE) is None:
            return done
        return r.you(how["how"]) if done is None else done & r.you(how["how"])
    return None


_SIZED = re.compile(r"\b(?:little|small|tiny|big|large|whole|old|new|nice) (?=\w+ \w)")


_USED_FOR = re.compile(
    r"^(?:use|utilize|need|want|wear)(?: it)? (?:for|to|in|on|at|with|as|when|while|during|by|inside|outside|outdoors|indoors)\b.*"
)
_PUT_AT = re.compile(
    rf"^(?:find|see|keep|store|put|get|buy|stock|shelve|sell|encounter|have|place|purchase|come across|own|spot|own)(?: it| something like it)? "
    rf"(?P<near>(?:{PREP} )+){REST}"
)
_KEPT = re.compile(r"^(?:find|see|keep|store|use)(?: it)? (?P<rest>indoors|outdoors|inside|outside|underground)\b")
_NEEDED = re.compile(
    r"^(?:need|require|have to use|use|have to have) (?!it\b)(?P<rest>.+?)(?: (?:to|in order to|for|when|while|before|if|until|with) .*)?$"
)
_CALLED = re.compile(r"^(?:consider|call|classify|describe|think of|regard|categorize)(?: it)?(?: as| to be)? (?P<rest>.+)")


def _shaped(r: Reader, s: str) -> Reading | None:
    """`use it for cutting`, `find it in a kitchen`, `need electricity to use it`, `call it a tool`, `fit it in a pocket`."""
    if _USED_FOR.match(s):
        rest = re.sub(r"^(?:use|utilize|need|want|wear)(?: it)? ", "", s)
        if (whole := r.find.exact(s, DONE)) is not None:
            return whole
        if not s.startswith("wear"):
            return r.predicate(f"used {rest}")
        worn = r.find.phrase("wear", ("done",))
        there = worn & r.predicate(rest)
        return there if there.yes or not LIMBS.isdisjoint(rest.split()) or " when " in s or " to " in s else worn
    if found := _PUT_AT.match(s):
        if (whole := r.find.exact(s, DONE)) is not None:
            return whole
        if (mask := measures.fits(f"fit in {found['rest']}")) is not None and re.match(r"^(?:put|place)", s):
            return r.find.sure(mask)
        return nearby(r, found["near"], found["rest"]) or r.look(found["rest"], AT)
    if found := _KEPT.match(s):
        return r.look(found["rest"], AT)
    if found := _NEEDED.match(s):
        needed = r.find.exact(found["rest"], ("needs", "has", "done"))
        return r.look(found["rest"], NEEDS) if needed is None else needed
    if found := _CALLED.match(s):
        return r.predicate(found["rest"])
    if (mask := measures.fits(re.sub(r"^(?:fit|put|carry|hold|place|keep) it (?=in)", "fit it ", s))) is not None and r.find.exact(s, DONE) is None:
        return r.find.sure(mask)
    return None
