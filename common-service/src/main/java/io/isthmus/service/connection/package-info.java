/** Connections bounded in number, memory and time, whatever their peers do. */
@NullMarked
package io.isthmus.service.connection;

import org.jspecify.annotations.NullMarked;
