package io.isthmus.calibration.store;

import io.isthmus.calibration.Calibration;
import io.isthmus.network.Network;
import io.isthmus.wire.BoundedJson;
import io.isthmus.wire.JsonMember;
import io.isthmus.wire.PeerText;
import io.isthmus.wire.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes calibrations as JSON, in a file beside the package. */
public final class CalibrationStore {

  /** The number of the file's format. */
  public static final int FORMAT = 1;

  private static final String ENDING = ".calibration.json";
  private static final String ZIP = ".zip";
  private static final int MAX_BYTES = 32 << 20;

  private static final JsonMapper JSON =
      BoundedJson.mapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private CalibrationStore() {}

  /**
   * Where a package's calibration is: {@code x/NAME.calibration.json} for {@code x/NAME.zip} and
   * for the folder {@code x/NAME}.
   */
  public static Path beside(Path modelPackage) {
    Path plain = modelPackage.normalize();
    if (plain.toString().isEmpty() || plain.endsWith("..")) {
      plain = modelPackage.toAbsolutePath().normalize();
    }
    Path name = plain.getFileName();
    String text = name == null ? "package" : name.toString();
    boolean zip = text.endsWith(ZIP);
    return plain.resolveSibling(
        (zip ? text.substring(0, text.length() - ZIP.length()) : text) + ENDING);
  }

  /**
   * Reads a calibration.
   *
   * @param network that it must have been measured for
   * @throws IOException if the file cannot be read, is no calibration, or is one of another
   *     package; the message names the file and what is wrong in it
   */
  public static Calibration read(Path file, Network network) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("%s is a folder, not a calibration".formatted(file));
    }
    try {
      return parse(bytes(file), network);
    } catch (ForeignCalibrationException e) {
      throw new IOException("%s %s".formatted(file, e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new IOException("%s is not a calibration: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** No more of a file than a calibration can have: it may be anything. */
  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] all = in.readNBytes(MAX_BYTES + 1);
      if (all.length > MAX_BYTES) {
        throw new IllegalArgumentException("it has more than %d bytes".formatted(MAX_BYTES));
      }
      return all;
    }
  }

  private static Calibration parse(byte[] json, Network network) {
    JsonMember root = new JsonMember("", tree(json));
    if (!root.node().isObject()) {
      throw root.wrong("an object");
    }
    String fingerprint = root.get("fingerprint").text();
    if (!PeerText.isFingerprint(fingerprint)) {
      throw root.get("fingerprint").wrong("64 hexadecimal digits");
    }
    if (!fingerprint.equals(network.fingerprint())) {
      throw new ForeignCalibrationException(fingerprint, network);
    }
    return new CalibrationReader(network).read(root);
  }

  private static JsonNode tree(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "it is no JSON document of ours: " + PeerText.shown(e.getOriginalMessage()), e);
    }
  }

  /** Writes a calibration, whole or not at all, also where the machine loses its power. */
  public static void write(Calibration calibration, Path file) throws IOException {
    WholeFile.write(JSON.writeValueAsBytes(StoredCalibration.of(calibration)), file);
  }

  /** SHA-256 of what {@link #write} writes, in hexadecimal digits: tells calibrations apart. */
  public static String digest(Calibration calibration) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] json = JSON.writeValueAsBytes(StoredCalibration.of(calibration));
      return HexFormat.of().formatHex(sha256.digest(json));
    } catch (NoSuchAlgorithmException e) { // every JDK has it
      throw new IllegalStateException(e);
    }
  }

  /** A calibration that was measured for another package. */
  private static final class ForeignCalibrationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    ForeignCalibrationException(String fingerprint, Network network) {
      super(
          "was measured for the package with the fingerprint %s, and %s has the fingerprint %s"
              .formatted(fingerprint, network.name(), network.fingerprint()));
    }
  }
}
