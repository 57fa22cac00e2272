/** POST /infer: from images to classes, wherever the units run. */
@NullMarked
package io.isthmus.device.infer;

import org.jspecify.annotations.NullMarked;
