@NullMarked
package io.isthmus.cli.demo;

import org.jspecify.annotations.NullMarked;
