package io.isthmus.engine.onnx;

import ai.onnxruntime.OrtException;
import java.util.regex.Pattern;

/** What ONNX Runtime says, in one line and without its own source files. */
final class Reason {

  private static final Pattern CODE = Pattern.compile("^Error code - \\w+ - message: ");

  /** A line of its sources, and the condition or the function in it. */
  private static final Pattern SOURCE =
      Pattern.compile("/\\S+\\.(cc|cpp|h|hpp):\\d+ ([^\\n]*? was false\\.|[^\\n]*?\\) (?=[A-Z]))");

  /** The same for a library that one of its own has failed to load. */
  private static final Pattern NESTED =
      Pattern.compile(
          "/\\S+\\.(cc|cpp|h|hpp):\\d+ [^\\n]*?\\[ONNXRuntimeError\\] : \\d+ : \\w+ : ");

  private static final Pattern OPSET =
      Pattern.compile(
          ".*Opset (\\d+) is under development.* for domain (\\S+) is till opset (\\d+).*",
          Pattern.DOTALL);
  private static final Pattern ADVICE = Pattern.compile("Please fix either[^\\n]*");
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final int LONGEST = 300;

  private Reason() {}

  static String of(OrtException e) {
    String text = CODE.matcher(String.valueOf(e.getMessage())).replaceFirst("");
    text = NESTED.matcher(text).replaceFirst("");
    text = OPSET.matcher(text).replaceFirst("it is of opset $1 of $2, and $3 is the last it knows");
    text = ADVICE.matcher(SOURCE.matcher(text).replaceAll("")).replaceAll("");
    text = SPACE.matcher(text.replaceAll("[^\\x20-\\x7e]", " ")).replaceAll(" ").strip();
    return text.substring(0, Math.min(LONGEST, text.length()));
  }
}
