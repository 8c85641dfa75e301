"""The smallest case file that has every table, for tests to break in one place."""

MINIMAL = """\
id = "small"
title = "Small dispute"

[ids]
ucdp_conflict = [1]

[[actor]]
id = "parent"
name = "Parent"
kind = "state"

[[actor.role]]
role = "parent"
start = "1990"
source = ["book"]

[[actor]]
id = "movement"
name = "Movement"
kind = "movement"
other_names = [{ text = "Bewegung", language = "de", used_by = ["movement"] }]

[[actor.role]]
role = "separatist"
source = ["book"]

[[holding]]
holder = "parent"
revisionist = "movement"
start = 1990-05-01
source = ["book"]

[territory]
name = [{ text = "Land", language = "en" }]

[territory.shape]
include = ["areas:B38"]
reference_area = "territory.land.area_km2"

[[territory.district]]
id = "north"
name = "North"
group = "claimed"

[[territory.place]]
id = "town"
names = [{ text = "Town", language = "en" }]
longitude = 46.5
latitude = 39.5
source = ["book"]

[[territory.line]]
id = "front"
name = "Front"
start = "1994"
edge_of = ["areas:B38"]
inside = "countries:AZE"
approximation = "Roughly."
source = ["book"]

[[fact]]
key = "territory.land.area_km2"
label = "Area"
topic = "territory"
value = 100
unit = "km2"
claimant = "parent"
source = ["book"]

[[fact]]
key = "territory.land.area_km2"
label = "Area"
topic = "territory"
value = 120.5
low = 110
high = 130
unit = "km2"
claimant = "movement"
source = ["hearsay"]
confidence = "low"

[[event]]
id = "rising"
date = "1991-02"
title = "Rising"
kind = "fighting"
source = ["book"]

[[event.account]]
claimant = "parent"
text = "They began."
source = ["book"]

[[phase]]
id = "war"
name = "War"
kind = "war"
start = "1991"
end = "1994"
text = "They fought."
source = ["book"]

[[proposal]]
id = "plan"
name = "Plan"
date = "1993"
proposed_by = ["parent"]
source = ["book"]

[proposal.terms]
status = "Autonomy."

[[proposal.response]]
actor = "movement"
answer = "rejected"
source = ["book"]

[[source]]
id = "book"
kind = "scholarship"
title = "A Book"
year = 2000

[[source]]
id = "hearsay"
kind = "general knowledge"
title = "Commonly said"
"""


def line_of(text: str, *, nth: int = 1) -> int:
    """Return the 1-based line on which the text stands in the minimal case for the nth time."""
    found = [number for number, line in enumerate(MINIMAL.splitlines(), 1) if line == text]
    return found[nth - 1]
