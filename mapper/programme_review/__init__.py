"""A programme between its reading and its acceptance: what was read, what people changed of it.

Pure but for what `mapper.programme_drafts` and `mapper.queries.programme_drafts` do with it in the store.
"""
