package io.isthmus.device.infer;

import io.isthmus.calibration.Accuracy;
import io.isthmus.control.SplitPreference;
import io.isthmus.decision.Chunk;
import io.isthmus.decision.Option;
import io.isthmus.decision.OptionSpace;
import io.isthmus.decision.Plan;
import io.isthmus.device.control.AccuracyProperties;
import io.isthmus.device.decide.Decider;
import io.isthmus.device.decide.Wish;
import io.isthmus.encoding.Encoding;
import io.isthmus.network.Network;
import io.isthmus.service.http.problem.Problems;
import io.isthmus.units.WholeNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/** Reads what requests ask of the decision; a value that cannot be is a 400 that says what can. */
@Component
public class WishReader {

  private static final int MAX_CHUNKS = 64;

  /** More than any request brings; so many in every chunk are still a number. */
  private static final int MOST_IMAGES = 1_000_000;

  private final OptionSpace space;
  private final Network network;
  private final Accuracy usual;

  WishReader(Decider decider, AccuracyProperties accuracy) {
    this.space = decider.space();
    this.network = space.network();
    this.usual = accuracy.budget();
  }

  /** Reads split, plan and accuracy. */
  public Wish read(NamedWish named) throws ErrorResponseException {
    Accuracy accuracy = named.accuracy() == null ? usual : accuracy(named.accuracy());
    SplitPreference preference = preference(named.split(), named.plan());
    if (preference instanceof SplitPreference.Cut cut) {
      requireAllowed(cut.option(), accuracy);
    }
    if (preference instanceof SplitPreference.Chunks chunks) {
      chunks.plan().chunks().forEach(chunk -> requireAllowed(chunk.option(), accuracy));
    }
    return new Wish(preference, accuracy);
  }

  private static Accuracy accuracy(String text) {
    return Accuracy.parse(text)
        .orElseThrow(() -> Problems.badRequest("accuracy must be %s.".formatted(Accuracy.VALUES)));
  }

  private void requireAllowed(Option option, Accuracy accuracy) {
    if (!space.mayLeave(option)) {
      throw Problems.badRequest(
          space.earliestCut() == 1
              ? "Raw input may not leave this device, so split and plan take cuts from 1 on."
              : "What may leave this device begins with the output of %s, so split and plan take cuts from %d on."
                  .formatted(network.cutName(space.earliestCut()), space.earliestCut()));
    }
    Encoding encoding = option.encoding();
    if (encoding.isCoded() && space.measured(option) == null) {
      throw Problems.badRequest(
          "The encoding %s is not calibrated for cut %d; there %s."
              .formatted(encoding, option.cut(), choices(option.cut())));
    }
    if (!space.accurate(option, accuracy)) {
      throw Problems.badRequest(
          "The encoding %s at cut %d changes more answers than accuracy=%s allows."
              .formatted(encoding, option.cut(), accuracy));
    }
  }

  private String choices(int cut) {
    List<String> names =
        space.all().stream()
            .filter(option -> option.cut() == cut)
            .map(option -> option.encoding().toString())
            .toList();
    return names.isEmpty() ? "only raw can be used" : "can be used " + String.join(", ", names);
  }

  private SplitPreference preference(String split, String plan) {
    Optional<Option> option = split(split);
    if (option.isPresent()) {
      if (!plan.equals(NamedWish.AUTO)) {
        throw Problems.badRequest(
            "split and plan exclude each other: give one of them, or one of them as auto.");
      }
      return new SplitPreference.Cut(option.get());
    }
    return switch (plan) {
      case NamedWish.AUTO -> new SplitPreference.Fastest();
      case "single" -> new SplitPreference.FastestCut();
      default -> new SplitPreference.Chunks(chunks(plan));
    };
  }

  /** Such as {@code 8@block5:q16,8@18}: images with an option, one chunk after the other. */
  private Plan chunks(String plan) {
    List<Chunk> chunks = new ArrayList<>();
    for (String chunk : plan.split(",", MAX_CHUNKS + 1)) {
      int at = chunk.indexOf('@');
      OptionalLong images = WholeNumber.parse(at < 0 ? "" : chunk.substring(0, at), 1, MOST_IMAGES);
      Optional<Option> option = option(chunk.substring(at + 1));
      if (images.isEmpty() || option.isEmpty() || chunks.size() == MAX_CHUNKS) {
        throw Problems.badRequest(
            "plan must be auto, single, or at most %d chunks like 8@%s,8@%d: images, and a cut from 0 to %d, a unit's name, local or offload, with an encoding after a colon if it is not raw."
                .formatted(MAX_CHUNKS, network.cutName(1), network.length(), network.length()));
      }
      chunks.add(new Chunk((int) images.getAsLong(), option.get()));
    }
    return new Plan(chunks);
  }

  /** The option that is named; empty for auto. */
  private Optional<Option> split(String split) {
    Optional<Option> option = option(split);
    if (option.isEmpty() && !split.equals(NamedWish.AUTO)) {
      throw Problems.badRequest(
          "split must be auto, local, offload, a cut from 0 to %d or a unit's name, with an encoding after a colon if it is not raw: %s."
              .formatted(network.length(), Encoding.NAMES));
    }
    return option;
  }

  /** A cut, and an encoding after a colon. */
  private Optional<Option> option(String text) {
    int colon = text.indexOf(':');
    OptionalInt cut = cut(colon < 0 ? text : text.substring(0, colon));
    Optional<Encoding> encoding =
        colon < 0 ? Optional.of(Encoding.RAW) : Encoding.parse(text.substring(colon + 1));
    if (cut.isEmpty() || encoding.isEmpty() || !possible(cut.getAsInt(), encoding.get())) {
      return Optional.empty();
    }
    return Optional.of(Option.at(cut.getAsInt(), encoding.get()));
  }

  /** Pixels and JPEGs are pictures'; and where nothing crosses the link nothing is encoded. */
  private boolean possible(int cut, Encoding encoding) {
    return switch (encoding.kind()) {
      case RAW -> true;
      case PIXELS, JPEG -> network.isOfPixels(cut);
      case LOSSLESS -> cut < network.length();
      case F16, QUANTISED -> network.isOfFloats(cut) && cut < network.length();
    };
  }

  private OptionalInt cut(String name) {
    return switch (name) {
      case "local" -> OptionalInt.of(network.length());
      case "offload" -> OptionalInt.of(0);
      default -> {
        OptionalInt named = network.cutNamed(name);
        yield named.isPresent() ? named : number(name, network.length());
      }
    };
  }

  private static OptionalInt number(String cut, int length) {
    OptionalLong number = WholeNumber.parse(cut, 0, length);
    return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
  }
}
