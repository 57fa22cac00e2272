package io.isthmus.device.control;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What may leave the device.
 *
 * @param rawInputMayLeave whether images themselves may go to the edge; if not, cut 0 is never used
 */
@ConfigurationProperties("isthmus.privacy")
public record PrivacyProperties(@DefaultValue("true") boolean rawInputMayLeave) {}
