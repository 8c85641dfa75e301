"""Outcomes across cases: which conditions, alone and together, go with attaining control, keeping it, being recognised.

Configurations (QCA) live in this room beside estimates and nearest cases. Configurations say what goes together in the
cases compared; they are no estimate of an effect, and a handful of prominent cases is no sample.
"""
