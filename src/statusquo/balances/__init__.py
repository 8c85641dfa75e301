"""The balances of a dispute, each a yearly series in its own unit.

`military.military_balance` compares the two sides' means, `regional.regional_balance` the outside states each can count
on, `inertia.inertia` says how long the status quo has stood and what shook it, and `trends` finds the trend and the
break of any such series. Every uncertain input is drawn from a range declared in `ranges`.
"""
