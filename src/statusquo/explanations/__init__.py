"""Explanations of a dispute as data: claims bound to tests, verdicts by computation, contradictions, rivals weighed.

`load.load_explanation(id)` gives an `Explanation`; `ledger.judge(case, snapshot)` runs its claims on a
dispute; `weighing.weigh` compares rivals by the analyst's stated weights of evidence.
"""
