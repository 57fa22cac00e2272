/** The best cut for every state of rate and batch, as figures and tables. */
@NullMarked
package io.isthmus.cli.map;

import org.jspecify.annotations.NullMarked;
