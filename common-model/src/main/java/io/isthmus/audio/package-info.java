/** From the bytes of a WAV file to the network's input. */
@NullMarked
package io.isthmus.audio;

import org.jspecify.annotations.NullMarked;
