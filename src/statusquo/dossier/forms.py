"""The forms in which a dossier is written: the page, and its evidence as Markdown or as JSON."""

from __future__ import annotations

import json
from typing import Literal, get_args

from statusquo.dossier.evidence import evidence
from statusquo.dossier.evidence_text import evidence_text
from statusquo.dossier.page import render_page
from statusquo.dossier.parts import Dossier

Form = Literal["html", "md", "json"]
FORMS: tuple[Form, ...] = get_args(Form)


def text_of(dossier: Dossier, form: Form) -> str:
    """Return a dossier as text.

    Args:
        dossier: the dossier.
        form: the page, or its evidence as Markdown or JSON.
    """
    match form:
        case "html":
            return render_page(dossier)
        case "md":
            return evidence_text(dossier)
        case "json":
            return json.dumps(evidence(dossier), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
