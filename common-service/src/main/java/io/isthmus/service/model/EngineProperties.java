package io.isthmus.service.model;

import io.isthmus.engine.backends.EngineChoice;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What computes.
 *
 * @param engine the engine; {@code auto} takes the one that is faster here
 */
@ConfigurationProperties("isthmus")
public record EngineProperties(@DefaultValue("auto") EngineChoice engine) {}
