"""What each document and page shows, from a brief with its passages found."""
