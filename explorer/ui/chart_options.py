"""How every plotly chart is configured."""

PLAIN = {"displayModeBar": False}
"""How every chart is configured: without plotly's own buttons."""
