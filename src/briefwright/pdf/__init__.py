"""A fragment set in pages, with the structure and the metadata that a PDF is to have."""
