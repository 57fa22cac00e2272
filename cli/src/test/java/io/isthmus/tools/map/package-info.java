@NullMarked
package io.isthmus.tools.map;

import org.jspecify.annotations.NullMarked;
