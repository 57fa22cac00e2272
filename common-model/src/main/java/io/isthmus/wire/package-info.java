/** What device and edge say to each other besides tensors: header names and their values. */
@NullMarked
package io.isthmus.wire;

import org.jspecify.annotations.NullMarked;
