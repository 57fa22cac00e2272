/** Serves a package on this machine, both halves of it, until it is told to end. */
@NullMarked
package io.isthmus.cli.serve;

import org.jspecify.annotations.NullMarked;
