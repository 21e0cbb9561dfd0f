"""What pages are made of: address, tables, tree, lineage, charts, search and the session."""
