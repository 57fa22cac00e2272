@NullMarked
package io.isthmus.tools.predict;

import org.jspecify.annotations.NullMarked;
