package io.isthmus.cli.chart;

import java.awt.Color;

/**
 * One of the few things that a map shows.
 *
 * @param name for the legend
 * @param color of its area
 */
public record Category(String name, Color color) {}
