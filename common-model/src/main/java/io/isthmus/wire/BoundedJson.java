package io.isthmus.wire;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** How JSON of a peer is read: what is deeper, longer or more than any honest answer is refused. */
public final class BoundedJson {

  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(16)
          .maxNumberLength(64)
          .maxStringLength(16 * 1024)
          .maxNameLength(256)
          .maxTokenCount(2_000_000)
          .build();

  private BoundedJson() {}

  /** A mapper's builder with these limits. */
  public static JsonMapper.Builder mapper() {
    return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(LIMITS).build());
  }
}
