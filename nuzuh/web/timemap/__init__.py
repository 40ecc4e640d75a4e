"""The time map: areas that change from day to day, drawn in the browser from data sent once."""
