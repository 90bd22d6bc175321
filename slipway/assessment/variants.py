"""Which view of a question a learner gets: the same for the same try, another for the next."""

from hashlib import sha256

from slipway.luck import uniform
from slipway.questions.kind import Variant


def variant_of(item: str, content_hash: str, learner: str, try_no: int, shuffled: int) -> Variant:
    """The order shown, drawn from who, what and which try; an attempt keeps it, should the drawing ever change."""
    digest = sha256(f"{item}/{content_hash}/{learner}/{try_no}".encode()).digest()
    seed = int.from_bytes(digest[:4])
    return Variant(seed, tuple(sorted(range(shuffled), key=lambda n: uniform(seed, "option-order", n))))
