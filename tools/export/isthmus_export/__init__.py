"""Turns networks of PyTorch into Isthmus model packages."""
