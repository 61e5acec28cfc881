"""Where a quotation stands in the essay, and where it stood before an edit."""
