"""One module per page, or a folder with a module per panel: each reads the view, and draws."""
