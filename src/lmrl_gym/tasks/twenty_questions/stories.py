"""A question that says nothing by itself after a sentence that tells what is meant: `my fingers get so cold; would it help`."""

from __future__ import annotations

import re

from lmrl_gym.tasks.twenty_questions.subjects import AUX

_IT = r"(?:it|this|that|one|these|those|them|some|any|(?:an?|the|this|that) thing|something like (?:it|this|that))"
_WHO = r"(?:i|you|we|he|she|they|one|people|someone|anyone)"
_END = (
    r"(?: (?:for|with|in|at|on|to do) (?:it|that|this|there|them)| there| then| at all| along| nearby| about| around| me| us| him| her| to hand|"
    r" handy| every \w+| often| daily| a lot| for (?:his|her|my|their|our|the) (?:work|job|trade|hobby)|"
    r" (?:at|in) (?:his|her|my|their|the) (?:work|job|trade))*$"
)
_BARE = re.compile(
    rf"^(?:{AUX}) (?:{_IT} (?:have )?(?:(?:be|been) )?(?:(?:a |any |some |much |of any |of some |of )?(?:help|use|good|aid)|helped|useful|helpful|"
    rf"handy|needed|do|work|come in (?:handy|useful)|the (?:thing|answer|one)(?: for it)?|"
    rf"(?:tell|told|show|remind|save|let|stop) (?:me|us|him|her|you)|one of (?:those|these|them)|involved)(?: ,? ?(?:me|us|you))?|"
    rf"{_WHO} (?:have )?(?:need|use|want|have|take|bring|reach for|find|see|had|used|needed|wanted|seen|found|got|get) (?:an? |the )?{_IT}"
    rf"(?: to \w+ (?:it|them|that))?|"
    rf"there (?:be|have been) {_IT}|"
    rf"{_WHO} (?:have )?(?:(?:spent|spend) (?:(?:his|her|my|their|much|a lot of|some|all (?:his|her|my|their)) )?(?:time|days|years)|"
    rf"been|worked|served|work|serve) (?:on|in|at|with|aboard) {_IT})"
    + _END
)
_WANTED = re.compile(
    r"\b(?:needs?|needed|wants?|lacks?|love|loved|like|more|enough|out of|short of|low on|(?:get|have) (?:some|any)|fond of) "
    r"(?:(?:more|some|any|my|to get|to have|a bit of|a little|plenty of) )*(?P<what>\w+(?: \w+)?)$"
)
_GIVES = re.compile(rf"^(?:{AUX}) {_IT} (?:have|give|contain|provide|supply|get|bring|be a source of)(?: (?:me|us|you|him|her|"
    rf"them))? (?:some|any|it|that|"
                    r"(?:some|any) of (?:it|that))$")
_TELLS = re.compile(rf"^(?!(?:{AUX}|this|that|what|how|is|it (?!.*\b(?:rain|snow))) ).*\b(?:i|my|we|our|he|she|his|her|you|your|they|the|"
    rf"an?|rains?|snows?|raining|snowing)\b.* \w")
BROUGHT = "is it brought to mind by "


def joined(told: str, asked: str) -> str | None:
    """The question with what was told before it; None where the question says enough or nothing was told."""
    if not _TELLS.match(told):
        return None
    if _GIVES.match(asked) and (wanted := _WANTED.search(told)):
        return f"does it have {wanted['what']}"
    return f"{BROUGHT}{told.replace(' ,', '')}" if _BARE.match(asked) else None
