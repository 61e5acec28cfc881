"""The house's signature in a PDF, made and read back."""
