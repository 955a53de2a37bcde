"""The shop as it comes up: in Russian, whole, quiet, and not knocked over by a crowd."""

import http.client
import threading
from urllib.parse import urlsplit

from .browser import Browser
from .floor import FloorCase

CROWD = 64


class TestShop(FloorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = cls.enterClassContext(Browser(cls.floor.address))
        cls.page.open("/shop")

    def test_shop_answers_in_russian(self):
        self.assertEqual(self.page.evaluate("document.documentElement.lang"), "ru-RU")
        self.assertRegex(self.page.text(), "[А-Яа-я]{4}")

    def test_every_picture_is_there(self):
        broken = self.page.evaluate(
            "Promise.all([...document.images].map(image => {"
            "  image.loading = 'eager';"
            "  return image.decode().then(() => null, () => image.src);"
            "})).then(sources => sources.filter(Boolean))"
        )
        self.assertEqual(broken, [])
        self.assertTrue(self.page.evaluate("document.images.length"), "the shop shows no picture")

    def test_icons_and_letters_have_their_fonts(self):
        for font in ("16px FontAwesome", "16px odoo_ui_icons"):
            loaded = f"document.fonts.load('{font}').then(faces => faces.length)"
            self.assertTrue(self.page.evaluate(loaded), font)

    def test_nothing_of_the_shop_is_missing(self):
        ours = [told for told in self.page.failed if self.floor.address in told]
        self.assertEqual(ours, [])

    def test_console_is_quiet(self):
        self.assertEqual(self.page.errors, [])

    def test_crowd_at_once_is_served_to_the_last(self):
        answers = crowd(self.floor.address, "/shop", CROWD)
        self.assertEqual(answers, [200] * CROWD)

    def test_server_has_nothing_to_complain_of(self):
        crowd(self.floor.address, "/shop", 4)
        self.assertEqual(self.floor.complaints(), [])


def crowd(address, path, size):
    """What each of `size` people is answered who come at the same moment: a status, or an error."""
    answers = [None] * size
    bell = threading.Barrier(size)

    def visit(number):
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
        try:
            bell.wait()
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            answers[number] = answer.status
        except (OSError, http.client.HTTPException) as error:
            answers[number] = repr(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(size)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
