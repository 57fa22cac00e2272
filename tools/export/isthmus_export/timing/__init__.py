"""Timing profiles measured with plain PyTorch, for machines without a JVM, such as a GPU that is only lent."""
