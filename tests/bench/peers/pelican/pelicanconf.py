"""Every note is an article, called after its file. No list but the index is made: tags of notes

may fall together in Pelican's addresses, and then it stops.
"""

SITENAME = "Notes"
SITEURL = "https://example.org"
PATH = "notes"
OUTPUT_PATH = "public"
THEME = "simple"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
ARTICLE_PATHS = [""]
PAGE_PATHS = ["no-pages"]
STATIC_PATHS = ["attachments"]
FILENAME_METADATA = r"(?P<title>.*)"
PATH_METADATA = r"(?P<slug>.*)\.md"
DEFAULT_DATE = "fs"
ARTICLE_SAVE_AS = "{slug}.html"
ARTICLE_URL = "{slug}.html"
TAG_SAVE_AS = TAGS_SAVE_AS = ""
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ""
CATEGORY_SAVE_AS = CATEGORIES_SAVE_AS = ""
ARCHIVES_SAVE_AS = ""
FEED_ALL_ATOM = "feed.xml"
CATEGORY_FEED_ATOM = None
DEFAULT_PAGINATION = 100
