/** Faults by real means: processes, sockets and signals. */
@NullMarked
package io.isthmus.tools.fault;

import org.jspecify.annotations.NullMarked;
