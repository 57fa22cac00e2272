/** Benchmarks of what the documentation claims. */
@NullMarked
package io.isthmus.lab.bench;

import org.jspecify.annotations.NullMarked;
