/** The Open Inference Protocol, as its clients see it. */
package io.isthmus.device.v2;
