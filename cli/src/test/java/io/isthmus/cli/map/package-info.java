@NullMarked
package io.isthmus.cli.map;

import org.jspecify.annotations.NullMarked;
