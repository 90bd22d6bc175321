"""The hashes that put a person into a bucket, by their published definitions."""

_WORD = 0xFFFFFFFF
_FNV_START, _FNV_PRIME = 0x811C9DC5, 0x01000193
_C1, _C2 = 0xCC9E2D51, 0x1B873593


def fnv1a_32(text: str) -> int:
    """Fowler, Noll and Vo's FNV-1a over the UTF-8 bytes."""
    value = _FNV_START
    for byte in text.encode(errors="surrogatepass"):
        value = (value ^ byte) * _FNV_PRIME & _WORD
    return value


def murmur3_32(text: str, seed: int = 0) -> int:
    """Appleby's MurmurHash3_x86_32 over the UTF-8 bytes."""
    data = text.encode(errors="surrogatepass")
    value = seed & _WORD
    whole = len(data) // 4 * 4
    for at in range(0, whole, 4):
        value = _turn(value ^ _mixed(int.from_bytes(data[at : at + 4], "little")), 13) * 5 + 0xE6546B64 & _WORD
    if len(data) > whole:
        value ^= _mixed(int.from_bytes(data[whole:], "little"))
    value ^= len(data)
    value = (value ^ value >> 16) * 0x85EBCA6B & _WORD
    value = (value ^ value >> 13) * 0xC2B2AE35 & _WORD
    return value ^ value >> 16


def _mixed(block: int) -> int:
    return _turn(block * _C1 & _WORD, 15) * _C2 & _WORD


def _turn(value: int, bits: int) -> int:
    return (value << bits | value >> 32 - bits) & _WORD
