@NullMarked
package io.isthmus.tools.scenario;

import org.jspecify.annotations.NullMarked;
