from odoo import api, models

_SIGNAL = "INSERT INTO orm_signaling_default DEFAULT VALUES"


class KrokusKept(models.AbstractModel):
    """Few records that every page asks for: a process keeps what it has read of them (`ormcache`).

    Whoever inherits this lets all processes forget it when it changes. Core tells them when a
    request or a job has ended; here the word is a part of the change itself, so that a job that
    commits many times, or a process that is killed after its commit, leaves nobody behind.
    """

    _name = "krokus.kept"
    _description = "Records that are kept in memory"

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        self._krokus_let_forget()
        return made

    def write(self, vals):
        result = super().write(vals)
        self._krokus_let_forget()
        return result

    def unlink(self):
        result = super().unlink()
        self._krokus_let_forget()
        return result

    @api.model
    def _krokus_let_forget(self):
        self.env.registry.clear_cache()
        cr = self.env.cr
        if "krokus_kept" not in cr.precommit.data:
            cr.precommit.data["krokus_kept"] = True
            cr.precommit.add(lambda: cr.execute(_SIGNAL))
