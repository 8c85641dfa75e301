"""One file per public data set: where it lives, what it covers, its terms, its traps, and a reader.

A reader takes the raw directory and returns a tidy polars frame, checked against `core/columns.csv`.
"""
