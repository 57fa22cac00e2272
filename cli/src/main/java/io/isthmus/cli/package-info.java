/** The command line, its commands and what they print with. */
@NullMarked
package io.isthmus.cli;

import org.jspecify.annotations.NullMarked;
