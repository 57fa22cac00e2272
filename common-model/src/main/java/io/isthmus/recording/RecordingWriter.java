package io.isthmus.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.isthmus.control.Event;
import io.isthmus.control.Request;
import io.isthmus.control.Setup;
import io.isthmus.control.Verdict;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a recording, line by line, up to a size. What would not fit is left out, and so is all
 * that comes after it: the last line says so. Not thread-safe.
 */
public final class RecordingWriter implements AutoCloseable {

  private static final String END = "{\"full\":true}\n";

  private final OutputStream out;
  private final long limit;
  private long written;
  private boolean full;

  /**
   * A recording that is empty yet.
   *
   * @param limit the most bytes that it may have
   */
  public RecordingWriter(OutputStream out, long limit) {
    this.out = out;
    this.limit = limit;
  }

  /** The controller has begun: this comes first. */
  public void begun(Setup setup, long nanos) throws IOException {
    write(RecordedLines.begun(setup, nanos));
  }

  /** An event has happened. */
  public void happened(Event event, long nanos) throws IOException {
    write(RecordedLines.happened(event, nanos));
  }

  /** A request was judged. */
  public void decided(Request request, Verdict verdict, long nanos) throws IOException {
    write(RecordedLines.decided(request, verdict, nanos));
  }

  /** Writes a line of {@link RecordedLines}. */
  public void write(byte[] line) throws IOException {
    if (full) {
      return;
    }
    full = written + line.length + 1 + END.length() > limit;
    if (full) {
      out.write(END.getBytes(US_ASCII));
      out.flush();
    } else {
      out.write(line);
      out.write('\n');
      written += line.length + 1;
    }
  }

  /** Whether its limit is reached. */
  public boolean isFull() {
    return full;
  }

  /** Writes out what is buffered. */
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
