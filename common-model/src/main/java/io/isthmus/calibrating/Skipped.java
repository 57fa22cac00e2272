package io.isthmus.calibrating;

/**
 * A file that was left out.
 *
 * @param name its path in the folder
 * @param reason why it cannot be taken
 */
public record Skipped(String name, String reason) {}
