@NullMarked
package io.isthmus.cli.predict;

import org.jspecify.annotations.NullMarked;
