"""A specification between its reading and its publishing: what was read, what people did to it.

Pure but for what `mapper.specification_drafts` and `mapper.queries.drafts` do with it in the store.
"""
