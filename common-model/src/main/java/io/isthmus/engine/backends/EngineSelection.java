package io.isthmus.engine.backends;

import io.isthmus.engine.ComputeDevice;
import io.isthmus.engine.LoadSteps;
import io.isthmus.engine.UnitChain;
import io.isthmus.library.NativeLibraryException;
import io.isthmus.model.Form;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads a package with the engine that is named, or with the one that is faster here. */
public final class EngineSelection {

  private static final Logger log = LoggerFactory.getLogger(EngineSelection.class);

  private final ModelPackage model;
  private final int threads;
  private final ComputeDevice device;
  private final @Nullable Path memo;

  /** A selection of what is to compute on the processor; see the other constructor. */
  public EngineSelection(ModelPackage model, int threads, @Nullable Path memo) {
    this(model, threads, ComputeDevice.CPU, memo);
  }

  /**
   * A selection.
   *
   * @param threads that compute one operator, at least 1
   * @param device that is to compute; nothing else does in its place
   * @param memo a file that keeps what was measured, so that the next start need not load both;
   *     null where nothing is to be kept
   */
  public EngineSelection(
      ModelPackage model, int threads, ComputeDevice device, @Nullable Path memo) {
    this.model = model;
    this.threads = threads;
    this.device = device;
    this.memo = memo;
  }

  /** Loads the package, and tells nobody what that does; see the other method. */
  public UnitChain load(EngineChoice choice) throws IOException, InvalidPackageException {
    return load(choice, LoadSteps.NONE);
  }

  /**
   * Loads the package, and says in the log with what.
   *
   * @param steps is told what that is about to do
   * @return the chain, warm; the caller closes it
   * @throws InvalidPackageException if the package has no form for the engine, or a damaged one
   * @throws NativeLibraryException if this program has no such engine, or it cannot be loaded, or
   *     cannot compute on that device
   */
  public UnitChain load(EngineChoice choice, LoadSteps steps)
      throws IOException, InvalidPackageException {
    steps.begins("the engine is loaded");
    Form.Engine named = choice.named();
    if (named != null) {
      return loadAndSay(named, steps);
    }
    List<Form.Engine> candidates = onDevice(candidates());
    if (candidates.size() == 1) {
      return loadAndSay(candidates.get(0), steps);
    }
    Optional<UnitChain> known = remembered(candidates, steps);
    return known.isPresent() ? known.get() : fastest(candidates, steps);
  }

  private UnitChain loadAndSay(Form.Engine engine, LoadSteps steps)
      throws IOException, InvalidPackageException {
    UnitChain chain = load(engine, steps);
    log.info(
        "{} computes on {}, with form {}", chain.backend().version(), device, chain.form().name());
    return chain;
  }

  private UnitChain load(Form.Engine engine, LoadSteps steps)
      throws IOException, InvalidPackageException {
    return UnitChain.load(
        InferenceBackends.load(engine, threads, device),
        model,
        model.form(engine, device.processor()),
        steps);
  }

  /** Of several engines those that reach a GPU: a build may have CUDA for one of them only. */
  private List<Form.Engine> onDevice(List<Form.Engine> candidates) {
    if (!device.isGpu() || candidates.size() == 1) {
      return candidates;
    }
    List<Form.Engine> able = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (Form.Engine engine : candidates) {
      try {
        InferenceBackends.load(engine, threads, device);
        able.add(engine);
      } catch (NativeLibraryException e) {
        reasons.add(e.getMessage());
      }
    }
    if (able.isEmpty()) {
      throw new NativeLibraryException(String.join(" ", reasons));
    }
    reasons.forEach(log::info);
    return able;
  }

  /**
   * The engines that can run the package here; one at least.
   *
   * @throws InvalidPackageException if this program has no engine that the package has a form for
   */
  public List<Form.Engine> candidates() throws InvalidPackageException {
    List<Form.Engine> present = InferenceBackends.present();
    List<Form.Engine> able = present.stream().filter(this::isAble).toList();
    if (able.isEmpty()) {
      throw model.unusable(
          "it has the forms %s, and this program runs those of %s%s"
              .formatted(
                  String.join(", ", model.forms().stream().map(Form::toString).toList()),
                  InferenceBackends.words(present),
                  device.isGpu() ? " that are not for cpu alone" : ""));
    }
    return able;
  }

  private boolean isAble(Form.Engine engine) {
    return model.findForm(engine, device.processor()).isPresent()
        && (engine == Form.Engine.PYTORCH || !model.hasPreprocess());
  }

  /** What an earlier start has found, if it was on this machine and with these versions. */
  private Optional<UnitChain> remembered(List<Form.Engine> candidates, LoadSteps steps)
      throws IOException, InvalidPackageException {
    Optional<EngineTimes> times = memo == null ? Optional.empty() : EngineTimes.read(memo);
    if (times.isEmpty() || !times.get().isOf(model.network(), threads, device, candidates)) {
      return Optional.empty();
    }
    EngineTimes.Time fastest = times.get().fastest();
    UnitChain chain = load(fastest.engine(), steps);
    if (!chain.backend().version().equals(fastest.version())) {
      chain.close();
      return Optional.empty();
    }
    log.info("{} computes, as was measured before: {}", fastest.version(), times.get());
    return Optional.of(chain);
  }

  private UnitChain fastest(List<Form.Engine> candidates, LoadSteps steps)
      throws IOException, InvalidPackageException {
    List<UnitChain> chains = new ArrayList<>();
    try {
      for (Form.Engine engine : candidates) {
        chains.add(load(engine, steps));
      }
      steps.begins("its engines are compared");
      EngineTimes times = EngineTrial.measure(chains, model.network(), threads);
      UnitChain chosen = chains.remove(times.indexOfFastest());
      log.info("{} computes, which is the faster here: {}", chosen.backend().version(), times);
      if (memo != null) {
        times.write(memo);
      }
      return chosen;
    } finally {
      chains.forEach(UnitChain::close);
    }
  }
}
