/**
 * Shadow checks: a share of the answers from lossy encodings is compared with those of the uncut
 * network at idle times, and what that shows survives a restart.
 */
@NullMarked
package io.isthmus.device.guard;

import org.jspecify.annotations.NullMarked;
