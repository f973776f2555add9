"""What is written about items themselves: metadata files, operations, and what collections say of their members."""
