/** The services as child processes, and a client that talks to them. */
@NullMarked
package io.isthmus.cli.service;

import org.jspecify.annotations.NullMarked;
