"""The dossier: the report on one dispute as one self-contained page that works offline.

`assemble.assemble_dossier(case, snapshot)` computes it (findings, charts, tables, references); `page.render_page`
turns it into HTML; `page.write_page` puts it into a file. Each section is one file under `sections/`.
"""
