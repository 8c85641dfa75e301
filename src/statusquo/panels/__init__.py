"""Units of analysis from the snapshot and the cases: one row per dispute and year.

`dispute_year.dispute_years(...)` is the panel for models of renewed war, with its risk sets; `status_quo_year.
status_quo_years(...)` says who holds what, whether the claim is open, and how a dispute ended. Both are `panel.Panel`s:
a frame with its usage warnings and sources.
"""
