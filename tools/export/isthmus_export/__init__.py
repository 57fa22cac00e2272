"""Turns a torchvision classification network into an Isthmus model package."""
