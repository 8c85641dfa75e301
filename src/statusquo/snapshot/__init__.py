"""The embedded snapshot: derived tables shipped in the wheel, how they are built, and how they are opened.

`open_snapshot()` gives the tables; `build.build_snapshot(raw, out)` derives them from the raw files, byte for
byte the same each time. `SOURCES.md` in the repository says what each table rests on.
"""
