@NullMarked
package io.isthmus.tools.trace;

import org.jspecify.annotations.NullMarked;
