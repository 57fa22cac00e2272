/** Who can reach a service: what it may listen on, and where its Actuator is. */
@NullMarked
package io.isthmus.service.security;

import org.jspecify.annotations.NullMarked;
