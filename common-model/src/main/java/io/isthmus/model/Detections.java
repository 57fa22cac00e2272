package io.isthmus.model;

import io.isthmus.detection.DetectionRule;
import io.isthmus.network.CutTensors;
import io.isthmus.network.OutputKind;
import io.isthmus.wire.JsonMember;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says of candidates for detections. Each wrong member is an
 * IllegalArgumentException that names it.
 */
final class Detections {

  private static final String MEMBERS = "an object with classes, score, overlap and max";

  private final JsonMember root;

  Detections(JsonMember root) {
    this.root = root;
  }

  /**
   * The rule of the output that gives candidates; null where there is none.
   *
   * @param outputs their shapes
   * @param ofPictures whether the network takes pictures
   * @param mapped whether it is known where a place of the input lies in the picture
   */
  @Nullable DetectionRule rule(CutTensors outputs, boolean ofPictures, boolean mapped) {
    DetectionRule rule = null;
    List<JsonMember> members = root.get("outputs").someOf(CutTensors.MOST);
    for (int i = 0; i < members.size(); i++) {
      JsonMember output = members.get(i);
      JsonMember kind = output.get("kind");
      if (!kind.text().equals(OutputKind.DETECTIONS.word())) {
        output.find("detections").ifPresent(Detections::refuse);
        continue;
      }
      if (rule != null) {
        throw kind.wrong("another kind than detections, which an output before has");
      }
      if (!ofPictures) {
        throw kind.wrong("another kind than detections, where the input is no image");
      }
      if (!mapped) {
        throw root.get("preprocess")
            .wrong("members such as fit, where an output is detections: its boxes are mapped back");
      }
      requireShape(output.get("shape"), outputs.specs().get(i).shape());
      rule = rule(output.get("detections"));
    }
    return rule;
  }

  private static void refuse(JsonMember detections) {
    throw detections.wrong("absent where kind is not detections");
  }

  private static void requireShape(JsonMember shape, List<Integer> sizes) {
    boolean rows = sizes.size() == 2 && sizes.get(1) == DetectionRule.VALUES;
    if (!rows || sizes.get(0) > DetectionRule.MOST_CANDIDATES) {
      throw shape.wrong(
          "[K,%d] for detections, with K of 1 to %d"
              .formatted(DetectionRule.VALUES, DetectionRule.MOST_CANDIDATES));
    }
  }

  private static DetectionRule rule(JsonMember member) {
    if (!member.node().isObject()) {
      throw member.wrong(MEMBERS);
    }
    return new DetectionRule(
        (int) member.get("classes").whole(1, DetectionRule.MOST_CLASSES),
        member.get("score").number(0, 1),
        member.get("overlap").number(0, 1),
        (int) member.get("max").whole(1, DetectionRule.MOST_CANDIDATES),
        member.find("perClass").map(Detections::truth).orElse(true));
  }

  private static boolean truth(JsonMember member) {
    if (!member.node().isBoolean()) {
      throw member.wrong("true or false");
    }
    return member.node().booleanValue();
  }
}
