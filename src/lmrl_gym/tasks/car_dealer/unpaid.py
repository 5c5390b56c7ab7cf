"""Numbers that are not paid for the car: miles, years, hours, other money, instalments, what is put down, and what something else costs.

As in `cues`, `*_BEFORE` patterns end where the number begins, `*_AFTER` patterns begin where it ends.
"""

from __future__ import annotations

import re

from lmrl_gym.tasks.car_dealer.cues import OFF_AFTER, after_number, before_number
from lmrl_gym.tasks.car_dealer.facts import LOWEST
from lmrl_gym.tasks.car_dealer.numbers import Place

CARS_FROM = 3_000
"""Dollars: a lower number is a car's price only where the words say so."""
MODEL_NUMBERS = (1500, 2500, 3500, 4500, 5500)
"""What trucks are called."""

# What is counted is not dollars.
UNIT_AFTER = after_number(
    r"""[\s-]*(?:(?:more|full|whole|extra|free|short|low|city|highway|total|great|combined|satisfied|happy|different|easy|quick|k)[\s-]+)*
    (?:miles?|mi|mpge?|kms?|kilomet\w*|hp|horse\w*|bhp|years?|yrs?|months?|mos?|weeks?|days?|hours?|hrs?|mins?|minutes?|sec(?:ond)?s?|seats?|seaters?|
    passengers?|people|adults|kids|persons?|rows?|speeds?|inch\w*|cyl\w*|lit(?:er|re)s?|l|airbags?|speakers?|doors?|stars?|owners?|cameras?|kwh|kw
    |lbs?|
    pounds?|lb-ft|watts?|points?|times|colou?rs?|trims?|options?|models?|series|cars?|vehicles?|suvs?|sedans?|trucks?|units?|steps?|things?|ways?
    |oil|keys?|
    customers?|buyers?|families|reviews?|[ap]m|o'clock|features?|tires?|wheel|lane|zones?|dealers?\w*|services?|visits?|questions?|drivers?|
    generations?|mile\swarranty|warranty|edition|class|ports?|usb|of\s(?:them|those|these|our|the|you|us)|left|can\s(?:ride|fit|sit|travel)
    |on\s(?:the|its|it's)\s(?:\w+\s)?(?:odo\w*|clock|dial|dash\w*|meter|speedo\w*))\b"""
)
UNIT_BEFORE = before_number(
    r"\b(?:models?|series|type|class|gle|glc|number|seat(?:s|ing)?(?:\sfor)?|room\sfor|fits|step|top|past|phone|route|highway|call|rav|cx|mazda"
    r"|lexus\s[a-z]{2}|ioniq|volkswagen\sid\.?|id\.?|row|level|f-?|stage|stock\s(?:number|no\.?|num|\#)|ends\sin)"
)
_MONEY = (
    r"(?:euros?|eur|gbp|sterling|quid|francs?|chf|yen|jpy|yuan|rmb|cny|rupees?|inr|pesos?|mxn|krona|kron(?:er|or)|sek|nok|dkk|r(?:o)?ubles?|dinars?"
    r"|dirhams?|aed|riyals?|zlot\w+|pln|liras?|baht|shekels?|reais|brl|krw|cad|aud|nzd|hkd|sgd|bitcoins?|btc|satoshis?|ethereum|ether|eth|dogecoins?"
    r"|crypto|cents)"
)
_LANDS = r"(?:canadian|australian|aussie|singapore|hong\skong|new\szealand|jamaican|taiwan(?:ese)?|zimbabwe(?:an)?|namibian|fiji(?:an)?|monopoly)"
FOREIGN_AFTER = after_number(
    rf"(?:in\s|worth\sof\s)?(?:[€£¥₹₩₽₺₪฿₿¢]|(?:(?:swiss|japanese|indian|mexican|british|turkish|chinese|korean)\s)?(?:{_MONEY}|pounds\ssterling)\b"
    rf"|{_LANDS}\s(?:dollars?|bucks|money)\b)"
)
FOREIGN_BEFORE = re.compile(rf"(?:[€£¥₹₩₽₺₪฿₿]|\b(?:{_MONEY}|a|au|c|ca|can|hk|nz|s|sg|mx|r)\$|\b{_MONEY})\s*$")
"""Money that is not dollars."""
COUNTED_BEFORE = re.compile(r"\b(?:payments|instal+ments)\sof\s*(?:just |only |about )?$|\d\s?[x×]\s?$|\d\s\*\s$")
TIMES_AFTER = re.compile(r"\s?[x×]\s?$|\s\*\s$")
"""Paid several times over: "twelve payments of 9,000", "12 x 9,000"."""
MILES_BEFORE = before_number(
    r"\b(?:serviced?|brakes|tires|belt|oil\schange\w*|tune-?up|clutch|inspected|replaced|redone)\s(?:\w+\s)?at(?:\s(?:about|around))?"
    r"|\bgood\sfor\s(?:another|at\sleast)|\b(?:warranty|coverage)\s(?:runs|goes|lasts|is\sgood|good)?\s?(?:until|to|through|till|up\sto)"
    r"|\b(?:mileage|odometer|odo|(?<!few\s)(?<!low\s)(?<!^\s)miles)(?:\s?(?:[:=]|is|at|of|reads|shows|says|just|only|about))*"
)
"""Miles without the word behind them: "Mileage: 61,200"."""
MODEL_BEFORE = before_number(
    r"\b(?:ram|silverado|sierra|express|savana|sprinter|promaster)|(?:^\W*|\b(?:for|on|in|about|have|got|with|drive)\s)(?:the|that|this"
    r"|an?)(?:\s(?:new|used|big))?"
)
"""A model's number: "44k for the 3500"."""
HOUR_BEFORE = before_number(
    r"\b(?:com(?:es?|ing)|here|back|open(?:s|ed)?|clos(?:es?|ing)|meet(?:ing)?|appointment|arriv\w+|tomorrow|today|tonight)\s(?:here\s|in\s|back\s)?"
    r"(?:at|until|till|by|from)"
)
"""An hour: "someone else is coming at five"."""
ON_IT_BEFORE = before_number(r"\b(?:it's|it|she's|has|with|only|just)(?:\s(?:got|has|only|just|about|around))*")
ON_IT_AFTER = after_number(r"on\s(?:it|her|this\sone)\b")
"""Miles: "it's got 31,000 on it"."""
MONTHLY_AFTER = after_number(
    r"(?:dollars?\s*)?(?:-?an?\s|per\s|/\s?|each\s|every\s)\s*-?(?:mo\b|month|week|wk|year|annum|quarter|day|fortnight|payment)|monthly|biweekly|weekly"
    r"|annually|quarterly|p\.?m\b|payments?\b"
)
MONTHLY_BEFORE = before_number(r"(?:monthly|payments?|instal\w+|a\smonth)\s*(?:\w+\s){0,4}")
DOWN_AFTER = after_number(
    r"(?:(?:dollars?|money|cash)\s)?(?:down\b(?!\s*(?:to|from|on\sthe\s(?:price|sticker)))|down[\s-]?payment|deposit|up[\s-]?front|to\shold|initial)"
    r"|(?:is|as|for)\s(?:the|your|our|a)\s(?:down[\s-]?payment|deposit|first\s(?:payment|instal+ment))\b"
)
DOWN_BEFORE = before_number(
    r"(?:down[\s-]?payment|deposit|put(?:ting)?(?!\syou)(?:\sdown)?|apprais\w+|up[\s-]?front|trade[\s-]?in|your\s(?:old|current)\s\w+"
    r"|your\strade)\s*(?:\w+\s){0,4}|trade[\s-]?in\svalue\b[^.;!?$\d]{0,45}|\byour\s(?:old|current|trade\S*)\b[^.;!?$\d]{0,40}"
    r"|\btrade(?:[\s-]?in)?\s(?:gets?|is|was|brings?|nets?|would|will|at|worth|valued|came|value|credit|allowance)\b[^.;!?,$\d]{0,25}"
)
TRADE_AFTER = after_number(
    r"(?:(?:dollars?|credit|value)\s)*(?:for|on|toward\w*|against|as|in)\s+(?:your|the|a|that)\s(?:\w+\s){0,4}trade|(?:for|on"
    r"|in)?\s?(?:your\s)?trade|(?:federal\s|ev\s|state\s)*tax\scredit"
)
RATE_AFTER = after_number(
    r"""-?\s*(?:apr\b|interest|financ\w*|rate|down\b(?!\sfrom)|deposit|tax|of\s(?:our|all|the|my|your)?\s?(?:customers|buyers|people|owners|power|charge|value)|commission|
    chance|sure|certain|honest|electric|leather|satisf\w*|happy|committed|behind|recycled|confiden\w*|safer|more|better\s(?:mileage|fuel|gas)|faster
    |charge\w*)"""
)
RATE_BEFORE = before_number(r"(?:\bapr|interest|\brates?|financ\w*|\btax\w*|\bloan)\s*(?:\w+\s){0,4}")

