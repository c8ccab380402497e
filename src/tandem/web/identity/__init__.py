"""Signing in, sessions and hats on the screen."""
