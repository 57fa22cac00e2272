@NullMarked
package io.isthmus.tools.exact;

import org.jspecify.annotations.NullMarked;
