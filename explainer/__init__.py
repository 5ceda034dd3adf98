"""The machinery between numbers and words: languages, catalogs, translation, checks, and the site."""
