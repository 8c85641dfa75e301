"""Cluster diagnostics: whether a set relation that holds in the pooled cases holds within their clusters too.

Consistency and coverage are taken over all cases (pooled), in each cluster (between) and for each unit across clusters
(within), and the Euclidean distance of the clusters' consistencies, as shares of their sum, from equal shares says how
far they differ (Garcia-Castro and Ariño 2016; Oana and Schneider 2018). A cluster without a member of the set has no
consistency and is left out of the distance; R's SetMethods counts it as 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from statusquo.comparison.fit import IN, sufficiency
from statusquo.comparison.sets import CalibratedCases, Term, render_term
from statusquo.core.draws import Floats
from statusquo.core.jsonable import Jsonable


@dataclass(frozen=True, slots=True)
class GroupFit(Jsonable):
    """Fit of a set in one cluster or unit.

    Attributes:
        group: its name.
        n: its cases.
        n_members: those of them in the set.
        consistency: of sufficiency; missing where no case is a member.
        coverage: share of the outcome that lies within; missing where no case has the outcome.
    """

    group: str
    n: int
    n_members: int
    consistency: float | None
    coverage: float | None


@dataclass(frozen=True, slots=True)
class ClusterFit(Jsonable):
    """Fit of one expression, pooled and by cluster.

    Attributes:
        expression: a term, or the whole model.
        pooled: over all cases.
        between: in each cluster.
        distance_between: of the clusters' consistencies from equal ones, 0 where all are equal.
        within: for each unit across clusters; empty where units are not named.
        distance_within: of the units' consistencies from equal ones.
    """

    expression: str
    pooled: GroupFit
    between: tuple[GroupFit, ...]
    distance_between: float | None
    within: tuple[GroupFit, ...]
    distance_within: float | None


def diagnose_clusters(
    data: CalibratedCases,
    model: Sequence[Term],
    clusters: Mapping[str, str],
    units: Mapping[str, str] | None = None,
) -> tuple[ClusterFit, ...]:
    """Return the fit of a model and of each of its terms, pooled, between clusters and within units.

    Args:
        data: the calibrated cases.
        model: the terms of the model.
        clusters: the cluster of every case, such as its year or its region.
        units: the unit of every case, such as its state, where cases are units at several times.
    """
    whole = " + ".join(render_term(term, data.conditions) for term in model)
    expressions = {whole: data.model_membership(model)}
    expressions |= {render_term(term, data.conditions): data.term_membership(term) for term in model}
    found = []
    for name, membership in expressions.items():
        between = _by_group(data, membership, clusters)
        within = _by_group(data, membership, units) if units else ()
        pooled = _fit("all", membership, data.outcome)
        found.append(ClusterFit(name, pooled, between, _distance(between), within, _distance(within)))
    return tuple(found)


def _by_group(data: CalibratedCases, membership: Floats, groups: Mapping[str, str]) -> tuple[GroupFit, ...]:
    of = np.array([groups[case] for case in data.cases])
    return tuple(_fit(name, membership[of == name], data.outcome[of == name]) for name in sorted(set(of.tolist())))


def _fit(name: str, membership: Floats, outcome: Floats) -> GroupFit:
    fit = sufficiency(membership, outcome)
    return GroupFit(name, len(outcome), int((membership > IN).sum()), fit.consistency, fit.coverage)


def _distance(groups: Sequence[GroupFit]) -> float | None:
    """Return the Euclidean distance of the groups' shares of consistency from equal shares; None below two groups."""
    known = np.array([group.consistency for group in groups if group.consistency is not None])
    if len(known) < 2 or known.sum() <= 0:
        return None
    return float(np.sqrt(((known / known.sum() - 1 / len(known)) ** 2).sum()))
