package io.isthmus.device.infer;

import io.isthmus.device.edge.TailHost;
import io.isthmus.device.guard.ShadowSampler;
import io.isthmus.service.observability.Spans;

/**
 * What the chunks of a request have in common.
 *
 * @param writer makes bodies, and knows what computes here and what gets the request's times
 * @param edge computes tails
 * @param shadows takes answers aside, to be checked
 * @param spans traces it
 */
record ChunkContext(TensorWriter writer, TailHost edge, ShadowSampler shadows, Spans spans) {}
