"""The dispute-month panel: battle deaths of every territorial dispute by month, from the user's own event files."""

from __future__ import annotations

import polars as pl

from statusquo.core.columns import checked, schema_of
from statusquo.event_files.months import dispute_months as months_of_disputes
from statusquo.event_files.months import no_event_files
from statusquo.event_files.own_events import own_events
from statusquo.panels.panel import Panel
from statusquo.snapshot.store import Snapshot

TABLE = "panel.dispute_month"

WARNINGS = (
    "A month is a row only where your event files cover it; elsewhere nothing is known, which is another thing than 0.",
    "Months of candidate files are still being checked: events are dropped, moved and counted anew; GED replaces them.",
    "Only state-based violence under the dispute's own number counts, in the month in which the event ended; an event "
    "may have begun months earlier.",
    "Conflicts between states or under a successor's number are counted under that number.",
    "deaths_low and deaths_high are sums of UCDP's estimates; deaths_from and deaths_to are the middle 95 % of its "
    "coders' distribution (Vesco and others 2026), whose median lies above the best estimate, most for small events.",
    "That distribution takes the errors of two events as independent, so that the interval of a sum is too narrow "
    "where they are not, and it is of the events reported: deaths that no source told are in none.",
)


def dispute_months(snapshot: Snapshot) -> Panel:
    """Return the panel of all territorial disputes in the months that the user's event files cover.

    Args:
        snapshot: the open snapshot, for which disputes there are.

    Raises:
        InputError: when the user has no event files.
        SourceError: when one of them is not as it was added.
    """
    own = own_events()
    if own is None:
        raise no_event_files()
    frame = months_of_disputes(snapshot.table("disputes")["conflict_id_ucdp"].to_list(), own)
    dated = frame.with_columns(year=pl.col("month").dt.year())
    schema = schema_of(TABLE)
    return Panel("dispute-month", checked(dated.select(*schema).cast(schema), TABLE), WARNINGS)
