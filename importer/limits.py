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
MOST_DATA_DEPTH = 12  # of what a page says of itself (JSON-LD)
MOST_DATA_OBJECTS = 2_000  # of the same
MOST_DATA_CHARACTERS = 1_000_000  # of the same
MOST_STYLE_CHARACTERS = 200_000  # of a page's own style sheet that are looked at
MOST_LINKS = 1_000  # of one line
MOST_SPAN = 50  # columns that one cell may take up
MOST_COLUMNS = 100  # of a table
MOST_ITEMS = 2_000  # of one feed
MOST_ITEM_CHARACTERS = 512 * 1024  # of one article's text
MOST_BLOCK_CHARACTERS = 20_000  # of one paragraph that we write; a longer one is parted
MOST_UNPACKED_BYTES = 50 * 1024 * 1024  # of a zip, counted while reading
MOST_MEMBERS = 1_000  # of a zip
MOST_NESTED = 100  # elements of a Word file, one within another
MOST_RATIO = 100  # unpacked bytes to packed ones
MOST_PAGES = 500  # of a PDF
MOST_SHAPES = 20_000  # looked at on one page of a PDF for bullets
MOST_TEXT_PIECES = 10_000  # of one page of a PDF: the time to take them apart grows with their square
MOST_PDF_LINKS = 2_000  # of one page of a PDF
MOST_FRAGMENTS = 5_000  # of one page of a PDF that may have columns; a page full of print has hundreds
MOST_PARTS = 200  # of an e-mail
MOST_MESSAGES = 500  # of a mailbox
MOST_MAIL_HEADER_CHARACTERS = 20_000  # of one line of its head that are looked at
MOST_NESTED_PARTS = 60  # multiparts of one message: each line is held against the boundaries of all that are open

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
MOST_MARK_STEPS = 12_000_000_000  # of one page: marks within a paragraph, each times its length: about six seconds
MOST_NESTED_LISTS = 20  # of a page, one within another
MOST_COMPLAINTS = 1_000  # told of one page; then only how many more there are
MOST_HEADER_CHARACTERS = 16 * 1024
MOST_HEADER_DEPTH = 8  # lists and records, one within another; of the editors' lists too
MOST_FLOW_BRACKETS = 1_000  # of a header or a list in YAML, beyond which the careful reader has it
MOST_LIST_BYTES = 256 * 1024  # of docs/topics.yml and the like
MOST_RECORD_CHARACTERS = 1024 * 1024  # of one line of the importer's memory

# --- Servers that are asked

MOST_CONNECT_SECONDS = 10  # until a server takes the call
MOST_FETCH_SECONDS = 60  # by the clock for one feed, every redirect and its robots.txt included
MOST_REDIRECTS = 5  # from one address to the next
MOST_ROBOTS_BYTES = 500 * 1024  # of a robots.txt; what stands beyond is not read (RFC 9309, 2.5)
MOST_PAUSE_SECONDS = 30  # between two requests to one server, though its robots.txt asks for more
MOST_ANSWER_HEAD_BYTES = 256 * 1024  # of a server's answer before its content
MOST_GZIP_MEMBERS = 16  # gzip files, one after another in one answer
MOST_SERVERS = 4  # numbers of one host that are tried
MOST_ROBOTS_RULES = 5_000  # of a robots.txt
MOST_GIT_SECONDS = 60  # until git has said what changed
MOST_GITHUB_BYTES = 8 * 1024 * 1024  # of one answer of GitHub's
MOST_GITHUB_SECONDS = 30  # until GitHub answers
MOST_GITHUB_PAGES = 20  # of a list of GitHub's, 100 entries each
MOST_SUMMARY_BYTES = 256 * 1024  # of what the checks of a pull request leave for the desk
