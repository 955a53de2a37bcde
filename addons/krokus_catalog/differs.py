"""Whether a write says anything new: many doors write what stands there already."""


def differs(record, vals, names):
    """Whether writing these values would change one of the names; what is no value would."""
    try:
        return any(
            record._fields[name].convert_to_cache(vals[name], record)
            != record._fields[name].convert_to_cache(record[name], record)
            for name in names
        )
    except (TypeError, ValueError):
        return True
