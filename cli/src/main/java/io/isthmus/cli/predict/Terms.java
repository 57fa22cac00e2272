package io.isthmus.cli.predict;

/**
 * What is counted and what is allowed.
 *
 * @param cost the cost model
 * @param input form of the input; of no effect on {@link CostKind#PAPER}
 * @param rawInputMayLeave whether cut 0 is a candidate
 */
public record Terms(CostKind cost, InputForm input, boolean rawInputMayLeave) {}
