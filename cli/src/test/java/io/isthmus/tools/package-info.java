@NullMarked
package io.isthmus.tools;

import org.jspecify.annotations.NullMarked;
