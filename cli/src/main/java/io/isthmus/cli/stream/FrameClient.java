package io.isthmus.cli.stream;

import io.isthmus.calibration.Accuracy;
import io.isthmus.cli.FailedException;
import io.isthmus.cli.UsageException;
import io.isthmus.cli.service.Payload;
import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Tensor;
import io.isthmus.wire.Deadline;
import io.isthmus.wire.WireHeaders;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Has a device answer frames. Thread-safe. */
final class FrameClient {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int OK = 200;
  private static final int OVERLOADED = 503;
  private static final int TOO_LATE = 504;

  private final URI device;
  private final @Nullable Integer top;
  private final String query;
  private final @Nullable Duration deadline;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /**
   * A client of the device at that address.
   *
   * @param top how many classes of a frame are told; null as the device does by itself
   * @param accuracy how much answers may differ; null as the device is set
   * @param deadline after which an answer is of no use, counted from the capture; null for none
   */
  FrameClient(
      URI device, @Nullable Integer top, @Nullable Accuracy accuracy, @Nullable Duration deadline) {
    this.device = device;
    this.top = top;
    String classes = top == null ? "" : "&top=" + top;
    this.query = "/infer?split=auto" + classes + (accuracy == null ? "" : "&accuracy=" + accuracy);
    this.deadline = deadline;
  }

  /** What the device said of a frame. */
  sealed interface Reply {
    /** It has been answered. */
    record Answered(JsonNode json) implements Reply {}

    /** It has not. */
    record Missed(FrameAnswer.Status status, String problem) implements Reply {}
  }

  /**
   * The size of the frames that the device takes.
   *
   * @throws FailedException if nobody answers there
   * @throws UsageException if its network takes no pictures, or has fewer classes than are wanted
   */
  FrameSize frameSize() throws InterruptedException, FailedException, UsageException {
    JsonNode model;
    try {
      HttpRequest request =
          HttpRequest.newBuilder(device.resolve("/model")).timeout(TIMEOUT).build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != OK) {
        throw new FailedException(
            "%s answered %d to GET /model".formatted(device, response.statusCode()));
      }
      model = MAPPER.readTree(response.body());
    } catch (IOException e) {
      throw new FailedException(
          "no device answers at %s; ./isthmus serve starts one".formatted(device));
    } catch (JacksonException e) {
      throw new FailedException("%s is no device: GET /model is no JSON".formatted(device));
    }
    List<Integer> input = model.path("input").valueStream().map(JsonNode::asInt).toList();
    if (input.size() != 3 || input.get(0) != 3) {
      throw new UsageException(
          "the device's network takes %s, and no pictures of three colours".formatted(input));
    }
    int classes = model.path("classes").asInt();
    if (top != null && top > classes) {
      throw new UsageException(
          "--top %d: the device's network tells %d classes apart".formatted(top, classes));
    }
    return new FrameSize(input.get(1), input.get(2));
  }

  /**
   * Sends a frame.
   *
   * @param nowNanos on the clock of its capture
   */
  Reply send(Frame frame, FrameSize size, long nowNanos) throws InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(device.resolve(query)).timeout(TIMEOUT);
    if (deadline != null) {
      Deadline left = new Deadline(deadline.toNanos() / 1e6, frame.capturedNanos());
      if (left.passed(nowNanos)) {
        return new Reply.Missed(FrameAnswer.Status.LATE, "it had no time left to be sent");
      }
      request.header(WireHeaders.DEADLINE, left.toHeader(nowNanos));
    }
    TensorSpec spec = new TensorSpec(DType.U8, List.of(3, size.height(), size.width()));
    Payload payload = Payload.frames(new Tensor(spec, 1, ByteBuffer.wrap(frame.pixels())));
    request.header("Content-Type", payload.contentType());
    try {
      HttpRequest whole = request.POST(BodyPublishers.ofByteArray(payload.body())).build();
      return reply(client.send(whole, BodyHandlers.ofString()));
    } catch (ConnectException e) {
      return new Reply.Missed(FrameAnswer.Status.FAILED, "no device answers at " + device);
    } catch (IOException e) {
      return new Reply.Missed(FrameAnswer.Status.FAILED, "the device gave no answer");
    }
  }

  private Reply reply(HttpResponse<String> response) {
    try {
      JsonNode json = MAPPER.readTree(response.body());
      return switch (response.statusCode()) {
        case OK -> new Reply.Answered(json);
        case OVERLOADED -> missed(FrameAnswer.Status.REFUSED, json);
        case TOO_LATE -> missed(FrameAnswer.Status.LATE, json);
        default -> missed(FrameAnswer.Status.FAILED, json);
      };
    } catch (JacksonException e) {
      return new Reply.Missed(FrameAnswer.Status.FAILED, "the device's answer is no JSON");
    }
  }

  private static Reply missed(FrameAnswer.Status status, JsonNode problem) {
    return new Reply.Missed(status, problem.path("detail").asString("the device does not say why"));
  }
}
