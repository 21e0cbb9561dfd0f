"""URL state of each page: a frozen dataclass that is written to and read from a query string."""
