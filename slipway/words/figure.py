"""Numbers as a reader of arithmetic sees them."""


def figure(value: float, digits: int = 4) -> str:
    """The number to so many significant digits, large ones to the whole, with a proper minus sign."""
    text = f"{value:,.0f}" if 10**digits <= abs(value) < 1e15 else f"{float(value):.{digits}g}"
    return text.replace("-", "−") if text != "-0" else "0"
