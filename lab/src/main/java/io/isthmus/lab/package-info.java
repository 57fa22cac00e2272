/** The laboratory: what measures and shows the claims of the documentation. No user needs it. */
@NullMarked
package io.isthmus.lab;

import org.jspecify.annotations.NullMarked;
