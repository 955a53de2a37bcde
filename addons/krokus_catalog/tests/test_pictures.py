import io
import zipfile
from unittest.mock import patch

from odoo.addons.krokus_catalog import pictures
from odoo.addons.krokus_catalog.pictures import ArchiveError, Limits, PictureError
from odoo.tests import BaseCase, tagged
from PIL import Image


def drawn(kind="PNG", size=(64, 48), color="#c8243a"):
    """A picture; an eight-digit colour shines through."""
    data = io.BytesIO()
    Image.new("RGBA" if len(color) > 7 else "RGB", size, color).save(data, kind)
    return data.getvalue()


def zipped(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


@tagged("post_install", "-at_install")
class TestPictures(BaseCase):
    def refused(self, name, data, limits=None):
        archive, (file,) = pictures.opened(zipped({name: data}))
        with self.assertRaises(PictureError) as caught:
            pictures.picture(archive, file, limits)
        return caught.exception.reason

    def test_folders_case_and_extension_make_no_difference(self):
        _archive, files = pictures.opened(zipped({"Roses/RN-60.JPG": b"", "a\\Ab#1.png": b""}))
        self.assertEqual([file.key for file in files], ["rn-60", "ab_1"])
        self.assertEqual(files[1].key, pictures.folded("AB#1"))
        self.assertEqual(pictures.folded(' A/1:"x"'), "a_1__x_")

    def test_what_systems_put_into_an_archive_is_passed_over(self):
        litter = {"__MACOSX/._a.jpg": b"", "x/.DS_Store": b"", "Thumbs.db": b"", "x/": b""}
        _archive, files = pictures.opened(zipped({**litter, "x/a.jpg": b""}))
        self.assertEqual([file.name for file in files], ["a.jpg"])

    def test_a_cyrillic_name_that_windows_packed_is_read(self):
        name = "Роза-1.jpg".encode("cp866").decode("cp437")
        entry = zipfile.ZipInfo("x.jpg")
        entry.filename = name
        self.assertEqual(pictures._file(entry).name, "Роза-1.jpg")

    def test_pictures_of_every_kind_are_taken(self):
        for kind, name in (("JPEG", "a.jpg"), ("JPEG", "a.jpeg"), ("PNG", "a.png")):
            data = drawn(kind)
            archive, (file,) = pictures.opened(zipped({name: data}))
            self.assertEqual(pictures.picture(archive, file), data)

    def test_a_webp_becomes_what_can_be_made_smaller(self):
        for color, kind in (("#c8243a", "JPEG"), ("#c8243a80", "PNG")):
            archive, (file,) = pictures.opened(zipped({"a.webp": drawn("WEBP", color=color)}))
            with Image.open(io.BytesIO(pictures.picture(archive, file))) as image:
                self.assertEqual((image.format, image.size), (kind, (64, 48)))

    def test_what_is_no_picture_is_refused(self):
        self.assertEqual(self.refused("a.gif", drawn("GIF")), "kind")
        self.assertEqual(self.refused("a.png", drawn("GIF")), "broken")
        self.assertEqual(self.refused("a.svg", b"<svg/>"), "kind")
        self.assertEqual(self.refused("a.jpg", b"<svg/>"), "broken")
        self.assertEqual(self.refused("a.png", drawn()[:20]), "broken")
        self.assertEqual(self.refused("a.png", b""), "broken")

    def test_a_picture_of_too_many_dots_is_refused_before_it_is_unpacked(self):
        data = drawn(size=(300, 300))
        self.assertEqual(self.refused("a.png", data, Limits(dots=80_000)), "large")
        with patch.object(Image, "MAX_IMAGE_PIXELS", 1000):
            self.assertEqual(self.refused("a.png", data), "large")

    def test_a_file_that_unpacks_to_too_much_is_refused(self):
        bomb = bytes(2_000_000)
        self.assertEqual(self.refused("a.png", bomb, Limits(picture=1_000_000)), "large")

    def test_a_file_that_lies_about_its_size_is_held_to_the_limit(self):
        archive, (file,) = pictures.opened(zipped({"a.png": bytes(2_000_000)}))
        file.entry.file_size = 10
        with self.assertRaises(PictureError) as caught:
            pictures.picture(archive, file, Limits(picture=1_000_000))
        self.assertEqual(caught.exception.reason, "broken")

    def test_a_locked_file_is_refused(self):
        archive, (file,) = pictures.opened(zipped({"a.png": drawn()}))
        file.entry.flag_bits |= 1
        with self.assertRaises(PictureError) as caught:
            pictures.picture(archive, file)
        self.assertEqual(caught.exception.reason, "locked")

    def test_an_archive_of_too_many_or_too_large_files_is_refused_whole(self):
        many = zipped({f"{number}.png": b"" for number in range(5)})
        heavy = zipped({"a.png": bytes(600), "b.png": bytes(600)})
        for content, reason, limits in (
            (many, "many", Limits(files=4)),
            (many, "many", Limits(files=2)),
            (heavy, "heavy", Limits(unpacked=1000)),
            (b"", "unreadable", None),
            (b"PK\x03\x04 and no more", "unreadable", None),
        ):
            with self.assertRaises(ArchiveError) as caught:
                pictures.opened(content, limits)
            self.assertEqual(caught.exception.reason, reason)
