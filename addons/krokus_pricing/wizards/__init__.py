from . import krokus_price_sheet, krokus_price_sheet_line, krokus_price_why
