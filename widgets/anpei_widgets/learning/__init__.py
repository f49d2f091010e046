"""Simulations of a chapter: each is a model small enough to read, and says what it leaves out."""
