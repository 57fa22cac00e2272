package io.isthmus.lab.bench;

import io.isthmus.cli.service.Checkout;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** One photograph, enlarged and with a camera's noise, as files of several kinds. */
public final class MadePictures {

  private static final int NOISE = 6;

  /**
   * A file.
   *
   * @param name what it is
   * @param file in native memory, as uploads are
   */
  public record Picture(String name, ByteBuffer file) {

    /** The same file by another name. */
    public Picture named(String other) {
      return new Picture(other, file);
    }

    /** Whether it is a JPEG. */
    public boolean isJpeg() {
      return name.contains("JPEG");
    }
  }

  private MadePictures() {}

  /** A baseline and a progressive JPEG and a PNG of that size, 4:3. */
  public static List<Picture> of(int megapixels) throws IOException {
    BufferedImage image = photograph(megapixels);
    return List.of(
        new Picture("baseline JPEG", jpeg(image, false)),
        new Picture("progressive JPEG", jpeg(image, true)),
        new Picture("PNG", png(image)));
  }

  private static BufferedImage photograph(int megapixels) throws IOException {
    int height = (int) Math.sqrt(megapixels * 1e6 * 3 / 4);
    int width = height * 4 / 3;
    BufferedImage sample = ImageIO.read(Checkout.find().samples().resolve("coffee.jpg").toFile());
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(sample, 0, 0, width, height, null);
    graphics.dispose();
    addNoise(image);
    return image;
  }

  private static void addNoise(BufferedImage image) {
    SplittableRandom random = new SplittableRandom(1);
    int[] row = new int[3 * image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRaster().getPixels(0, y, image.getWidth(), 1, row);
      for (int i = 0; i < row.length; i++) {
        row[i] = Math.max(0, Math.min(255, row[i] + random.nextInt(-NOISE, NOISE + 1)));
      }
      image.getRaster().setPixels(0, y, image.getWidth(), 1, row);
    }
  }

  private static ByteBuffer jpeg(BufferedImage image, boolean progressive) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam how = writer.getDefaultWriteParam();
    how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    how.setCompressionQuality(0.9f);
    how.setProgressiveMode(
        progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream to = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(to);
      writer.write(null, new IIOImage(image, null, null), how);
    } finally {
      writer.dispose();
    }
    return inNativeMemory(out);
  }

  private static ByteBuffer png(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return inNativeMemory(out);
  }

  private static ByteBuffer inNativeMemory(ByteArrayOutputStream file) {
    return ByteBuffer.allocateDirect(file.size()).put(file.toByteArray()).flip();
  }
}
