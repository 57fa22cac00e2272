/**
 * What a controller was told and asked, in a file of JSON lines, and the same controller run over
 * it again. A line holds numbers of events only, never an image.
 */
@NullMarked
package io.isthmus.recording;

import org.jspecify.annotations.NullMarked;
