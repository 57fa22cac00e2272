/** Holds what is deployed against what is in the repository: images, Compose, Kubernetes. */
@NullMarked
package io.isthmus.deploy;

import org.jspecify.annotations.NullMarked;
