"""All origins, by id. Importing this module reads no data and imports no heavy package beyond polars."""

from __future__ import annotations

from statusquo.core.errors import UnknownNameError
from statusquo.core.origin import Origin
from statusquo.sources import (
    acd2epr,
    acled,
    archigos,
    atop,
    capitals,
    countrycode,
    cow_contiguity,
    cow_igo,
    cow_nmc,
    cshapes,
    democracy,
    epr_claims,
    epr_core,
    epr_tek,
    etopo20,
    eurostat_income,
    gdp_population,
    isard,
    lost_autonomy,
    minimum_distance,
    natural_earth,
    pax,
    reign,
    rivalries_td,
    rivalries_tss,
    ruggedness,
    sdm,
    sipri_milex,
    sipri_register,
    sipri_tiv,
    tjet_spells,
    ucdp_brd,
    ucdp_candidate,
    ucdp_dyadic,
    ucdp_ged,
    ucdp_peace_agreements,
    ucdp_prio_acd,
    ucdp_termination,
    un_ideal_points,
)

ORIGINS: dict[str, Origin] = {
    module.ORIGIN.id: module.ORIGIN
    for module in (
        ucdp_prio_acd,
        ucdp_brd,
        tjet_spells,
        sipri_milex,
        sipri_tiv,
        sipri_register,
        natural_earth,
        isard,
        countrycode,
        ucdp_dyadic,
        ucdp_termination,
        ucdp_peace_agreements,
        epr_core,
        acd2epr,
        epr_tek,
        epr_claims,
        lost_autonomy,
        cow_nmc,
        atop,
        cow_igo,
        cow_contiguity,
        minimum_distance,
        cshapes,
        capitals,
        democracy,
        gdp_population,
        reign,
        archigos,
        rivalries_td,
        rivalries_tss,
        un_ideal_points,
        eurostat_income,
        ruggedness,
        etopo20,
    )
}
"""Every data set the package knows, in the order in which it is printed."""

OWN_ORIGINS: dict[str, Origin] = {
    module.ORIGIN.id: module.ORIGIN for module in (ucdp_ged, ucdp_candidate, acled, pax, sdm)
}
"""Data sets that only a user's own file brings; nothing of them is in the package."""


def origin(key: str) -> Origin:
    """Return one origin.

    Raises:
        UnknownNameError: when no data set has this id; it offers the nearest ones.
    """
    known = {**ORIGINS, **OWN_ORIGINS}
    if key not in known:
        raise UnknownNameError("data set", key, known)
    return known[key]
