package io.isthmus.device;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Somebody who is inside a service with a body, and keeps it from measuring. */
final class Visit {

  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);

  private Visit() {}

  /** Is inside from now on. */
  static Visit begin(ApplicationContext service) throws InterruptedException {
    Visit visit = new Visit();
    Filter visitors = service.getBean("visitors", Filter.class);
    new Thread(() -> pass(visitors, (request, response) -> visit.stay()), "visitor").start();
    visit.inside.await();
    return visit;
  }

  private static void pass(Filter visitors, FilterChain handler) {
    try {
      MockHttpServletRequest request = new MockHttpServletRequest("POST", "/tail/0");
      visitors.doFilter(request, new MockHttpServletResponse(), handler);
    } catch (IOException | ServletException e) {
      throw new IllegalStateException(e);
    }
  }

  private void stay() {
    inside.countDown();
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Leaves. */
  void end() {
    over.countDown();
  }
}
