from odoo.addons.website.controllers.main import Website
from odoo.http import route

from ..text import LONGEST_SEARCH, clean_line, clean_search


class KrokusSearch(Website):
    @route()
    def autocomplete(self, search_type=None, term=None, order=None, **kwargs):
        """What is searched for becomes a pattern, in which core looks for it in all that it found:
        it has its limits."""
        return super().autocomplete(
            search_type, clean_search(term), clean_line(order, LONGEST_SEARCH), **kwargs
        )