# A price, but of something else than the car.
EXTRA_AFTER = after_number(
    r"""(?:(?:dollars?|in|worth\sof|worth|for|of|the|a|on)\s)*(?:\w+\s)?(?:fees?|doc\b|documentation|registration|delivery|destination|taxes|title|insurance|gift\scards?|
    gas|fuel|accessor\w+|add-?ons?|extras|value\b|maintenance|warranty|package|upgrade|service|floor\smats|repairs?)|each\b|extra\b"""
)
EXTRA_BEFORE = before_number(
    r"""(?:fees?|delivery|shipping|destination|registration|brakes|tires|repairs?|reconditioning|warranty|package|pkg|mats|tint\w*|coating|plan|insurance|upgrades?|options?|service|maintenance|protection|install\w*|add(?:s|ed|ing)?|additional|extra|plus|
    value|valued(?:\sat)?|worth|rack|system|camera|seats|seating|sunroof|carplay|monitoring|leather|navigation|kit)
    (?:\s(?:is|are|of|for|at|only|just|about|around|would|be|costs?|runs?|normally|usually|an?|another|over))*"""
)

_THING = (
    r"(?:fees?|surcharges?|charges?|delivery|shipping|destination|registration|brakes|tires?|wheels|repairs?|warranty|contract|package|pkg|mats|tint\w*"
    r"|coating|insurance|upgrades?|options?|maintenance|protection|accessories|tax(?:es)?|title|key)"
)
_PART = r"(?:camera|seats|seating|sunroof|moonroof|carplay|monitoring|leather|navigation|nav)"
_NOT_THE_THING = (
    r"(?!(?:with\w*|after|before|incl\w*|plus|minus|less|no|zero|all|and|or|of|for|in|on|at|has|have|any|we|i|they|price|total|cost)\b)[\w-]+\s"
)
_COSTS = (
    r"(?:is|are|costs?|runs?|adds?|(?:would|will)\s(?:be|cost|run))"
    r"(?:\s(?:you|me|only|just|about|around|another|an?|additional|extra|further|over))*"
)
THING_BEFORE = before_number(
    rf"(?:^\W*|[,;:]\s)(?:(?:and|but|then)\s)?(?:(?:the|an?|our|your|its|my)\s)?(?:{_NOT_THE_THING}){{0,2}}{_THING}"
    rf"(?:\s(?:alone|itself|contract|plan|package|fee))?\s{_COSTS}"
    rf"|^\W*(?:(?:and|but)\s)?(?:(?:the|an?|our)\s)?(?:{_NOT_THE_THING})?{_PART}\s{_COSTS}"
)
THING_AFTER = after_number(
    rf"(?:dollars\s|bucks\s)?(?:(?:in|worth\sof)\s)?(?:(?:{_NOT_THE_THING}){{0,2}}(?:fees?|surcharges?|charges?)\b(?!\sincluded)"
    rf"|(?:{_NOT_THE_THING})?(?:options?|protection|maintenance|service)\s(?:package|plan|contract)\b(?!\sincluded)"
    rf"|for\s(?:the|your|an?)\s(?:{_NOT_THE_THING}){{0,2}}(?:warranty|mats|options|fees?|delivery|shipping|insurance|registration|upgrades?|accessories)\b"
    r"|extra\b)"
)
"""What costs as much by itself, however much that is: "the floor mats are 45,000", "a 20,000 documentation fee"."""
BELONGS_BEFORE = re.compile(r"\s(?!and\b|but\b|then\b)\w")
"""Right behind another number, to which the thing belongs: "the price with the 499 fee is 28,000"."""
ADDED_FOR_BEFORE = before_number(rf"\badd(?:ing)?\s(?:an?|the)\s(?:{_NOT_THE_THING})?{_PART}\sfor(?:\s(?:only|just|another))?")
IN_ALL_AFTER = after_number(r"(?:dollars\s)?(?:in\s)?(?:total|all|altogether|out\sthe\sdoor|otd|flat)\b")
ADD_BEFORE = before_number(r"\b(?:add|adding)(?:\s(?:another|only|just))?")
FOR_AFTER = after_number(r"(?:dollars\s|more\s)?for\sthe\b")
"""What is added for its own price: "we could add a sunroof for 9,000", "add 9,000 for the sunroof"; not "for 28,000 in total"."""


