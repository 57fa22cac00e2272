/** Live estimates of link and load from samples. Pure: time is an argument, state is a value. */
@NullMarked
package io.isthmus.estimate;

import org.jspecify.annotations.NullMarked;
