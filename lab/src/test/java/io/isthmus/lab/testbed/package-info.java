@NullMarked
package io.isthmus.lab.testbed;

import org.jspecify.annotations.NullMarked;
