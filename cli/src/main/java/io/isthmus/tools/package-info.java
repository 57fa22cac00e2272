/** The command line, its commands and what they print with. */
@NullMarked
package io.isthmus.tools;

import org.jspecify.annotations.NullMarked;
