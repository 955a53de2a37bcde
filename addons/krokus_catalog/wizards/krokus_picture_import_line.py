from odoo import fields, models


class KrokusPictureImportLine(models.TransientModel):
    """A file that gave no offer a picture, and what to do about it."""

    _name = "krokus.picture.import.line"
    _description = "Picture left out"
    _order = "reason, name, id"

    import_id = fields.Many2one(
        "krokus.picture.import", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char("File", required=True)
    reason = fields.Selection(
        [
            ("unknown", "Fits no offer: name it by the article or the id."),
            ("several", "Fits several goods: name it by the id in the books."),
            ("twice", "Its offer has a picture from this zip already: keep one of the two."),
            ("kind", "Not a .jpg, .png or .webp: save it as one of them."),
            ("large", "Larger than 10 MB or 50 megapixels: make it smaller."),
            ("locked", "Locked with a password: pack it without one."),
            ("broken", "No picture, or damaged: open it, and save it again."),
        ],
        "What to do",
        required=True,
    )
