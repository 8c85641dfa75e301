"""The answer on one dispute as data: what the page, the terminal and a notebook show first.

It says in plain words, with names, what the dispute is, where it stands today, how likely fighting is and against what
base rate, how far that can be trusted, who is stronger, what was offered, how such attempts end and what to watch.
Nothing is estimated here: every number is that of a room below, and what no source gives is said to be missing.
"""
