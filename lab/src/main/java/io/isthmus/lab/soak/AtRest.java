package io.isthmus.lab.soak;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.service.Meters;
import io.isthmus.cli.service.ServiceProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;

/**
 * What a service holds while nobody asks anything of it.
 *
 * @param resources of its process
 * @param openMemories native memories of requests that are not freed
 */
record AtRest(Resources resources, int openMemories) {

  /** Lets it rest and looks: idle threads end and idle connections are closed in that time. */
  static AtRest of(ServiceProcess service, Duration rest)
      throws IOException, InterruptedException, FailedException {
    Thread.sleep(rest.toMillis());
    double open = Meters.value(HttpClient.newHttpClient(), service.uri(), "isthmus.memory.open");
    return new AtRest(Resources.of(service.pid()), (int) open);
  }
}
