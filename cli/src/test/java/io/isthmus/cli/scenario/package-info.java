@NullMarked
package io.isthmus.cli.scenario;

import org.jspecify.annotations.NullMarked;
