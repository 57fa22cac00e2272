package io.isthmus.device.decide;

/**
 * Where the time of a request went, in milliseconds.
 *
 * @param decodeMs decoding and pre-processing of images, wherever it was done
 * @param headMs units that ran on the device, those that finished for a failed edge included
 * @param transferMs the exchange with the edge without its own time; for a failed one, all of it
 * @param queueMs waiting for an inference thread, on device and edge
 * @param tailMs units that ran on the edge
 * @param totalMs from the upload's last byte to the finished logits
 */
public record MeasuredTime(
    double decodeMs,
    double headMs,
    double transferMs,
    double queueMs,
    double tailMs,
    double totalMs) {}
