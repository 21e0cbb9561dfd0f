"""Tidy frames in, plotly figures out; nothing of Streamlit, nothing of where figures come from."""
