"""Seeds from names.

Every random draw in the project comes from a generator made here, from the names of what it is for: the run's seed, the purpose, the task, the
episode. Names are hashed, never added, so that no two purposes can meet; global generators are never touched.
"""

from __future__ import annotations

import random
from hashlib import blake2b


def seed_for(*names: str | int) -> int:
    """A seed in [0, 2**63) that depends on all of `names` and their order (BLAKE2b of the length-prefixed names)."""
    text = "".join([f"{len(s)}:{s}" for s in map(str, names)])
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little") >> 1


def rng_for(*names: str | int) -> random.Random:
    """A generator of its own for the purpose that `names` spell out."""
    return random.Random(seed_for(*names))
