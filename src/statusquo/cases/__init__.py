"""A dispute as data: the model, the loader, the bundled case files, and cases derived from UCDP alone.

`load_case(id)` gives a `Case` for a bundled id (``nagorno-karabakh``), a UCDP conflict (``ucdp-388``) or
the path of a case file; `list_cases()` says what there is.
"""

from statusquo.cases.listing import CaseListing
from statusquo.cases.load import bundled_ids, list_cases, load_case
from statusquo.cases.model import Case

__all__ = ["Case", "CaseListing", "bundled_ids", "list_cases", "load_case"]
