/** The record of what was tried on the services and what they answered, kept in docs/security. */
@NullMarked
package io.isthmus.answers;

import org.jspecify.annotations.NullMarked;
