"""How much a document, a page, a list or a server may ask of us: the one place where limits are named.

Each is far above what real newsletters, feeds and pages need; whoever meets one is told which, and what to do. Nearly
all that a stranger can send is taken apart in a process of its own besides, which may use only so much time and memory
(`cage.py`). HOSTILE.md, point 9, has the measurements.
"""

from __future__ import annotations

# --- Source documents

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
MOST_BLOCK_CHARACTERS = 20_000  # of one paragraph that we write; a longer one is parted
MOST_UNPACKED_BYTES = 50 * 1024 * 1024  # of a zip, counted while reading
MOST_MEMBERS = 1_000  # of a zip
MOST_NESTED = 100  # elements of a Word file, one within another
MOST_RATIO = 100  # unpacked bytes to packed ones
MOST_PAGES = 500  # of a PDF
MOST_PARTS = 200  # of an e-mail
MOST_MESSAGES = 500  # of a mailbox

# --- The process that takes a document apart

MOST_SECONDS = 10  # of processor time for one document
MOST_WAIT_SECONDS = 3 * MOST_SECONDS  # by the clock: a busy machine is not the document's fault
MOST_MEMORY_BYTES = 500 * 1024 * 1024  # while one document is taken apart

# --- Characters and names, wherever they come from

MOST_MARKS = 30  # combining marks on one letter; Unicode's own bound for streams (UAX 15, section 13)
MOST_NAME_CHARACTERS = 300  # of a source, publisher or author, and of the words that prove a date

# --- Pages, and what lies beside them in the docs folder

MOST_PAGE_BYTES = 2 * 1024 * 1024
MOST_PARAGRAPHS = 50_000  # of a page
MOST_HEADINGS = 1_000  # of one page: what names them takes time with the square of their number
MOST_HEADING_CHARACTERS = 1_000  # Python-Markdown fails on names that end in thousands of digits
MOST_FENCES = 1_000  # of one page: marks that open or close a piece of code
MOST_BRACKET_STEPS = 25_000_000  # brackets that open no link, each times the length of its paragraph: about two seconds
MOST_NESTED_LISTS = 20  # of a page, one within another
MOST_COMPLAINTS = 1_000  # told of one page; then only how many more there are
MOST_HEADER_CHARACTERS = 16 * 1024
MOST_HEADER_DEPTH = 8  # lists and records, one within another; of the editors' lists too
MOST_LIST_BYTES = 256 * 1024  # of docs/topics.yml and the like
MOST_RECORD_CHARACTERS = 1024 * 1024  # of one line of the importer's memory

# --- Servers that are asked

MOST_CONNECT_SECONDS = 10  # until a server takes the call
MOST_FETCH_SECONDS = 60  # by the clock for one feed, every redirect and its robots.txt included
MOST_REDIRECTS = 5  # from one address to the next
MOST_ROBOTS_BYTES = 500 * 1024  # of a robots.txt; what stands beyond is not read (RFC 9309, 2.5)
MOST_PAUSE_SECONDS = 30  # between two requests to one server, though its robots.txt asks for more
