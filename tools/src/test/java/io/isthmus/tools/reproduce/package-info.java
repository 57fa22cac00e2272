@NullMarked
package io.isthmus.tools.reproduce;

import org.jspecify.annotations.NullMarked;
