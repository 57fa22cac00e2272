@NullMarked
package io.isthmus.tools.chart;

import org.jspecify.annotations.NullMarked;
