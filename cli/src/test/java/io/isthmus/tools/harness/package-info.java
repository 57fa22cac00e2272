@NullMarked
package io.isthmus.tools.harness;

import org.jspecify.annotations.NullMarked;
