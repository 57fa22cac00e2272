package io.isthmus.service.admission;

import io.isthmus.service.http.body.ArrivalProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What the threads of the service's connector are for. */
@Component
final class ServerThreads {

  private final int threads;
  private final int computing;
  private final int lasting;

  /**
   * The threads.
   *
   * @param threads all of them
   * @param inference how many requests may compute or wait
   * @param lasting how many requests keep their threads; none where the service has no such
   *     requests
   */
  ServerThreads(
      @Value("${server.tomcat.threads.max}") int threads,
      InferenceProperties inference,
      ObjectProvider<LastingRequests> lasting) {
    this.threads = threads;
    this.lasting = lasting.getIfAvailable(() -> new LastingRequests(0)).most();
    this.computing = inference.workers() + inference.queue();
  }

  /**
   * How many bodies may arrive. Throws IllegalArgumentException for a number that somebody has
   * chosen and that leaves no thread to others.
   */
  int places(ArrivalProperties room) {
    if (room.places() == 0) {
      return Math.max(1, (threads - lasting) / 2);
    }
    int writers = threads / 4; // that wait for an answer to be taken
    if (room.places() + computing + writers + lasting >= threads) {
      throw new IllegalArgumentException(
          "server.tomcat.threads.max is %d: it must be more than isthmus.arrival.places (%d), isthmus.inference.workers and queue (%d), a quarter of itself (%d), and the listeners of /events (%d), together"
              .formatted(threads, room.places(), computing, writers, lasting));
    }
    return room.places();
  }
}
