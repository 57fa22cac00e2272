package io.isthmus.lab.compute;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.service.Checkout;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What is compared: one network in the form of each engine, and images for it.
 *
 * @param model its name
 * @param modelPackage our package of it
 * @param portable the same with units of plain operators; absent where there is no Python
 * @param onnx the same weights for ONNX Runtime; absent where there is no Python to write them
 * @param weights the same weights as PyTorch's state dict; absent likewise
 * @param images raw bytes, [images, 3, height, width]
 */
record Material(
    String model,
    Path modelPackage,
    @Nullable Path portable,
    @Nullable Path onnx,
    @Nullable Path weights,
    Path images) {

  /**
   * Makes it anew, by the exporter where there is a Python for it. Without one only the
   * repository's package is there.
   *
   * @param count images wanted
   * @throws FailedException if the exporter fails, or the network is not to be had without it
   */
  static Material make(
      Checkout checkout, @Nullable Python python, String model, int count, Path folder)
      throws IOException, InterruptedException, InvalidPackageException, FailedException {
    Files.createDirectories(folder);
    Path images = folder.resolve("images.bin");
    if (python == null) {
      Path own = checkout.defaultPackage();
      if (!own.getFileName().toString().equals(model + ".zip")) {
        throw new FailedException(
            "without PyTorch only the network of %s can be measured".formatted(own));
      }
      writeImages(images, own, count);
      return new Material(model, own, null, null, null, images);
    }
    python.run(
        List.of("-m", "isthmus_export.comparison", model, "--out", folder.toString()),
        folder.resolve("export.log"));
    Path modelPackage = folder.resolve("package.zip");
    writeImages(images, modelPackage, count);
    return new Material(
        model,
        modelPackage,
        folder.resolve("portable.zip"),
        folder.resolve("model.onnx"),
        folder.resolve("weights.pth"),
        images);
  }

  private static void writeImages(Path file, Path modelPackage, int count)
      throws IOException, InvalidPackageException {
    try (ModelPackage model = ModelPackage.open(modelPackage)) {
      if (!model.network().takesPictures()) {
        throw model.unusable("it takes no pictures, and this measures with pictures");
      }
      List<Integer> shape = model.network().input().shape();
      byte[] bytes = new byte[count * shape.stream().reduce(1, (a, b) -> a * b)];
      int width = shape.get(2);
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < bytes.length; i++) {
        // A ramp with noise on it: neither flat nor without any structure.
        bytes[i] = (byte) (random.nextInt(64) + i % width * 191 / width);
      }
      Files.write(file, bytes);
    }
  }
}
