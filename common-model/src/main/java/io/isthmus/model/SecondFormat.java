package io.isthmus.model;

import io.isthmus.detection.DetectionRule;
import io.isthmus.model.Manifest.FileEntry;
import io.isthmus.model.Manifest.PreprocessEntry;
import io.isthmus.network.CutTensors;
import io.isthmus.network.DType;
import io.isthmus.network.NamedTensor;
import io.isthmus.network.Network;
import io.isthmus.network.OutputKind;
import io.isthmus.network.TensorSpec;
import io.isthmus.network.Unit;
import io.isthmus.wire.JsonMember;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A manifest of format 2: several forms, several tensors at a cut. */
final class SecondFormat {

  private static final int MOST_UNITS = 4096;
  private static final int MOST_FORMS = 8;
  private static final int MOST_DIMENSIONS = 8;

  /** Answers are held on the Java heap. */
  private static final long MOST_OUTPUT_BYTES = 32 << 20;

  private final JsonMember root;

  SecondFormat(JsonNode root) {
    this.root = new JsonMember("", root);
  }

  /** Checks it, except for what is common to both formats. */
  Manifest manifest() throws InvalidPackageException {
    try {
      return read();
    } catch (IllegalArgumentException e) { // each names the member
      throw new InvalidPackageException(String.valueOf(e.getMessage()));
    }
  }

  private Manifest read() throws InvalidPackageException {
    String name =
        text(root.get("name"), Names.NETWORK, "1 to 100 letters, digits, '.', '_' or '-'");
    String description = root.find("description").map(JsonMember::text).orElse("");
    InputEntry input = InputEntry.read(root);
    List<JsonMember> units = root.get("units").someOf(MOST_UNITS);
    CutTensors outputs = outputs();
    List<OutputKind> kinds = kinds(outputs);
    PreprocessEntry preprocess = preprocess(input.tensors());
    boolean ofPictures = input.tensors().allOf(DType.U8);
    DetectionRule detections =
        new Detections(root).rule(outputs, ofPictures, preprocess.file() == null);
    List<Form> forms = forms();
    List<Map<String, FileEntry>> files = new ArrayList<>();
    for (JsonMember unit : units) {
      files.add(files(unit.get("files"), forms));
    }
    return new Manifest(
        new Network(name, "", input.tensors(), units(units, outputs), kinds, detections),
        description,
        preprocess,
        input.audio(),
        labels(),
        forms,
        files,
        more());
  }

  private CutTensors outputs() {
    CutTensors outputs = tensors(root.get("outputs"));
    if (outputs.bytes(1) > MOST_OUTPUT_BYTES) {
      throw root.get("outputs").wrong("a list of outputs of at most 32 MiB an image");
    }
    return outputs;
  }

  private List<OutputKind> kinds(CutTensors outputs) {
    List<OutputKind> kinds = new ArrayList<>();
    for (JsonMember output : root.get("outputs").someOf(CutTensors.MOST)) {
      OutputKind kind = output.get("kind").oneOf(OutputKind.values(), OutputKind::word);
      int dimensions = outputs.specs().get(kinds.size()).shape().size();
      if (kind == OutputKind.LOGITS && dimensions != 1) {
        throw output.get("shape").wrong("[classes] for logits");
      }
      if (kind == OutputKind.MASK && dimensions != 3) {
        throw output.get("shape").wrong("[classes,H,W] for a mask");
      }
      kinds.add(kind);
    }
    return kinds;
  }

  /** The file of the class names of the first output that has some. */
  private @Nullable String labels() {
    return root.get("outputs")
        .elements(CutTensors.MOST)
        .flatMap(output -> output.find("labels").stream())
        .findFirst()
        .or(() -> root.find("labels").map(labels -> labels.get("file")))
        .map(SecondFormat::fileName)
        .orElse(null);
  }

  /** The labels with their SHA-256, where the manifest tells it. */
  private List<FileEntry> more() {
    return root.find("labels").map(SecondFormat::file).stream().toList();
  }

  private static FileEntry file(JsonMember member) {
    String sha256 = text(member.get("sha256"), "[0-9a-f]{64}", "64 small hexadecimal digits");
    return new FileEntry(fileName(member.get("file")), sha256);
  }

