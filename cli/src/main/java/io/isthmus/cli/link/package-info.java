/** A link of chosen speed on one machine: a TCP relay that lets bytes pass at a rate. */
@NullMarked
package io.isthmus.cli.link;

import org.jspecify.annotations.NullMarked;
