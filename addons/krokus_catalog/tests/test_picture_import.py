import base64
import io
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from PIL import Image

from .common import KrokusCase
from .test_pictures import drawn, zipped


@tagged("post_install", "-at_install")
class TestPictureImport(KrokusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_manager("picture_manager")
        cls.roses = cls.make_category("Roses")

    def offer(self, name, **values):
        return self.make_offer(name, category=self.roses, **values).product_tmpl_id

    def taken(self, files, user=None):
        wizard = self.env["krokus.picture.import"].with_user(user or self.manager)
        content = files if isinstance(files, bytes) else zipped(files)
        taken = wizard.create({"file": base64.b64encode(content), "file_name": "x.zip"})
        taken.action_import()
        return taken

    def left_out(self, taken):
        return {line.name: line.reason for line in taken.line_ids}

    def test_a_picture_goes_to_the_offer_of_its_article_or_id(self):
        by_article = self.offer("Red Naomi", default_code="RN/60")
        by_id = self.offer("Avalanche", onec_ref="8f3a#01")
        taken = self.taken({"roses/rn_60.PNG": drawn(), "8F3A#01.jpg": drawn("JPEG")})
        self.assertTrue(by_article.image_1920 and by_id.image_1920)
        self.assertEqual((taken.offer_count, self.left_out(taken)), (2, {}))
        self.assertFalse(taken.file)

    def test_what_does_not_fit_stops_nothing_and_is_told(self):
        offer = self.offer("Red Naomi", default_code="RN")
        for _number in range(2):
            self.offer("A rose", default_code="TWICE")
        taken = self.taken(
            {
                "nobody.png": drawn(),
                "twice.png": drawn(),
                "RN.txt": b"no picture",
                "x/RN.jpg": b"broken",
                "RN.png": drawn(),
                "y/RN.png": drawn("JPEG"),
            }
        )
        self.assertTrue(offer.image_1920)
        self.assertEqual(taken.offer_count, 1)
        told = sorted((line.name, line.reason) for line in taken.line_ids)
        self.assertEqual(
            told,
            [
                ("RN.jpg", "broken"),
                ("RN.png", "twice"),
                ("RN.txt", "kind"),
                ("nobody.png", "unknown"),
                ("twice.png", "several"),
            ],
        )

    def test_sister_offers_of_one_good_share_its_picture(self):
        short = self.offer("Rose 50", default_code="R", onec_ref="g#50", onec_good_ref="g")
        long = self.offer("Rose 60", default_code="R", onec_ref="g#60", onec_good_ref="g")
        self.assertEqual(self.taken({"r.png": drawn()}).offer_count, 2)
        self.assertEqual(short.image_1920, long.image_1920)

    def test_a_picture_that_the_database_refuses_leaves_the_others(self):
        first, second = self.offer("A", default_code="A"), self.offer("B", default_code="B")
        write = type(first).write

        def refusing(offers, values):
            result = write(offers, values)
            if offers == first:
                raise UserError(first.name)
            return result

        with patch.object(type(first), "write", refusing):
            taken = self.taken({"a.png": drawn(), "b.png": drawn()})
        self.assertEqual(self.left_out(taken), {"a.png": "broken"})
        self.assertFalse(first.image_1920)
        self.assertTrue(second.image_1920)

    def test_a_large_picture_is_made_smaller_for_the_shop(self):
        offer = self.offer("A", default_code="A")
        self.taken({"a.webp": drawn("WEBP", size=(2400, 1200))})
        for field, width in (("image_1920", 1920), ("image_128", 128)):
            with Image.open(io.BytesIO(base64.b64decode(offer[field]))) as image:
                self.assertEqual(image.width, width)

    def test_what_is_no_zip_is_refused_in_words(self):
        with self.assertRaisesRegex(UserError, "no zip file"):
            self.taken(b"hello")

    def test_only_a_manager_imports_pictures(self):
        offer = self.offer("A", default_code="A")
        buyer = self.make_buyer(self.make_client("A shop"), "picture_buyer")
        with self.assertRaises(AccessError):
            self.taken({"a.png": drawn()}, user=buyer)
        self.assertFalse(offer.image_1920)
