import logging

import psycopg2
from odoo import models
from odoo.exceptions import UserError

from ..refusal import RowRefusedError
from ..shape import Refused

_logger = logging.getLogger(__name__)
UNFIT = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class KrokusOnecApplier(models.AbstractModel):
    """Rows of one kind from 1C -> records: find, compare, write only what differs.

    A kind says `_known(rows)`, `_values(row, context)` and `_model`; the rest is the same for
    all. Applying the same rows again writes nothing. A bad row is refused by itself.
    """

    _name = "krokus.onec.applier"
    _description = "1C Applier"

    _target = None  # the model whose records the rows become
    _found_by = "onec_ref"

    def _apply(self, connection, rows, **more):
        """Refused rows; the others are in the database when this returns."""
        applied = self.with_context(tracking_disable=True, mail_create_nosubscribe=True)
        known, facts = applied._known(rows), applied._facts(connection, rows)
        facts.update(more)
        refused, new, changed = [], [], []
        for row, is_first in applied._once(rows):
            try:
                if not is_first:
                    raise RowRefusedError("duplicate", ref=row.ref)
                values = applied._values(row, facts)
            except RowRefusedError as error:
                refused.append(Refused(row.ref, row.name, error.code, error.values))
                continue
            except UNFIT as error:
                _logger.exception("Row %s from 1C", row.ref)
                refused.append(Refused(row.ref, row.name, "unexpected", {"text": _short(error)}))
                continue
            records = known.get(row.ref)
            if not records:
                new.append((row, values))
            elif difference := applied._difference(records, values):
                changed.append((row, (records, difference)))
        refused += applied._in_savepoint([pair for pair in new if not self._skip(pair)], "_create")
        return refused + applied._in_savepoint(changed, "_update")

    def _once(self, rows):
        """Rows, each with whether its 1C id has not stood in this message before."""
        seen = set()
        for row in rows:
            yield row, row.ref not in seen
            seen.add(row.ref)

    def _known(self, rows):
        """Records by 1C's id, archived ones too."""
        refs = [row.ref for row in rows]
        records = self.env[self._target].with_context(active_test=False)
        found = records.search([(self._found_by, "in", refs)])
        # a template brings its variant back only if it does not see it: leave that context
        return found.with_env(self.env).grouped(self._found_by)

    def _facts(self, connection, rows):
        """What `_values` needs to know about other records, fetched once for all rows."""
        return {"connection": connection}

    def _values(self, row, facts):
        raise NotImplementedError

    def _new_values(self, row, values):
        """What only a new record gets: afterwards it belongs to the manager."""
        return values

    def _skip(self, pair):
        """Deleted in 1C before it was ever here."""
        return getattr(pair[0], "deleted", False)

    def _difference(self, records, values):
        """The values that any of the records does not have yet."""
        return {
            name: value
            for name, value in values.items()
            if any(self._plain(record, name) != value for record in records)
        }

    def _plain(self, record, name):
        field, value = record._fields[name], record[name]
        if field.type == "many2one":
            return value.id
        if field.type == "many2many":
            return [(6, 0, value.ids)]
        return value

    def _create(self, pairs):
        model = self.env[self._target]
        model.create([self._new_values(row, values) for row, values in pairs])
        model.flush_model()

    def _update(self, pairs):
        for _row, (records, values) in pairs:
            records.write(values)
        self.env[self._target].flush_model()

    def _in_savepoint(self, pairs, work):
        """All at once; if that fails, halves, down to the row that is at fault."""
        if not pairs:
            return []
        try:
            with self.env.cr.savepoint():
                getattr(self, work)(pairs)
        except psycopg2.OperationalError:
            raise  # somebody wrote the same rows at this moment: the message is repeated
        except (UserError, psycopg2.IntegrityError, psycopg2.DataError) as error:
            return self._in_halves(pairs, work, "not_accepted", self._sentence(error))
        except Exception as error:
            _logger.exception("%d rows from 1C, the first is %s", len(pairs), pairs[0][0].ref)
            return self._in_halves(pairs, work, "unexpected", _short(error))
        return []

    def _in_halves(self, pairs, work, code, text):
        self.env.invalidate_all(flush=False)
        if len(pairs) == 1:
            row = pairs[0][0]
            return [Refused(row.ref, getattr(row, "name", ""), code, {"text": text})]
        middle = len(pairs) // 2
        return self._in_savepoint(pairs[:middle], work) + self._in_savepoint(pairs[middle:], work)

    def _sentence(self, error):
        if isinstance(error, psycopg2.Error):
            return self.env[self._target]._sql_error_to_message(error)
        return str(error)


def _short(error):
    return f"{type(error).__name__}: {error}"[:200]
