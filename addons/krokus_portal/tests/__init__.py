from . import test_asked, test_basket_page, test_checkout, test_take_route
