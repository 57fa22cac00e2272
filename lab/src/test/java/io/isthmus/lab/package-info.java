@NullMarked
package io.isthmus.lab;

import org.jspecify.annotations.NullMarked;
