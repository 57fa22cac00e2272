package io.isthmus.cli.stream;

import io.isthmus.cli.FailedException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of a source. A camera that goes away is tried again, after a wait that grows; a
 * file ends. Belongs to one thread but for {@link #close}.
 */
final class Capture implements AutoCloseable {

  /** A camera from which nothing comes for so long is opened anew. */
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private final Ffmpeg ffmpeg;
  private final Source source;
  private final FrameSize size;
  private final @Nullable Double perSecond;
  private final NewestFrame newest;
  private final Consumer<String> remarks;

  private long frames;
  private volatile @Nullable Process process;
  private volatile long latestNanos;
  private volatile boolean closed;

  /**
   * A capture that has not begun.
   *
   * @param perSecond frames a second; null as the source has them
   * @param newest where frames are put
   * @param remarks is told when a camera goes or comes
   */
  Capture(
      Ffmpeg ffmpeg,
      Source source,
      FrameSize size,
      @Nullable Double perSecond,
      NewestFrame newest,
      Consumer<String> remarks) {
    this.ffmpeg = ffmpeg;
    this.source = source;
    this.size = size;
    this.perSecond = perSecond;
    this.newest = newest;
    this.remarks = remarks;
  }

  /** How many frames have come. */
  long frames() {
    return frames;
  }

  /**
   * Reads until a file's end, or until this is closed.
   *
   * @throws FailedException if a file has no frames
   */
  void run() throws InterruptedException, FailedException {
    Backoff backoff = Backoff.NONE;
    while (!closed) {
      long before = frames;
      String said = readOnce();
      if (!source.live()) {
        if (frames == 0 && !closed) {
          throw new FailedException("%s has no frames: %s".formatted(source.name(), reason(said)));
        }
        return;
      }
      backoff = frames > before ? Backoff.NONE : backoff;
      if (!closed) {
        remarks.accept(
            "%s is gone (%s); tried again in %.1f s"
                .formatted(source.name(), reason(said), backoff.next().toMillis() / 1e3));
        Thread.sleep(backoff.next().toMillis());
        backoff = backoff.longer();
      }
    }
  }

  private static String reason(String said) {
    return said.isEmpty() ? "ffmpeg does not say why" : said;
  }

  /** Runs ffmpeg once; returns its last words. */
  private String readOnce() throws InterruptedException, FailedException {
    Process started = ffmpeg.start(source, size, perSecond);
    latestNanos = System.nanoTime();
    process = started;
    LastLine said = LastLine.of(started.getErrorStream());
    Thread watch = watch(started);
    try {
      if (closed) { // before there was a process to end
        started.destroyForcibly();
      }
      read(started.getInputStream());
      // Ended at once, it could not say why any more.
      started.waitFor(1, TimeUnit.SECONDS);
      return said.await();
    } finally {
      started.destroyForcibly();
      watch.interrupt();
    }
  }

  private void read(InputStream in) {
    boolean first = true;
    try {
      while (!closed) {
        byte[] rgb = in.readNBytes(size.bytes());
        if (rgb.length < size.bytes()) {
          return; // the end; what is left is no whole frame
        }
        latestNanos = System.nanoTime();
        if (first && source.live()) {
          remarks.accept("%s gives frames".formatted(source.name()));
        }
        first = false;
        newest.offer(new Frame(frames++, latestNanos, size.planes(rgb)));
      }
    } catch (IOException e) {
      // ffmpeg has been ended while it was read
    }
  }

  /** Ends a camera's ffmpeg that gives nothing: some cameras go without a word. */
  private Thread watch(Process started) {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (started.isAlive() && source.live()) {
                  Thread.sleep(1000);
                  if (System.nanoTime() - latestNanos > SILENCE.toNanos()) {
                    started.destroyForcibly();
                  }
                }
              } catch (InterruptedException e) {
                // it has ended
              }
            },
            "ffmpeg-watch");
    watch.setDaemon(true);
    watch.start();
    return watch;
  }

  @Override
  public void close() {
    closed = true;
    Process started = process;
    if (started != null) {
      started.destroyForcibly();
    }
  }
}
