package io.isthmus.device.control;

import io.isthmus.control.Event;
import io.isthmus.control.Request;
import io.isthmus.control.Setup;
import io.isthmus.control.Verdict;
import io.isthmus.recording.RecordedLines;
import io.isthmus.recording.RecordingWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * Records to a file, on a thread of its own. A recording with a gap would not replay: where the
 * file is full, cannot be written, or falls behind, it ends, and the log says so.
 */
public final class FileRecorder implements LiveController.Recorder, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FileRecorder.class);

  /** What may wait for the disk. */
  private static final DataSize MOST_WAITING = DataSize.ofMegabytes(4);

  private static final long FLUSH_MS = 500;

  /** Makes a line of the recording. */
  private interface Line {
    byte[] bytes() throws IOException;
  }

  private final Path file;
  private final RecordingWriter writer;
  private final BlockingQueue<byte[]> lines = new LinkedBlockingQueue<>();
  private final Semaphore room; // bytes
  private final Thread thread = new Thread(this::write, "record");
  private volatile boolean ended;

  /**
   * Begins to record.
   *
   * @throws IOException if the file cannot be written
   */
  public FileRecorder(Path file, long limit) throws IOException {
    this(file, Files.newOutputStream(file), limit, MOST_WAITING);
    log.info("Decisions and what they learn from are recorded in {}", file);
  }

  FileRecorder(Path file, OutputStream disk, long limit, DataSize mostWaiting) {
    this.file = file;
    room = new Semaphore(Math.toIntExact(mostWaiting.toBytes()));
    writer = new RecordingWriter(new BufferedOutputStream(disk), limit);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void begun(Setup setup, long nanos) {
    add(() -> RecordedLines.begun(setup, nanos));
  }

  @Override
  public void happened(Event event, long nanos) {
    add(() -> RecordedLines.happened(event, nanos));
  }

  @Override
  public void decided(Request request, Verdict verdict, long nanos) {
    add(() -> RecordedLines.decided(request, verdict, nanos));
  }

  /** Made into bytes here: their number bounds what waits. */
  private void add(Line line) {
    if (ended) {
      return;
    }
    try {
      byte[] bytes = line.bytes();
      if (room.tryAcquire(bytes.length)) {
        lines.add(bytes);
      } else {
        end("the disk is too slow");
      }
    } catch (IOException e) {
      endUnwritten(e);
    }
  }

  private void endUnwritten(IOException e) {
    end("it cannot be written (" + e.getClass().getSimpleName() + ")");
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
        byte[] line = lines.poll(FLUSH_MS, TimeUnit.MILLISECONDS);
        if (line == null) {
          writer.flush();
        } else {
          writer.write(line);
          room.release(line.length);
        }
        if (writer.isFull()) {
          end("isthmus.record-limit is reached");
          lines.clear();
        }
      }
    } catch (IOException e) {
      endUnwritten(e);
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
