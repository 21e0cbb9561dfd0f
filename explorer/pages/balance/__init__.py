"""Class balance: the page and its panels."""
