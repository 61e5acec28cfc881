"""What makes a site of pages: typefaces, names with checksums, headers, feeds, fragments, search."""
