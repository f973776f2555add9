"""Collections from lists in files and on the web."""
