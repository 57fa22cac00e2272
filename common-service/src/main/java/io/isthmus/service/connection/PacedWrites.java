package io.isthmus.service.connection;

/** A channel whose peer must take what is written to it. */
interface PacedWrites {

  /** How well it does. */
  WritePace pace();
}
