@NullMarked
package io.isthmus.lab.inputs;

import org.jspecify.annotations.NullMarked;
