/**
 * Writes and reads tensors in the encodings of the wire: quantisers, byte planes, entropy coder.
 */
@NullMarked
package io.isthmus.codec;

import org.jspecify.annotations.NullMarked;
