"""The functions of `import statusquo as sq`: one call each for what the rooms below answer.

Every function imports its room when it is called, so that importing the package stays cheap, and takes a dispute as a
case, an id, a number of UCDP, a name or the path of a case file.
"""
