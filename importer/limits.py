"""How much a single document may ask of us: the one place where limits are named (HOSTILE.md, point 9).

Each is far above what real newsletters, feeds and pages need; whoever meets one is told which, and what to do.
"""

from __future__ import annotations

MOST_BYTES = 20 * 1024 * 1024  # of any file
MOST_TEXT_CHARACTERS = 5 * 1024 * 1024  # of a plain text
MOST_LINES = 200_000  # of a plain text
MOST_HTML_BYTES = 5 * 1024 * 1024  # of one page, or of one item's text
MOST_DEPTH = 256  # elements, or brackets, one within another
MOST_ELEMENTS = 200_000  # of one feed
MOST_PAGE_ELEMENTS = 60_000  # of one page: each may be a line of its text
MOST_ATTRIBUTES = 100  # of one element
MOST_ITEMS = 2_000  # of one feed
MOST_ITEM_CHARACTERS = 512 * 1024  # of one article's text
MOST_HEADINGS = 1_000  # of one page: what names them takes time with the square of their number
MOST_FENCES = 1_000  # of one page: marks that open or close a piece of code
MOST_BRACKET_STEPS = 25_000_000  # brackets that open no link, each times the length of its paragraph: about two seconds
MOST_UNPACKED_BYTES = 50 * 1024 * 1024  # of a zip, counted while reading
MOST_MEMBERS = 1_000  # of a zip
MOST_NESTED = 100  # elements of a Word file, one within another
MOST_RATIO = 100  # unpacked bytes to packed ones
MOST_PAGES = 500  # of a PDF
MOST_PARTS = 200  # of an e-mail
MOST_MESSAGES = 500  # of a mailbox
MOST_SECONDS = 10  # of processor time for one document
MOST_WAIT_SECONDS = 3 * MOST_SECONDS  # by the clock: a busy machine is not the document's fault
MOST_MEMORY_BYTES = 500 * 1024 * 1024  # while one document is taken apart
MOST_CONNECT_SECONDS = 10  # until a server takes the call
MOST_FETCH_SECONDS = 60  # by the clock for one feed, every redirect and its robots.txt included
MOST_REDIRECTS = 5  # from one address to the next
MOST_ROBOTS_BYTES = 500 * 1024  # of a robots.txt; what stands beyond is not read (RFC 9309, 2.5)
MOST_PAUSE_SECONDS = 30  # between two requests to one server, though its robots.txt asks for more
