/** From the bytes of a JPEG or PNG to planar RGB pixels. */
@NullMarked
package io.isthmus.image;

import org.jspecify.annotations.NullMarked;
