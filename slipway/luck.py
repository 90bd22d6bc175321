"""Luck as an input: named streams of uniforms from a seed.

A draw depends on the seed, the stream's name and its index, and on nothing that happened
before. So a decision cannot shift anybody else's luck, and two runs of one seed share theirs.
"""

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

LARGEST_SEED = 999_999
"""That anybody may ask for: six digits can be read out to somebody else."""

_SCALE = 2.0**-53


def uniform(seed: int, stream: str, index: int = 0) -> float:
    """One number in [0, 1), the same on every platform for the same arguments."""
    digest = blake2b(f"{seed}/{stream}/{index}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest) >> 11) * _SCALE


def uniforms(seed: int, stream: str, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Many numbers in [0, 1) at once; a stream of its own, which shares nothing with `uniform`."""
    return generator(seed, stream).random(shape)


def generator(seed: int, stream: str) -> np.random.Generator:
    """A stream of numbers of its own, for arrays of other distributions; the same for the same arguments."""
    digest = blake2b(f"{seed}/{stream}".encode(), digest_size=16).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest)))
