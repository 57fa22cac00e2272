/** {@code stream}: frames of a camera or a video are classified as they come. */
@NullMarked
package io.isthmus.cli.stream;

import org.jspecify.annotations.NullMarked;
