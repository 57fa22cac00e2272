package io.isthmus.detection;

/**
 * A rectangle.
 *
 * @param x1 its left side
 * @param y1 its upper side
 * @param x2 its right side
 * @param y2 its lower side
 */
public record Box(float x1, float y1, float x2, float y2) {

  /** Whether it has no inside. */
  public boolean isEmpty() {
    return !(x2 > x1 && y2 > y1);
  }

  private double area() {
    return ((double) x2 - x1) * ((double) y2 - y1);
  }

  /** The intersection over union, 0 to 1, of two rectangles that have an inside. */
  public double overlap(Box other) {
    double width = (double) Math.min(x2, other.x2) - Math.max(x1, other.x1);
    double height = (double) Math.min(y2, other.y2) - Math.max(y1, other.y1);
    double common = Math.max(0, width) * Math.max(0, height);
    return common / (area() + other.area() - common);
  }

  @Override
  public String toString() {
    return "%s, %s, %s, %s".formatted(x1, y1, x2, y2);
  }
}