  private static String fileName(JsonMember member) {
    if (!PackageFiles.isSafe(member.text())) {
      throw member.wrong("the name of a file in the package");
    }
    return member.text();
  }

  private List<Form> forms() {
    List<Form> forms = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonMember member : root.get("forms").someOf(MOST_FORMS)) {
      JsonMember name = member.get("name");
      Form.Engine engine = member.get("engine").oneOf(Form.Engine.values(), Form.Engine::word);
      Form.Device device =
          member
              .find("device")
              .map(on -> on.oneOf(Form.Device.values(), Form.Device::word))
              .orElse(null);
      Form form =
          new Form(
              text(name, Names.FORM, "1 to 32 small letters, digits, '_' or '-'"), engine, device);
      if (!names.add(form.name())) {
        throw name.wrong("a name that no form before has");
      }
      forms.add(form);
    }
    return forms;
  }

  private List<Unit> units(List<JsonMember> members, CutTensors outputs) {
    List<Unit> units = new ArrayList<>();
    Set<String> names = new HashSet<>(Names.KEYWORDS);
    for (JsonMember member : members) {
      JsonMember name = member.get("name");
      String rule = "a small letter, then letters, digits, '_', '.' or '-'";
      if (!names.add(text(name, Names.UNIT, rule))) {
        throw name.wrong("a name that no unit before has, and none of " + Names.KEYWORDS);
      }
      CutTensors tensors = tensors(member.get("tensors"));
      long parameters = member.get("parameters").whole(0, Long.MAX_VALUE);
      boolean last = units.size() == members.size() - 1;
      if (last && !tensors.specs().equals(outputs.specs())) {
        throw member.get("tensors").wrong("tensors of the shapes of outputs, since it is the last");
      }
      units.add(new Unit(units.size() + 1, name.text(), last ? outputs : tensors, parameters));
    }
    return units;
  }

  private static CutTensors tensors(JsonMember member) {
    List<NamedTensor> tensors = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonMember each : member.someOf(CutTensors.MOST)) {
      NamedTensor tensor = tensor(each, DType.F32);
      if (!names.add(tensor.name())) {
        throw each.get("name").wrong("a name that no tensor before has at this cut");
      }
      tensors.add(tensor);
    }
    try {
      return new CutTensors(tensors);
    } catch (IllegalArgumentException e) {
      throw member.wrong("a list of tensors of less than 2 GiB an image");
    }
  }

  /** A tensor of that type, as a list of tensors or of inputs has it. */
  static NamedTensor tensor(JsonMember member, DType dtype) {
    String name =
        text(
            member.get("name"),
            Names.TENSOR,
            "a small letter or digit, then letters, digits, '_', '.' or '-', 100 at most");
    member.get("dtype").oneOf(new DType[] {dtype}, DType::name);
    JsonMember shape = member.get("shape");
    List<Integer> sizes =
        shape
            .elements(MOST_DIMENSIONS)
            .map(size -> (int) size.whole(1, Integer.MAX_VALUE))
            .toList();
    try {
      return new NamedTensor(name, new TensorSpec(dtype, sizes));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw shape.wrong("a shape of less than 2 GiB an image");
    }
  }

  private static Map<String, FileEntry> files(JsonMember member, List<Form> forms) {
    List<String> names = forms.stream().map(Form::name).toList();
    if (!member.node().isObject() || !names.containsAll(member.node().propertyNames())) {
      throw member.wrong("an object with a file for each of the forms " + names);
    }
    Map<String, FileEntry> files = new LinkedHashMap<>();
    for (String name : names) {
      files.put(name, file(member.get(name)));
    }
    return files;
  }

  private PreprocessEntry preprocess(CutTensors input) throws InvalidPackageException {
    JsonMember member = root.get("preprocess");
    if (!input.allOf(DType.U8)) {
      if (root.find("preprocess").isPresent()) {
        throw member.wrong("absent: it is for pictures");
      }
      return PreprocessEntry.NONE;
    }
    if (!member.node().isObject()) {
      throw member.wrong("an object with a file, or with resize and interpolation");
    }
    PreprocessEntry entry = Manifest.convert(member.node(), PreprocessEntry.class);
    Transforms.check(entry, input.only().shape());
    return entry;
  }

  private static String text(JsonMember member, String pattern, String rule) {
    return member.text(Pattern.compile(pattern), rule);
  }
}
