/** Real services and a link between them, for the demo, the benchmarks and the tests. */
@NullMarked
package io.isthmus.cli.harness;

import org.jspecify.annotations.NullMarked;
