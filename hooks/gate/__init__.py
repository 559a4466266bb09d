"""The last look at what was built: nothing is published that our own templates, scripts and Markdown do not write.

Browsers mend odd markup in a thousand ways, and what two parsers make of it differs. So pages are not parsed and then
judged: a page must be written in so plain a form that no browser has anything to mend in it (`pages.py`), of elements
and attributes that we are known to write (`allowed.py`), with addresses that lead where they may (`addresses.py`).
Whatever else is published must be what its name says (`files.py`, `feeds.py`).
"""
