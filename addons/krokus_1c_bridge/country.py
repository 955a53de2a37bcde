"""Countries as 1C's users write them where Odoo's own names differ: name -> ISO code."""

CODES = {
    "россия": "RU",
    "рф": "RU",
    "голландия": "NL",
    "нидерланды": "NL",
    "юар": "ZA",
    "сша": "US",
    "китай": "CN",
    "кнр": "CN",
    "беларусь": "BY",
    "белоруссия": "BY",
    "великобритания": "GB",
    "англия": "GB",
    "турция": "TR",
    "южная корея": "KR",
}
