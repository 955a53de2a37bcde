from odoo import models
from odoo.addons.bus.models.bus import channel_with_db


class BusBus(models.Model):
    _inherit = "bus.bus"

    def _poll(self, channels, last=0, ignore_ids=None):
        """A connection outlives a right: who has another tier by now hears nothing of the old."""
        others = {channel for channel in channels if channel[1:2] == ("krokus.client.tier",)}
        if others:
            others -= {
                channel_with_db(self.env.cr.dbname, channel)
                for channel in self.env.user._krokus_news_channels()
            }
        heard = [channel for channel in channels if channel not in others]
        return super()._poll(heard, last, ignore_ids)
