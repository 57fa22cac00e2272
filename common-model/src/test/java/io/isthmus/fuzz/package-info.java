/**
 * What is fuzzed: every reader of bytes that somebody else made. Each target throws nothing but
 * what its reader declares, or it has found a bug. The kept corpus (src/test/resources/fuzz) is
 * replayed in every build; {@code .ci/fuzz} looks for more.
 */
@NullMarked
package io.isthmus.fuzz;

import org.jspecify.annotations.NullMarked;
