/** The dashboard as its users see it: in a real browser. */
@NullMarked
package io.isthmus.tools.dashboard;

import org.jspecify.annotations.NullMarked;
