/** Two hosts on this machine, a shaped link, and every policy measured on it in turns. */
@NullMarked
package io.isthmus.lab.testbed;

import org.jspecify.annotations.NullMarked;
