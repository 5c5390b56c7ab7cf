"""Regular expressions that stand where they are used, compiled once.

The library keeps no more than 512 of those that it is given as texts; the rules here have more, and each beyond would be compiled again and again.
"""

from __future__ import annotations

import re
from functools import cache


@cache
def regex(text: str) -> re.Pattern[str]:
    """The regular expression `text`."""
    return re.compile(text)
