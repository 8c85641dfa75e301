"""A user's own event files, UCDP's GED and candidate events, as months of a dispute: deaths with their intervals."""
