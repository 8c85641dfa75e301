"""What UCDP's tables by year have in common: the codes, and how the fields that several of them have are read.

Quirks: several states on one side stand in one cell, separated by commas and sometimes two spaces; some names end in a
blank or a line break.
"""

from __future__ import annotations

from statusquo.sources.csv_rows import Cell, code, codes, text, whole_number, whole_numbers

INCOMPATIBILITIES = {"1": "territory", "2": "government", "3": "territory and government"}
INTENSITIES = {"1": "minor", "2": "war"}
TYPES = {"1": "extrasystemic", "2": "interstate", "3": "internal", "4": "internationalised internal"}
REGIONS = {"1": "Europe", "2": "Middle East", "3": "Asia", "4": "Africa", "5": "Americas"}

OF_DYADS: dict[str, Cell] = {
    "conflict_id_ucdp": whole_number("conflict_id"),
    "year": whole_number("year"),
    "side_a": text("side_a"),
    "side_b": text("side_b"),
    "territory_name": text("territory_name"),
    "type": code("type_of_conflict", TYPES),
    "gwno_a_2nd": whole_numbers("gwno_a_2nd"),
    "gwno_b_2nd": whole_numbers("gwno_b_2nd"),
}
"""Fields of every table by year."""

OF_CONFLICTS: dict[str, Cell] = {
    **OF_DYADS,
    "incompatibility": code("incompatibility", INCOMPATIBILITIES),
    "gwno_a": whole_numbers("gwno_a"),
    "gwno_b": whole_numbers("gwno_b"),
    "gwno_location": whole_numbers("gwno_loc"),
    "region": codes("region", REGIONS),
    "version": text("version"),
}
"""Fields of the tables that say what a conflict is about and where."""

INTENSITY = code("intensity_level", INTENSITIES)
