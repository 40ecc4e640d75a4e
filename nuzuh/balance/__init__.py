"""From published figures to what they say together: on a day, for an area, side by side.

Nothing here draws, reads the network or knows Streamlit.
"""
