"""Findings told to people and to programs. Every renderer is a pure function from a Report to text."""
