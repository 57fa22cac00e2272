package io.isthmus.engine.onnx;

import ai.onnxruntime.OrtException;
import java.util.regex.Pattern;

/** What ONNX Runtime says, in one line and without its own source files. */
final class Reason {

  private static final Pattern CODE = Pattern.compile("^Error code - \\w+ - message: ");
  private static final Pattern SOURCE =
      Pattern.compile("(Exception during \\w+: )?/\\S+\\.(cc|h|cpp):\\d+ [^\\n]*? was false\\.");
  private static final Pattern ADVICE = Pattern.compile("Please fix either[^\\n]*");
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final int LONGEST = 300;

  private Reason() {}

  static String of(OrtException e) {
    String text = CODE.matcher(String.valueOf(e.getMessage())).replaceFirst("");
    text = ADVICE.matcher(SOURCE.matcher(text).replaceAll("")).replaceAll("");
    text = SPACE.matcher(text.replaceAll("[^\\x20-\\x7e]", " ")).replaceAll(" ").strip();
    return text.substring(0, Math.min(LONGEST, text.length()));
  }
}
