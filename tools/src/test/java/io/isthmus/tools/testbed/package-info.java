@NullMarked
package io.isthmus.tools.testbed;

import org.jspecify.annotations.NullMarked;
