"""Figures as published: the latest ones, statements side by side, orders in force."""
