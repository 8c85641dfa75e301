"""What is told of the games by year, with units; names that the artefact, the command line and the dossier share."""

CONTROL, WAR_BY, WAR_IN_YEAR, SETTLED_BY, OFFER = (
    "control",
    "war by the end of the year",
    "war in the year",
    "settlement by the end of the year",
    "share offered in talks",
)
UNITS = {
    CONTROL: "share of the territory",
    WAR_BY: "probability",
    WAR_IN_YEAR: "probability",
    SETTLED_BY: "probability",
    OFFER: "share of the territory",
}
