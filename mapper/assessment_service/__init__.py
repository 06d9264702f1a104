"""The ILM Assessment Service, where ILM marks whole units or integrated sets, as data with its source.

All of it is pure: rules and word guidance, a checker of file names, and dates on a calendar.
"""
