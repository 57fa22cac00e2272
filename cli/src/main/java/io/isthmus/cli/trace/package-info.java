/** Measured links: how a rate went on over time. */
@NullMarked
package io.isthmus.cli.trace;

import org.jspecify.annotations.NullMarked;
