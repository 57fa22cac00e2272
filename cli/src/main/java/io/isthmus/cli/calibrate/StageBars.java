package io.isthmus.cli.calibrate;

import io.isthmus.calibrating.Progress.Stage;
import io.isthmus.cli.Progress;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** A progress bar for each stage of a calibration. */
final class StageBars implements io.isthmus.calibrating.Progress, AutoCloseable {

  private @Nullable ProgressBar bar;
  private @Nullable Stage current;
  private int last;

  @Override
  public void step(Stage stage, int done, int of) {
    if (bar == null || stage != current || done < last) {
      close();
      bar = Progress.start(title(stage), of);
      current = stage;
    }
    bar.stepTo(done);
    last = done;
  }

  private static String title(Stage stage) {
    return switch (stage) {
      case RANGES -> "ranges";
      case SENSITIVITY -> "sensitivity";
      case MEASURING -> "encodings";
    };
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
