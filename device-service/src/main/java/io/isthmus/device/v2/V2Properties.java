package io.isthmus.device.v2;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the protocol tells of the server.
 *
 * @param version of this software; the build writes it into {@code application.yml}
 */
@ConfigurationProperties("isthmus")
public record V2Properties(String version) {}
