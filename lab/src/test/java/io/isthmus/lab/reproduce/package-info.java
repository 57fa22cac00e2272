@NullMarked
package io.isthmus.lab.reproduce;

import org.jspecify.annotations.NullMarked;
