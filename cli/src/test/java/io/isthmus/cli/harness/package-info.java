@NullMarked
package io.isthmus.cli.harness;

import org.jspecify.annotations.NullMarked;
