/**
 * Where native libraries are unpacked to and loaded from: a folder that nobody else can write to.
 */
@NullMarked
package io.isthmus.library;

import org.jspecify.annotations.NullMarked;
