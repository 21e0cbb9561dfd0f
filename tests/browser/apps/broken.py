"""A page that fails, for the test of the fixture that must notice."""

raise RuntimeError("broken on purpose")
