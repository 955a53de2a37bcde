import base64
import io
import math

from PIL import Image, ImageColor, ImageDraw

SIZE = 256
COLORS = {
    "красный": "#c8243a",
    "белый": "#f4f1ea",
    "кремовый": "#f3e3bf",
    "жёлтый": "#f2c230",
    "розовый": "#ee8fb0",
    "малиновый": "#c2286f",
    "персиковый": "#f5b48a",
    "бежевый": "#d8bd98",
    "сиреневый": "#a987c9",
    "оранжевый": "#ef7f2a",
    "коралловый": "#f2735f",
    "зелёный": "#7fae55",
    "голубой": "#8cbce6",
    "синий": "#4460c4",
    "серый": "#9aa0a6",
    "прозрачный": "#cfdfe6",
    "коричневый": "#8a5a3c",
    "двухцветный": "#e7577a",
}
PETALS = {
    "Роза": (7, 3),
    "Роза кустовая": (6, 3),
    "Хризантема": (21, 3),
    "Тюльпан": (5, 1),
    "Гвоздика": (15, 3),
    "Гербера": (17, 2),
    "Лилия": (6, 1),
    "Орхидея": (5, 1),
}
PLAIN = ("Лента", "Упаковка", "Инструмент", "Вазы и кашпо")


def draw(env):
    """One simple drawing per kind and colour, for every offer that has no picture."""
    drawn = {}
    for offer in env["product.template"].search([("onec_ref", "!=", False)]):
        if offer.image_1920:
            continue
        key = (offer.krokus_flower_type_id.name, offer.krokus_color_id.name)
        if key not in drawn:
            drawn[key] = picture(*key)
        offer.image_1920 = drawn[key]


def picture(kind, color):
    """A flower of rings of petals, or a plain shape for what is no flower; PNG in base64."""
    image = Image.new("RGB", (SIZE, SIZE), "#f7f6f2")
    pen = ImageDraw.Draw(image)
    fill = COLORS.get(color, "#c9c9c9")
    if kind in PLAIN:
        pen.rounded_rectangle((56, 72, 200, 184), 24, fill=fill, outline="#b9b4a8", width=3)
    else:
        _flower(pen, fill, *PETALS.get(kind, (8, 2)))
    data = io.BytesIO()
    image.save(data, "PNG", optimize=True)
    return base64.b64encode(data.getvalue())


def shaded(color, share):
    """The colour, darker: `share` of its light is left."""
    red, green, blue = ImageColor.getrgb(color)
    return int(red * share), int(green * share), int(blue * share)


def _flower(pen, fill, petals, rings):
    pen.line((128, 140, 128, 252), fill="#5f8f4b", width=9)
    pen.ellipse((128, 196, 184, 224), fill="#6ea257")
    for ring in range(rings):
        reach, width = 62 - 18 * ring, 30 - 7 * ring
        for petal in range(petals):
            angle = 2 * math.pi * (petal + ring / 2) / petals
            x, y = 128 + reach * math.cos(angle), 112 + reach * math.sin(angle)
            box = (x - width, y - width, x + width, y + width)
            pen.ellipse(box, fill=fill, outline=shaded(fill, 0.86))
    pen.ellipse((112, 96, 144, 128), fill="#e8c54a")
