"""Where the app serves class maps; by itself, since the server asks before anything is loaded."""

PLACE = "class-map"
"""Below which path of the app the maps are."""