def not_paid(place: Place) -> bool:
    """Whether the number counts something else than dollars for a car: miles, years, instalments, what is put down."""
    number, before, after, _ = place
    if FOREIGN_AFTER.match(after) or FOREIGN_BEFORE.search(before[-12:]):
        return True
    if TIMES_AFTER.match(after) or COUNTED_BEFORE.search(before[-30:]):
        return True
    if (UNIT_AFTER.match(after) and not number.money) or (number.plain and UNIT_BEFORE.search(before)):
        return True
    if number.plain and number.value in MODEL_NUMBERS and MODEL_BEFORE.search(before) and not OFF_AFTER.match(after):
        return True
    if not number.money and ON_IT_AFTER.match(after) and ON_IT_BEFORE.search(before):
        return True
    if not number.money and (MILES_BEFORE.search(before) or (number.plain and number.value <= 12 and HOUR_BEFORE.search(before))):
        return True
    monthly = MONTHLY_AFTER.match(after) or (number.value < CARS_FROM and MONTHLY_BEFORE.search(before))
    down = DOWN_AFTER.match(after) or TRADE_AFTER.match(after) or DOWN_BEFORE.search(before)
    return bool(monthly or down)


def extra(place: Place) -> bool:
    """Whether the number is what something else costs. Where no car costs as little, a word of it nearby is enough."""
    number, before, after, _ = place
    if THING_BEFORE.search(before) and not (place.follows and BELONGS_BEFORE.match(before)):
        return True
    if THING_AFTER.match(after) or (FOR_AFTER.match(after) and ADD_BEFORE.search(before)):
        return True
    if ADDED_FOR_BEFORE.search(before) and not IN_ALL_AFTER.match(after):
        return True
    small = 0 < number.value < LOWEST and not (number.plain and number.value < 200)
    return small and bool(EXTRA_AFTER.match(after) or EXTRA_BEFORE.search(before))
