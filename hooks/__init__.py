"""What MkDocs calls while it builds the site: a few lines each, over the plain functions of `hooks.library`."""
