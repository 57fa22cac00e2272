@NullMarked
package io.isthmus.cli;

import org.jspecify.annotations.NullMarked;
