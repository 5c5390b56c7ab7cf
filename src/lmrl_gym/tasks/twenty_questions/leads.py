"""What people say before they come to their question: `so, i was wondering whether`, `my guess is`."""

from __future__ import annotations

import re

_CALL = r"call(?! (?:people|someone|somebody|anyone|friends|home|for|your|a friend)\b)"
"""To name a thing, and not to ring somebody up."""
LEADS = re.compile(
    r"^(?:"
    + "|".join(
        (
            (
                r"(?:ok|okay|so|well|hm+|um+|uh|oh|ah|aha|now|then|and|but|alright|all right|great|good|nice|cool|"
                r"interesting|thanks|thank you|got it|i see|right"
                r"|yes|yeah|sure|next(?! to\b)|first|second|finally|lastly|also|plus|let us see|let me see|let me think|just to be clear|to clarify"
                r"|in that case|in which case"
                r"|perhaps|maybe|possibly|hello|hi|please|sorry|wait|next question|first question|last question|question|"
                r"quick question|final guess|my guess"
                r"|final answer|guess|by any chance|out of curiosity|in general|generally|alternatively|hence|therefore|otherwise)\b"
            ),
            (
                r"(?:let me|i am going to|i want to|i would like to|i will|i would|let us) "
                r"(?:take a |make a |ask |try |guess |say |go with |have to )*(?:guess)?(?: that)?\b"
            ),
            (
                r"(?:am i|would i be|are we) (?:right|correct|safe) (?:in |to |if i )?"
                r"(?:thinking|think|saying|say|assuming|assume|guessing|guess)(?: that)?\b"
            ),
            r"(?:am i|would i be|are we) (?:right|correct|safe)(?: that| in that)?\b",
            (
                r"(?:can|could|may|might|shall) (?:we|i) (?:agree|know|ask|just ask|take it(?= that\b| (?:it|you|people|this) )|assume|"
                r"conclude|check|settle on|go with|"
                r"guess)(?: that| whether| if)*\b"
            ),
            (
                r"(?:i am |i will |i would )?(?:going (?:to go )?(?:with|for)|going to (?:say|guess)|go (?:with|for)|betting on|"
                r"putting my money on|settling on|"
                r"leaning towards?|inclined to say)\b"
            ),
            r"in my (?:humble )?opinion\b",
            r"(?:according to|under|by|going by) the (?:official |usual |normal )?(?:rules|laws)(?: of (?:the )?(?:game|sport))?\b",
            (
                r"(?:hoping|guessing|assuming|supposing|thinking|betting|reckon|suppose)(?: that)?(?= (?:it|this|that|they|you|people)\b)"
                r"(?!.* , (?:is|are|does|do|can|could|would|will|has) (?:it|this|that|they|you|people)\b)"
            ),
            r"like(?= ,| (?:if|when|is|does|do|can|could|would|will|are|has|you|people|not)\b)",
            r"(?:if )?we (?:are )?(?:dealing with|looking at|talking about)\b",
            r"(?:you|one|people|we|i) (?:would|could|might|can|may) (?:say|think|guess|expect)(?: that)?(?= (?:it|this|the|your|people|you)\b)",
            r"(?:my|the smart) money (?:is )?on\b",
            (
                r"(?:(?:my|our|the) )?(?:mum|mom|mother|dad|father|brother|sister|friend|wife|husband|son|daughter|teacher|"
                r"boss|gut|grandma|grandpa|kid|colleague)"
                r" (?:says|said|thinks|thought|guesses|guessed|reckons|bets|believes|tells me)(?: that| to say)?(?= (?:it|this|that|they|an?|the)\b)"
            ),
            r"i mean(?= \w)",
            r"know (?:if|whether) |could it be that (?=it\b)",
            r"i (?:have |had )?(?:heard|read|gather|hear|understand|take it|know|imagine|reckon|figure|have a feeling|have a hunch)(?: that)?\b",
            r"it (?:sounds|looks|seems) (?:to me )?(?:like|as if|as though)(?= (?:it|you|people|they)\b)",
            r"(?:i have )?got to be (?=\w)|(?:i have )?got it\b",
            r"i am (?:fairly|pretty|quite|almost|very|really|absolutely)? ?(?:sure|certain|confident|convinced)(?: that)?\b",
            r"(?:my|the) (?:next |first |second |third |last |final |best |new )?(?:question|guess|answer) (?:is|would be)(?: whether| if| that)?\b",
            r"i (?:am |was )?(?:guess|guessing|think|thinking|believe|bet|suspect|suppose|assume|say|feel)(?: that| of)?\b",
            r"(?:i am |i was )?(?:wondering|curious|wonder)(?: if| whether| about)\b",
            r"i (?:am |was )?(?:wondering|curious|wonder)(?: if| whether| about)?\b",
            r"i (?:want|would like|need|have) to (?:know|ask)(?: if| whether| you)*\b",
            (
                r"(?:do|would|could|can) you (?:think|say|believe|consider|"
                r"tell(?= (?:me|us|if|whether|that|it|this|please)\b|$)|confirm|"
                rf"{_CALL}|"
                r"describe|know|agree|guess|"
                r"classify)(?: me| us)?(?: to be| that| if| whether| it to be)*\b"
            ),
            r"(?:please )?(?:tell me|confirm)(?: if| whether| that| please)*\b",
            (
                r"(?:is|was|would|could|can)(?: not)? it (?:be )?(?:true|correct|right|fair|accurate|safe|the case|reasonable|"
                r"likely|possible)(?: to (?:say|assume|think|guess|call))?(?: that|(?= it ))"
            ),
            (
                r"(?:could|can|would|should|may|might) (?:we|i|you|one) (?:say|"
                rf"{_CALL}|"
                r"consider|classify|describe|think of|"
                r"refer to|ask)(?: that| if| whether)*\b"
            ),
        )
    )
    + r")[ ,]*"
)
