/** The paper's experiments, from stored profiles: docs/reproduction. */
@NullMarked
package io.isthmus.lab.reproduce;

import org.jspecify.annotations.NullMarked;
