/** What an operator may set: the known properties, and the check that ends a start over others. */
@NullMarked
package io.isthmus.service.settings;

import org.jspecify.annotations.NullMarked;
