/**
 * How right decisions were: predicted against measured time, and regret in hindsight. Pure: no
 * clock, no thread, no I/O.
 */
@NullMarked
package io.isthmus.accuracy;

import org.jspecify.annotations.NullMarked;
