/** What all requests that compute have in common: a permit, memory, and a body. */
@NullMarked
package io.isthmus.service.handling;

import org.jspecify.annotations.NullMarked;
