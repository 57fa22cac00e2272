@NullMarked
package io.isthmus.cli.trace;

import org.jspecify.annotations.NullMarked;
