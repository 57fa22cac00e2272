package io.isthmus.lab.bench;

import io.isthmus.cli.service.Answer;
import io.isthmus.cli.service.Conditions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Every request as a line of a file, written at once: an interrupted run leaves what it has. */
final class ObservationCsv implements AutoCloseable {

  private static final String HEADS =
      "request,seconds,bytes_per_second,load,after_change,batch,input,mode,split,unit,reason,"
          + "degraded,believed_bytes_per_second,believed_rtt_ms,believed_queue_ms,device_factor,"
          + "edge_factor,predicted_decode_ms,predicted_head_ms,predicted_transfer_ms,"
          + "predicted_queue_ms,predicted_tail_ms,predicted_total_ms,measured_decode_ms,"
          + "measured_head_ms,measured_transfer_ms,measured_queue_ms,measured_tail_ms,"
          + "measured_total_ms";

  private final BufferedWriter out;

  /** Begins a file, and the folder that it lies in. */
  ObservationCsv(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    out = Files.newBufferedWriter(file);
    line(HEADS);
  }

  /** Adds a request. */
  void add(Observation o) throws IOException {
    Answer.Decision decision = o.answer().decision();
    List<Object> cells = new ArrayList<>();
    Collections.addAll(cells, o.number(), o.seconds(), o.rate().bytesPerSecond());
    Collections.addAll(cells, o.asked().load(), o.afterChange(), o.asked().batch());
    cells.add(o.asked().input().name().toLowerCase(Locale.ROOT));
    Collections.addAll(cells, decision.mode(), decision.split(), decision.unit());
    Collections.addAll(cells, decision.reason(), o.answer().degraded());
    addBelieved(cells, o.believed());
    addTimes(cells, decision.predictedMs());
    addTimes(cells, o.measured());
    line(String.join(",", cells.stream().map(ObservationCsv::cell).toList()));
  }

  private static void addBelieved(List<Object> cells, Conditions now) {
    Double rate = now.link().bytesPerSecond();
    Collections.addAll(cells, rate == null ? "" : rate, now.link().rttMs(), now.queueMs());
    Collections.addAll(cells, now.deviceFactor(), now.edgeFactor());
  }

  private static void addTimes(List<Object> cells, Answer.@Nullable Times t) {
    if (t == null) {
      cells.addAll(Collections.nCopies(6, ""));
    } else {
      Collections.addAll(cells, t.decode(), t.head(), t.transfer(), t.queue(), t.tail(), t.total());
    }
  }

  private static String cell(Object value) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.3f", number)
        : value.toString();
  }

  private void line(String line) throws IOException {
    out.write(line);
    out.newLine();
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
