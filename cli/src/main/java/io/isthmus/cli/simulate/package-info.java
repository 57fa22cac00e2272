/**
 * The services' own selector and estimators on links that were measured, with everything around
 * them simulated: how much is lost by not knowing the true state.
 */
@NullMarked
package io.isthmus.cli.simulate;

import org.jspecify.annotations.NullMarked;
