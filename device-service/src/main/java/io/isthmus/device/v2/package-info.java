/** The Open Inference Protocol, version 2, over the same service as POST /infer. */
@NullMarked
package io.isthmus.device.v2;

import org.jspecify.annotations.NullMarked;
