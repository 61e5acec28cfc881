"""What each document and page is to know, and nothing that it does not show."""
