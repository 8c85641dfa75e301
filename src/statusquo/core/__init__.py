"""The ground floor: the types, errors, codes and file habits that every other room stands on.

Nothing here knows a data set, a dispute or a page. Import from the modules by name:
`statusquo.core.estimates`, `statusquo.core.domain`, `statusquo.core.origin`, `statusquo.core.errors`,
`statusquo.core.columns`, `statusquo.core.states`, `statusquo.core.files`, `statusquo.core.seeds`.
"""
