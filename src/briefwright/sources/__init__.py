"""Read and check the source files. Every problem has a file, line and column."""
