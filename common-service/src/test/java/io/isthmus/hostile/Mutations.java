package io.isthmus.hostile;

import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;

/** Bodies that were good before somebody's cat walked over them. */
public final class Mutations {

  private static final int MOST = 6;
  private static final int LONGEST = 200;

  private Mutations() {}

  /** A copy with one to six changes; most of them near its beginning or end, where the form is. */
  public static byte[] of(byte[] good, SplittableRandom random) {
    byte[] body = good.clone();
    for (int i = random.nextInt(1, MOST + 1); i > 0 && body.length > 0; i--) {
      body = changed(body, random);
    }
    return body;
  }

  private static byte[] changed(byte[] body, SplittableRandom random) {
    int at = place(body.length, random);
    int n = Math.min(random.nextInt(1, LONGEST), body.length - at);
    return switch (random.nextInt(5)) {
      case 0 -> withByte(body, at, (byte) random.nextInt());
      case 1 -> withByte(body, at, (byte) (body[at] ^ (1 << random.nextInt(8))));
      case 2 -> joined(body, 0, at, body, at + n, body.length); // removed
      case 3 -> joined(body, 0, at + n, body, at, body.length); // repeated
      default -> joined(body, at, body.length, body, 0, at); // swapped
    };
  }

  private static int place(int length, SplittableRandom random) {
    int near = Math.min(length, LONGEST);
    return switch (random.nextInt(3)) {
      case 0 -> random.nextInt(near);
      case 1 -> length - 1 - random.nextInt(near);
      default -> random.nextInt(length);
    };
  }

  private static byte[] withByte(byte[] body, int at, byte value) {
    byte[] changed = body.clone();
    changed[at] = value;
    return changed;
  }

  private static byte[] joined(byte[] a, int from, int to, byte[] b, int from2, int to2) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(a, from, to - from);
    out.write(b, from2, to2 - from2);
    return out.toByteArray();
  }
}
