"""Pictures out of a zip file that anybody may have made. No database, nothing written to a disk.

A name is compared without its folder, its extension, and the case of its letters. A sign of
`UNNAMEABLE` cannot stand in a file's name everywhere: it is written as an underscore instead.
"""

import io
import re
import struct
import zipfile
import zlib
from lzma import LZMAError
from typing import NamedTuple

from PIL import Image, ImageOps, WebPImagePlugin

EXTENSIONS = ("jpg", "jpeg", "png", "webp")
# Odoo keeps Pillow from loading its rarer formats by itself: this one is loaded above.
FORMATS = ("JPEG", "PNG", WebPImagePlugin.WebPImageFile.format)
UNNAMEABLE = '\\/:*?"<>|#'
_UNDERSCORES = str.maketrans(UNNAMEABLE, "_" * len(UNNAMEABLE))
# What systems put into an archive by themselves.
_LITTER = re.compile(r"(^|/)(__macosx/|\.|thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_UTF8, _LOCKED = 0x800, 0x1
_ENTRY = b"PK\x01\x02"
# What zipfile and the parsers below it, and Pillow, say of what is not what it pretends to be.
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    struct.error,
    NotImplementedError,
    EOFError,
    OSError,
    SyntaxError,
    ValueError,
)


class Limits(NamedTuple):
    """How many files, bytes unpacked of all and of one, and dots of one picture."""

    files: int = 500
    unpacked: int = 300_000_000
    picture: int = 10_000_000
    dots: int = 50_000_000


class ArchiveError(Exception):
    """No archive to take pictures from: `reason` is unreadable, many or heavy."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class PictureError(Exception):
    """One file is left out: `reason` is kind, large, locked or broken."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class File(NamedTuple):
    """`key` is what `folded` makes of the name of its offer."""

    name: str
    key: str
    entry: zipfile.ZipInfo


def folded(text):
    """How a name, an article or an id is compared."""
    return text.strip().lower().translate(_UNDERSCORES)


def opened(content, limits=None):
    """(archive, files in it): nothing is unpacked yet, what is said of the sizes is believed."""
    limits = limits or Limits()
    # before the list of files is read, which may be long itself
    if content.count(_ENTRY) > limits.files * 2:
        raise ArchiveError("many")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except _DAMAGES as error:
        raise ArchiveError("unreadable") from error
    files = [_file(entry) for entry in archive.infolist() if _is_file(entry)]
    if len(files) > limits.files:
        raise ArchiveError("many")
    if sum(file.entry.file_size for file in files) > limits.unpacked:
        raise ArchiveError("heavy")
    return archive, files


def _is_file(entry):
    return not entry.is_dir() and not _LITTER.search(entry.filename)


def _file(entry):
    name = re.split(r"[\\/]", _readable(entry))[-1]
    return File(name, folded(name.rpartition(".")[0]), entry)


def _readable(entry):
    """Windows writes Cyrillic names in its old code page, and does not say so."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    return entry.filename.encode("cp437", "replace").decode("cp866")


def picture(archive, file, limits=None):
    """The picture's bytes, of a kind that can be resized, or PictureError."""
    limits = limits or Limits()
    if file.name.rpartition(".")[2].lower() not in EXTENSIONS:
        raise PictureError("kind")
    if file.entry.file_size > limits.picture:
        raise PictureError("large")
    if file.entry.flag_bits & _LOCKED:
        raise PictureError("locked")
    try:
        return _checked(_unpacked(archive, file, limits), limits)
    except Image.DecompressionBombError as error:
        raise PictureError("large") from error
    except _DAMAGES as error:
        raise PictureError("broken") from error


def _unpacked(archive, file, limits):
    """However little was said of the size: no more is read."""
    with archive.open(file.entry) as stream:
        data = stream.read(limits.picture + 1)
    if len(data) > limits.picture:
        raise PictureError("large")
    return data


def _checked(data, limits):
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        if image.width * image.height > limits.dots:
            raise PictureError("large")
        image.load()
        return _repacked(image) if image.format == "WEBP" else data


def _repacked(image):
    """Odoo makes no small pictures of a WEBP, and would send the whole one for each card."""
    output = io.BytesIO()
    upright = ImageOps.exif_transpose(image)
    if upright.has_transparency_data:
        upright.save(output, "PNG")
    else:
        upright.convert("RGB").save(output, "JPEG", quality=90)
    return output.getvalue()
