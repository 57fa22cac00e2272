package io.isthmus.wire;

/** Names of the headers between device and edge. */
public final class WireHeaders {

  /** Request: the fingerprint of the device's model package. */
  public static final String MODEL = "Isthmus-Model";

  /**
   * Request: this tail only tries whether the edge works. One of one image is let in however loaded
   * the edge is.
   */
  public static final String TRIAL = "Isthmus-Trial";

  /** Request, to device and edge: a {@link Deadline}. */
  public static final String DEADLINE = "Isthmus-Deadline";

  /** Answer: a {@link LoadReport}. */
  public static final String LOAD = "Isthmus-Load";

  /** Answer: {@link ServerTimes}. */
  public static final String SERVER_TIMING = "Server-Timing";

  private WireHeaders() {}
}
