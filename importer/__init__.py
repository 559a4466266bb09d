"""Source documents in, pages of the bulletin out. Read `pipeline.py` first."""
