package io.isthmus.hostile;

/** A request that must be refused, and how. */
public record BadRequest(String what, int status, Request request) {}
