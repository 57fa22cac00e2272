package io.isthmus.cli.stream;

import io.isthmus.calibration.Accuracy;
import io.isthmus.cli.Output;
import io.isthmus.cli.UsageException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code stream}: has a device classify the frames of a camera or a video as they come. */
@Command(
    name = "stream",
    description = {
      "Has a running device classify the frames of a camera or a video as they come, and prints a"
          + " line of JSON for each. What the device cannot keep up with is dropped: the newest"
          + " frame is sent first. Needs the program ffmpeg."
    },
    footer = {
      "  ./isthmus stream video.mp4",
      "  ./isthmus stream rtsp://camera/1 --fps 10 --deadline 200ms --accuracy 0.01"
    })
public final class StreamCommand implements Callable<Integer> {

  private static final JsonMapper LINES = new JsonMapper();
  private static final int MOST_IN_FLIGHT = 64;
  private static final double MOST_FRAMES = 1000;
  private static final Duration ENOUGH_TO_END = Duration.ofSeconds(5);

  @Parameters(
      paramLabel = "SOURCE",
      index = "0",
      description = "A video file, a camera such as /dev/video0, or an address such as rtsp://….")
  private String source = "";

  @Option(
      names = "--device",
      paramLabel = "URL",
      description =
          "The device; http://127.0.0.1:8080 by default, where ./isthmus serve starts it.")
  private String device = "http://127.0.0.1:8080";

  @Option(
      names = "--fps",
      paramLabel = "N",
      description = "Frames a second; by default as many as the source has.")
  private @Nullable Double fps;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "An answer later than this after its frame is of no use, such as 200ms.")
  private @Nullable Duration deadline;

  @Option(
      names = "--accuracy",
      paramLabel = "BUDGET",
      description = "How much answers may differ, such as 0.01; as the device is set by default.")
  private @Nullable String budget;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description = "How many frames are sent at once at most; 8 by default, fewer where it pays.")
  private int inFlight = 8;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "Ends after so many frames; by default at the source's end, or with Ctrl-C.")
  private long frames = Long.MAX_VALUE;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many classes of a frame are told; the five surest by default.")
  private @Nullable Integer top;

  @Option(names = "--loop", description = "A file begins again at its end.")
  private boolean loop;

  @Option(
      names = "--ffmpeg",
      paramLabel = "PROGRAM",
      description = "The program ffmpeg, version 4 or newer; ffmpeg by default.")
  private String program = "ffmpeg";

  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private Output output = new Output();

  /** The last line with {@code --json}. */
  record Summary(Tally.Figures summary) {}

  @Override
  public Integer call() throws Exception {
    check();
    Accuracy accuracy = accuracy();
    Source from = Source.of(source, loop);
    Ffmpeg ffmpeg = new Ffmpeg(program);
    ffmpeg.require();
    FrameClient client = new FrameClient(address(), top, accuracy, deadline);
    FrameSize size = client.frameSize();
    LiveLine live = new LiveLine(command.commandLine().getErr(), isTerminal());
    NewestFrame newest = new NewestFrame();
    Capture capture = new Capture(ffmpeg, from, size, fps, newest, live::remark);
    StreamProgress progress = new StreamProgress(inFlight);
    try (StreamRun run =
        new StreamRun(newest, capture, client, size, progress, this::print, live::show)) {
      Thread end = endWith(run);
      Tally.Figures figures = run.run(frames);
      live.remark(text(figures));
      if (output.isJson()) {
        print(new Summary(figures));
      }
      forget(end);
    }
    return 0;
  }

  private void check() throws UsageException {
    require(fps == null || (fps > 0 && fps <= MOST_FRAMES), "--fps", "above 0 and up to 1000", fps);
    require(inFlight >= 1 && inFlight <= MOST_IN_FLIGHT, "--in-flight", "1 to 64", inFlight);
    require(frames >= 1, "--frames", "1 or more", frames);
    require(top == null || top >= 1, "--top", "1 or more", top);
    require(
        deadline == null
            || (deadline.compareTo(Duration.ZERO) > 0
                && deadline.compareTo(Duration.ofMinutes(1)) <= 0),
        "--deadline",
        "above 0 and up to 60s",
        deadline);
  }

  private URI address() throws UsageException {
    try {
      URI address = new URI(device);
      String scheme = address.getScheme();
      if (address.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
        return address;
      }
    } catch (URISyntaxException e) {
      // told below
    }
    throw new UsageException(
        "--device must be an address such as http://127.0.0.1:8080, not " + device);
  }

  private static void require(boolean holds, String option, String allowed, @Nullable Object is)
      throws UsageException {
    if (!holds) {
      throw new UsageException("%s must be %s, not %s".formatted(option, allowed, is));
    }
  }

  private @Nullable Accuracy accuracy() throws UsageException {
    if (budget == null) {
      return null;
    }
    return Accuracy.parse(budget)
        .orElseThrow(() -> new UsageException("--accuracy must be %s".formatted(Accuracy.VALUES)));
  }

  /** The launcher has looked: Java itself cannot tell of standard error alone. */
  private static boolean isTerminal() {
    return Boolean.getBoolean("io.isthmus.terminal");
  }

  /** A line of standard output; whoever reads it need not wait for the next. */
  private void print(Object line) {
    PrintWriter out = command.commandLine().getOut();
    out.println(LINES.writeValueAsString(line));
    out.flush();
  }

  /** Ctrl-C ends the source; what is in flight is still answered, and told with the figures. */
  private static Thread endWith(StreamRun run) {
    Thread main = Thread.currentThread();
    Thread end =
        new Thread(
            () -> {
              run.close();
              try {
                main.join(ENOUGH_TO_END.toMillis());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Runtime.getRuntime().addShutdownHook(end);
    return end;
  }

  private static void forget(Thread end) {
    try {
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (IllegalStateException e) {
      // it is what ends this
    }
  }

  private static String text(Tally.Figures figures) {
    return String.format(
        Locale.ROOT,
        "%d frames answered, %.1f a second; %d dropped, %d late, %d refused, %d failed%n"
            + "latency %.0f ms, p99 %.0f; age of the newest answer %.0f ms, p99 %.0f%ncuts: %s",
        figures.answered(),
        figures.framesPerSecond(),
        figures.dropped(),
        figures.late(),
        figures.refused(),
        figures.failed(),
        figures.latencyMs().p50(),
        figures.latencyMs().p99(),
        figures.ageMs().p50(),
        figures.ageMs().p99(),
        figures.cuts());
  }
}
