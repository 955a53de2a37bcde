from odoo import models

LIVE_STOCK = "krokus_live_stock"  # the wish of a page that shows what is free


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """A page says that it wants to hear; who it is decides of what."""
        wanted = LIVE_STOCK in channels
        channels = super()._build_bus_channel_list(
            [channel for channel in channels if channel != LIVE_STOCK]
        )
        return [*channels, *self.env.user._krokus_news_channels()] if wanted else channels
