"""Pictures of the demo, drawn with Pillow."""

import io

from PIL import Image, ImageDraw

from overview.domain.playground.harbour import BOAT, HEIGHT, WIDTH, Boat, Harbour

WATER, RIPPLE = "#bcdcec", "#a5cde2"
LAND, SHORE = "#8fbf7a", "#e6d9a8"
HULL, SAIL, CABIN = "#6b4a32", "#ffffff", "#c8443c"
TOWER, STRIPE, LAMP, DOOR = "#f6f2ea", "#c8443c", "#f5c518", "#3d2b1f"


def png_of(seen: Harbour) -> bytes:
    """Return the harbour as a PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), WATER)
    pen = ImageDraw.Draw(image)
    for y in range(12, HEIGHT, 24):
        for x in range(y * 7 % 48, WIDTH, 48):
            pen.line((x, y, x + 12, y), fill=RIPPLE, width=2)
    for island in seen.islands:
        pen.polygon(island, fill=LAND, outline=SHORE, width=5)
    for boat in seen.boats:
        _draw_boat(pen, boat)
    _draw_lighthouse(pen, seen)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_boat(pen: ImageDraw.ImageDraw, boat: Boat) -> None:
    width, height = BOAT
    left, top, right, bottom = boat.x, boat.y, boat.x + width, boat.y + height
    deck = bottom - 14
    pen.polygon([(left, deck), (right, deck), (right - 12, bottom), (left + 12, bottom)], fill=HULL)
    if boat.kind == "sail":
        mast = left + width / 2
        pen.line((mast, top, mast, deck), fill=HULL, width=2)
        pen.polygon([(mast + 2, top), (mast + 2, deck - 3), (right - 4, deck - 3)], fill=SAIL)
    else:
        pen.rectangle((left + 16, top + 12, right - 18, deck), fill=CABIN)
        pen.rectangle((left + 22, top, left + 30, top + 12), fill=HULL)


def _draw_lighthouse(pen: ImageDraw.ImageDraw, seen: Harbour) -> None:
    x, y = seen.light
    top = y - seen.tall
    pen.polygon([(x - 9, top + 8), (x + 9, top + 8), (x + 15, y), (x - 15, y)], fill=TOWER)
    for stripe in (0.3, 0.6):
        middle = top + seen.tall * stripe
        pen.rectangle((x - 10 - 4 * stripe, middle, x + 10 + 4 * stripe, middle + 9), fill=STRIPE)
    pen.rectangle((x - 5, y - 16, x + 5, y), fill=DOOR)
    pen.ellipse((x - 8, top - 8, x + 8, top + 8), fill=LAMP, outline=DOOR)
