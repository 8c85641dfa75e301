"""A commented explanation file: valid as it stands, with a claim that describes and one that names a cause."""

from __future__ import annotations

from importlib.resources import files

from statusquo.documents.template import checked_id, with_schema_line


def template(explanation_id: str) -> str:
    """Return the text of a template.

    Args:
        explanation_id: the id of the new explanation.

    Raises:
        InputError: when the id is not allowed.
    """
    name = checked_id(explanation_id, "smith-2020")
    text = (files("statusquo.explanations") / "template.toml").read_text(encoding="utf-8")
    return with_schema_line(text.replace("{id}", name), "explanation")
