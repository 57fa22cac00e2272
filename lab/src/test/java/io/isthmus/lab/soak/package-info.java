@NullMarked
package io.isthmus.lab.soak;

import org.jspecify.annotations.NullMarked;
