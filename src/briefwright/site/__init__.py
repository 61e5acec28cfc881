"""Assets, feeds, fragments for other systems, server files, publishing and the archive of editions."""
