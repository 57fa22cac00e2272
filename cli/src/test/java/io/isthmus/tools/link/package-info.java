@NullMarked
package io.isthmus.tools.link;

import org.jspecify.annotations.NullMarked;
