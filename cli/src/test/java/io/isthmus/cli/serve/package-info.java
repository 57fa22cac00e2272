@NullMarked
package io.isthmus.cli.serve;

import org.jspecify.annotations.NullMarked;
