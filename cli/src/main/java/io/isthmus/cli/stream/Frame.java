package io.isthmus.cli.stream;

/**
 * A frame of the source.
 *
 * @param number counted from 0, frames that are dropped later included
 * @param capturedNanos when it had been read, on a monotonic clock
 * @param pixels U8 [3,H,W], not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // sent, never compared
record Frame(long number, long capturedNanos, byte[] pixels) {}
