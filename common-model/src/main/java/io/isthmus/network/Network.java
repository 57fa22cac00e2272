package io.isthmus.network;

import io.isthmus.detection.DetectionRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a network: a chain of units f_1 … f_L from its input to its outputs. Cut l lies
 * after unit l; cut 0 is the input, cut L the answer.
 *
 * @param name the model's name, such as {@code efficientnet_b0}
 * @param fingerprint SHA-256 of the manifest, in hexadecimal: two machines may share a request only
 *     if theirs agree
 * @param inputs one tensor: pixels, U8 [3,H,W], or anything else as F32
 * @param units f_1 … f_L in order; the tensors of the last one are the outputs
 * @param kinds what each output means
 * @param detections which candidates are detections; null where no output gives candidates
 */
public record Network(
    String name,
    String fingerprint,
    CutTensors inputs,
    List<Unit> units,
    List<OutputKind> kinds,
    @Nullable DetectionRule detections) {

  /** The name of cut 0, and what its tensor is called in format 1. */
  public static final String INPUT = "input";

  /** What the tensor of a cut between units is called in format 1. */
  public static final String ACTIVATION = "activation";

  /** What the output is called in format 1. */
  public static final String LOGITS = "logits";

  /** Copies the lists. Throws IllegalArgumentException if there is not one kind for each output. */
  public Network {
    units = List.copyOf(units);
    kinds = List.copyOf(kinds);
    int outputs = units.get(units.size() - 1).output().size();
    if (kinds.size() != outputs) {
      throw new IllegalArgumentException(
          "%d kinds for %d outputs".formatted(kinds.size(), outputs));
    }
  }

  /**
   * A classifier with one tensor at each cut; the tensors are called as in format 1.
   *
   * @param input the pixels, U8 [3,H,W]
   */
  public static Network classifier(
      String name, String fingerprint, TensorSpec input, List<Unit> units) {
    List<Unit> named = new ArrayList<>(units);
    Unit last = named.remove(named.size() - 1);
    CutTensors logits = CutTensors.of(LOGITS, last.output().only());
    named.add(new Unit(last.index(), last.name(), logits, last.parameters()));
    return new Network(
        name, fingerprint, CutTensors.of(INPUT, input), named, List.of(OutputKind.LOGITS), null);
  }

  /** The same network in a package of another fingerprint. */
  public Network withFingerprint(String other) {
    return new Network(name, other, inputs, units, kinds, detections);
  }

  /** L, the number of units. */
  public int length() {
    return units.size();
  }

  /** Type and shape of the input. */
  public TensorSpec input() {
    return inputs.only();
  }

  /** Whether the input is the pixels of a picture: U8 [3,H,W]. */
  public boolean takesPictures() {
    return inputs.allOf(DType.U8);
  }

  /** The tensors of cut L. */
  public CutTensors outputs() {
    return activation(length());
  }

  /** The tensors of h_l, 0 ≤ l ≤ L. */
  public CutTensors activation(int cut) {
    return cut == 0 ? inputs : units.get(cut - 1).output();
  }

  /** Each output, with what it means and where its values are in an answer. */
  public List<Output> answers() {
    List<Output> answers = new ArrayList<>();
    int offset = 0;
    for (NamedTensor tensor : outputs().tensors()) {
      OutputKind kind = kinds.get(answers.size());
      DetectionRule rule = kind == OutputKind.DETECTIONS ? detections : null;
      answers.add(new Output(tensor.name(), tensor.spec(), kind, offset, rule));
      offset += (int) tensor.spec().elements();
    }
    return answers;
  }

  /** The output that names the class of an image, if there is one. */
  public Optional<Output> logits() {
    return answers().stream().filter(output -> output.kind() == OutputKind.LOGITS).findFirst();
  }

  /** Number of logits; 0 of a network that has none. */
  public int classes() {
    return logits().map(Output::classes).orElse(0);
  }

  /** Number of classes that labels name: of logits or, where there are none, of another output. */
  public int namedClasses() {
    return logits()
        .or(() -> answers().stream().filter(Network::tellsClasses).findFirst())
        .map(Output::classes)
        .orElse(0);
  }

  private static boolean tellsClasses(Output output) {
    return output.kind() == OutputKind.MASK || output.kind() == OutputKind.DETECTIONS;
  }

  /** Whether what crosses cut l is pixels: the input of a network that takes pictures. */
  public boolean isOfPixels(int cut) {
    return cut == 0 && takesPictures();
  }

  /** Whether all that crosses cut l is floats. */
  public boolean isOfFloats(int cut) {
    return activation(cut).allOf(DType.F32);
  }

  /** The name of cut l: {@code input}, or that of unit l. */
  public String cutName(int cut) {
    return cut == 0 ? INPUT : units.get(cut - 1).name();
  }

  /** The cut of that name, if there is one. */
  public OptionalInt cutNamed(String name) {
    if (name.equals(INPUT)) {
      return OptionalInt.of(0);
    }
    return units.stream().filter(u -> u.name().equals(name)).mapToInt(Unit::index).findFirst();
  }

  /** Compression ratio c_l = |h_l| / |x|, in elements. */
  public double ratio(int cut) {
    return (double) activation(cut).elements() / inputs.elements();
  }
}
