from . import krokus_offer_move, krokus_picture_import, krokus_picture_import_line
