/** From the candidates that a detection network gives to the detections of an answer. */
@NullMarked
package io.isthmus.detection;

import org.jspecify.annotations.NullMarked;
