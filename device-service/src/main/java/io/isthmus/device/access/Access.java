package io.isthmus.device.access;

import jakarta.servlet.http.HttpServletRequest;

/** Decides whether a request may go on, from its head alone. */
interface Access {

  /** Throws the ErrorResponseException that the client is answered with, if it may not. */
  void require(HttpServletRequest request);
}
