"""What changed between two tellings: of two snapshots, or of today's and what was told at an earlier time.

Above the rooms that tell (risk, explanations, forecasts), and below those that show.
"""
