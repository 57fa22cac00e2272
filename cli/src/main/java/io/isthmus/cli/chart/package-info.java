/** Pictures: maps of colours over two logarithmic axes, many of them on a sheet, as PNG. */
@NullMarked
package io.isthmus.cli.chart;

import org.jspecify.annotations.NullMarked;
