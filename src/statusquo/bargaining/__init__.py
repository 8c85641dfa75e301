"""The game of a holder, a revisionist and a veto power: its solution, its ensembles, its calibration and its sweeps."""
