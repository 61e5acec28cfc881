"""Sources read, checked and located: every problem with file, line and column."""
