/** The demonstration: real services, a link of changing speed, and what Isthmus makes of it. */
@NullMarked
package io.isthmus.cli.demo;

import org.jspecify.annotations.NullMarked;
