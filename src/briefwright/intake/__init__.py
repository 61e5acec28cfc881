"""Start a brief: convert an author's file to an essay, and write the sources around it."""
