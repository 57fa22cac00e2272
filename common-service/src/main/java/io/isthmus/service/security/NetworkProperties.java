package io.isthmus.service.security;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What may be plain where others than this machine can reach it.
 *
 * @param plainNetwork the service, and its Actuator
 * @param plainActuator Actuator alone, beside a service that speaks TLS
 */
@ConfigurationProperties("isthmus.security")
public record NetworkProperties(
    @DefaultValue("false") boolean plainNetwork, @DefaultValue("false") boolean plainActuator) {}
