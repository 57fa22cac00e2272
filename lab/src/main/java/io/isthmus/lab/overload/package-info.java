/** More requests than can be served: what the services make of them. */
@NullMarked
package io.isthmus.lab.overload;

import org.jspecify.annotations.NullMarked;
