/** Real services and a link between them, for the demo, the benchmarks and the tests. */
@NullMarked
package io.isthmus.tools.harness;

import org.jspecify.annotations.NullMarked;
