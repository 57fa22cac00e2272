/** Reads request bodies: bounded in bytes, pace and number; multipart forms and uploaded images. */
@NullMarked
package io.isthmus.service.http.body;

import org.jspecify.annotations.NullMarked;
