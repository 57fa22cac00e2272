@NullMarked
package io.isthmus.cli.calibrate;

import org.jspecify.annotations.NullMarked;
