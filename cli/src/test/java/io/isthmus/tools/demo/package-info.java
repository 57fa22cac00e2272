@NullMarked
package io.isthmus.tools.demo;

import org.jspecify.annotations.NullMarked;
