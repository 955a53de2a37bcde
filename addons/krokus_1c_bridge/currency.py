"""Currencies as 1C's users write them: a code, a number, or a word -> the ISO code."""

CODES = {
    "руб": "RUB",
    "р": "RUB",
    "₽": "RUB",
    "рубль": "RUB",
    "rur": "RUB",
    "643": "RUB",
    "810": "RUB",
    "398": "KZT",
    "933": "BYN",
    "840": "USD",
    "978": "EUR",
    "156": "CNY",
    "949": "TRY",
}


def code_of(text):
    """The ISO code; a word that is not known is its own code, an empty one is empty."""
    text = text.strip().rstrip(".").lower()
    return CODES.get(text, text.upper())
