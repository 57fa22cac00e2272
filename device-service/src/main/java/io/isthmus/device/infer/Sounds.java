package io.isthmus.device.infer;

import io.isthmus.audio.AudioException;
import io.isthmus.audio.AudioInput;
import io.isthmus.audio.WavReader;
import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import io.isthmus.service.http.body.Uploads;
import io.isthmus.service.model.InferenceExecutor;
import io.isthmus.service.observability.Spans;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Brings WAV files to the network's input, on the thread of their request. Their samples are what
 * crosses the link, so the edge reads no WAV file.
 */
@Component
public class Sounds {

  private final @Nullable WavReader reader;
  private final InferenceExecutor computation;
  private final Spans spans;

  Sounds(UnitChain chain, InferenceExecutor computation, Spans spans) {
    AudioInput audio = chain.audio();
    this.reader = audio == null ? null : new WavReader(audio);
    this.computation = computation;
    this.spans = spans;
  }

  /** Whether the network takes sounds. */
  public boolean areTaken() {
    return reader != null;
  }

  /**
   * Sounds of a request of which some may not be usable.
   *
   * @param input the usable ones, in their order
   * @param refused why the others are not, by their index
   */
  record Heard(InferInput input, SortedMap<Integer, String> refused) {}

  /**
   * Reads all files.
   *
   * @param places how each is called in a refusal, by its index
   * @throws AudioException if one of them cannot be used
   */
  public InferInput read(List<ByteBuffer> files, IntFunction<String> places, RequestMemory memory)
      throws AudioException {
    Activation input = computation.allocate(memory, 0, files.size());
    try (Spans.Open decode = spans.open("decode")) {
      for (int i = 0; i < files.size(); i++) {
        read(files.get(i), places.apply(i), input, i);
      }
    }
    return new InferInput.Frames(input);
  }

  /**
   * Reads an upload.
   *
   * @param partial whether a sound that cannot be used does not refuse the others
   * @throws AudioException if one of them cannot be used, or none where {@code partial}
   */
  Heard read(Uploads.Files files, boolean partial, RequestMemory memory) throws AudioException {
    if (!partial) {
      InferInput all = read(files.pieces(), files.names()::of, memory);
      return new Heard(all, Collections.emptySortedMap());
    }
    Activation input = computation.allocate(memory, 0, files.pieces().size());
    SortedMap<Integer, String> refused = new TreeMap<>();
    int usable = 0;
    for (int i = 0; i < files.pieces().size(); i++) {
      try {
        read(files.pieces().get(i), files.names().of(i), input, usable);
        usable++;
      } catch (AudioException e) {
        refused.put(i, String.valueOf(e.getMessage()));
        if (refused.size() == files.pieces().size()) {
          throw e;
        }
      }
    }
    Activation some = refused.isEmpty() ? input : UnitChain.rows(memory, input, 0, usable);
    return new Heard(new InferInput.Frames(some), refused);
  }

  private void read(ByteBuffer file, String place, Activation input, int row)
      throws AudioException {
    if (reader == null) {
      throw new IllegalStateException("this network takes no sounds");
    }
    ByteBuffer rows = input.buffer();
    int size = rows.remaining() / input.batch();
    ByteBuffer samples = rows.slice(row * size, size).order(rows.order());
    try {
      reader.read(file, samples.asFloatBuffer());
    } catch (AudioException e) {
      throw e.at(place);
    }
  }
}
