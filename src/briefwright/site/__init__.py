"""Assets, feeds, fragments for other systems, server files and the archive of editions."""
