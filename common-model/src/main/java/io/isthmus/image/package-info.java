/** From the bytes of a JPEG, PNG or WebP to the network's input. */
@NullMarked
package io.isthmus.image;

import org.jspecify.annotations.NullMarked;
