"""What storing an answer to a piece says back, and how two submits are told apart."""

import hashlib
import json
from typing import Any, TypedDict


class PieceReceipt(TypedDict):
    """Proof that an answer is stored: the same when the same submit comes again."""

    annotation: int
    version: int
    saved_at: str


def piece_digest(piece_id: int, body: Any) -> str:
    """Return the SHA-256 (hex) of what a submit asks for: same piece and same body, same digest."""
    canonical = json.dumps(["piece", piece_id, body], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
