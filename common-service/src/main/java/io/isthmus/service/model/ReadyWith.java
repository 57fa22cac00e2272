package io.isthmus.service.model;

/** How much of its profile a service needs to be ready for requests. */
public enum ReadyWith {
  /** The smallest batch size; the others are measured while requests are answered. */
  FIRST,
  /** All of it: for benchmarks, and for machines that measure one after another. */
  COMPLETE
}
