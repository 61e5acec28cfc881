"""Pages and PDFs read back, and compared with what the sources say."""
