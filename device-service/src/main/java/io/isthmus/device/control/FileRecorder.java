package io.isthmus.device.control;

import io.isthmus.control.Event;
import io.isthmus.control.Request;
import io.isthmus.control.Setup;
import io.isthmus.control.Verdict;
import io.isthmus.recording.RecordingWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records to a file, on a thread of its own. A recording with a gap would not replay: where the
 * file is full, cannot be written, or falls behind, it ends, and the log says so.
 */
public final class FileRecorder implements LiveController.Recorder, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FileRecorder.class);

  /** Lines that may wait for the disk: some hundred bytes each, so a few megabytes in all. */
  private static final int MOST_WAITING = 20_000;

  private static final long FLUSH_MS = 500;

  private interface Line {
    void write(RecordingWriter writer) throws IOException;
  }

  private final Path file;
  private final RecordingWriter writer;
  private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>(MOST_WAITING);
  private final Thread thread = new Thread(this::write, "record");
  private volatile boolean ended;

  /**
   * Begins to record.
   *
   * @throws IOException if the file cannot be written
   */
  public FileRecorder(Path file, long limit) throws IOException {
    this.file = file;
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
    writer = new RecordingWriter(out, limit);
    thread.setDaemon(true);
    thread.start();
    log.info("Decisions and what they learn from are recorded in {}", file);
  }

  @Override
  public void begun(Setup setup, long nanos) {
    add(to -> to.begun(setup, nanos));
  }

  @Override
  public void happened(Event event, long nanos) {
    add(to -> to.happened(event, nanos));
  }

  @Override
  public void decided(Request request, Verdict verdict, long nanos) {
    add(to -> to.decided(request, verdict, nanos));
  }

  private void add(Line line) {
    if (!ended && !lines.offer(line)) {
      end("the disk is too slow");
    }
  }

  private void end(@Nullable String trouble) {
    ended = true;
    if (trouble != null) {
      log.warn("The recording {} ends here: {}", file, trouble);
    }
  }

  private void write() {
    try (writer) {
      while (!ended || !lines.isEmpty()) {
        Line line = lines.poll(FLUSH_MS, TimeUnit.MILLISECONDS);
        if (line == null) {
          writer.flush();
        } else {
          line.write(writer);
        }
        if (writer.isFull()) {
          end("isthmus.record-limit is reached");
          lines.clear();
        }
      }
    } catch (IOException e) {
      end("it cannot be written (" + e.getClass().getSimpleName() + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes what is left. */
  @Override
  public void close() throws InterruptedException {
    end(null);
    thread.join(TimeUnit.SECONDS.toMillis(5));
  }
}
