"""Whether what was made is what it says."""
