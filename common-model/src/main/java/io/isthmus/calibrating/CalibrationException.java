package io.isthmus.calibrating;

/** Images or labels that no calibration can be measured with; the message says why in one line. */
public final class CalibrationException extends Exception {

  private static final long serialVersionUID = 1L;

  /** The message is shown as it is. */
  public CalibrationException(String message) {
    super(message);
  }
}
