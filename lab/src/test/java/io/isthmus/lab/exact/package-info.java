@NullMarked
package io.isthmus.lab.exact;

import org.jspecify.annotations.NullMarked;
