"""What editors are told on GitHub: on their pull request, and once in a while of links and pages to look at.

The workflows in `.github/workflows` run these modules, each by its name: `python -m importer.desk.comment`. The rest of
the importer knows nothing of the desk. `comment` and what it stands on need nothing but Python: it may write, so it
runs no more code than it must.
"""
