package io.isthmus.lab.exact;

/**
 * How an answer differs from the uncut chain's.
 *
 * @param none whether all logits are the same, bit for bit and in order
 * @param changed images with another top class
 */
public record Difference(boolean none, int changed) {}
