@NullMarked
package io.isthmus.cli.stream;

import org.jspecify.annotations.NullMarked;
