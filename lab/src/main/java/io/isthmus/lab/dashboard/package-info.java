/** The dashboard as its users see it: in a real browser. */
@NullMarked
package io.isthmus.lab.dashboard;

import org.jspecify.annotations.NullMarked;
