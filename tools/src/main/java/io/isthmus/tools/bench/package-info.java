/** Benchmarks of what the documentation claims. */
@NullMarked
package io.isthmus.tools.bench;

import org.jspecify.annotations.NullMarked;
