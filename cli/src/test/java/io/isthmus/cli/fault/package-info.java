/** Faults by real means: processes, sockets and signals. */
@NullMarked
package io.isthmus.cli.fault;

import org.jspecify.annotations.NullMarked;
