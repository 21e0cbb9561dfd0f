"""Whether the server is its user's own, for what is on this floor and above."""

from explorer.ui.own_server import LOOPBACK, own_server

__all__ = ["LOOPBACK", "own_server"]
