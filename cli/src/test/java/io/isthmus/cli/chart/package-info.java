@NullMarked
package io.isthmus.cli.chart;

import org.jspecify.annotations.NullMarked;
