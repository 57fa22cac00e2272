/** How tensors are written for the link: names and parameters, without the writing itself. */
@NullMarked
package io.isthmus.encoding;

import org.jspecify.annotations.NullMarked;
