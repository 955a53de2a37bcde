from base64 import b64decode, b64encode
from time import monotonic

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import pictures

# Seconds of work before a commit: an old transaction makes everybody's takes slower.
PATIENCE = 2.0
_OFFERS = """
SELECT DISTINCT name.folded, offer.id
  FROM product_template offer,
       UNNEST(ARRAY[offer.default_code, offer.onec_ref]) word,
       LOWER(TRANSLATE(TRIM(word), %s, %s)) name(folded)
 WHERE offer.active AND name.folded = ANY(%s)
"""


class KrokusPictureImport(models.TransientModel):
    """Pictures of many offers from one zip: each file is named by the article or by the id.

    A file that does not fit stops no other one. Sister offers of one good share its picture.
    """

    _name = "krokus.picture.import"
    _description = "Pictures from a zip"

    file = fields.Binary("Zip file")
    file_name = fields.Char()
    is_done = fields.Boolean(readonly=True)
    offer_count = fields.Integer("Offers with a new picture", readonly=True)
    line_ids = fields.One2many(
        "krokus.picture.import.line", "import_id", "Files left out", readonly=True
    )

    def action_import(self):
        """Take what fits, tell what does not. Asked again, it does the same again."""
        self.ensure_one()
        archive, files = self._opened()
        offers = self._offers({file.key for file in files})
        served, left_out = self.env["product.template"], []
        since = monotonic()
        for file in files:
            goods = offers.get(file.key, served.browse())
            reason = self._refusal(goods, served) or self._take(archive, file, goods)
            if reason:
                left_out.append({"import_id": self.id, "name": file.name, "reason": reason})
            else:
                served |= goods
            if monotonic() - since > PATIENCE:
                self.env["ir.cron"]._commit_progress()
                since = monotonic()
        self.line_ids.unlink()
        self.line_ids.create(left_out)
        self.write({"file": False, "is_done": True, "offer_count": len(served)})
        return self._shown()

    def _opened(self):
        try:
            return pictures.opened(b64decode(self.file or b""))
        except pictures.ArchiveError as error:
            raise UserError(self._why(error.reason)) from error

    @api.model
    def _why(self, reason):
        limits = pictures.Limits()
        return {
            "unreadable": self.env._("This is no zip file, or it is damaged: pack it again."),
            "many": self.env._(
                "There are more than %s files in the zip: split it into several.", limits.files
            ),
            "heavy": self.env._(
                "The pictures in the zip are larger than %s MB together: split it into several.",
                limits.unpacked // 1_000_000,
            ),
        }[reason]

    @api.model
    def _offers(self, keys):
        """{a folded article or id: the offers that bear it}."""
        offers = self.env["product.template"]
        offers.flush_model(["default_code", "onec_ref", "active"])
        signs = pictures.UNNAMEABLE
        found = {}
        query = SQL(_OFFERS, signs, "_" * len(signs), list(keys))
        for key, offer_id in self.env.execute_query(query):
            found.setdefault(key, []).append(offer_id)
        return {key: offers.browse(ids)._filtered_access("write") for key, ids in found.items()}

    @api.model
    def _refusal(self, offers, served):
        if not offers:
            return "unknown"
        if len({offer.onec_good_ref or offer.onec_ref or offer.id for offer in offers}) > 1:
            return "several"
        return "twice" if offers & served else None

    def _take(self, archive, file, offers):
        """Give the offers the file's picture, or say why not."""
        try:
            data = pictures.picture(archive, file)
            with self.env.cr.savepoint():
                offers.image_1920 = b64encode(data)
        except pictures.PictureError as error:
            return error.reason
        except UserError:
            return "broken"
        return None

    def _shown(self):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "krokus_catalog.krokus_picture_import_action"
        )
        return {**action, "res_id": self.id}
