@NullMarked
package io.isthmus.tools.bench;

import org.jspecify.annotations.NullMarked;
