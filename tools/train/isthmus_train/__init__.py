"""Trains the example network of this repository on Fashion-MNIST."""
