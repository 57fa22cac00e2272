package io.isthmus.engine.backends;

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
  private final @Nullable Path memo;

  /**
   * A selection.
   *
   * @param threads that compute one operator, at least 1
   * @param memo a file that keeps what was measured, so that the next start need not load both;
   *     null where nothing is to be kept
   */
  public EngineSelection(ModelPackage model, int threads, @Nullable Path memo) {
    this.model = model;
    this.threads = threads;
    this.memo = memo;
  }

  /**
   * Loads the package, and says in the log with what.
   *
   * @return the chain, warm; the caller closes it
   * @throws InvalidPackageException if the package has no form for the engine, or a damaged one
   * @throws NativeLibraryException if this program has no such engine, or it cannot be loaded
   */
  public UnitChain load(EngineChoice choice) throws IOException, InvalidPackageException {
    Form.Engine named = choice.named();
    if (named != null) {
      return loadAndSay(named);
    }
    List<Form.Engine> candidates = candidates();
    if (candidates.size() == 1) {
      return loadAndSay(candidates.get(0));
    }
    Optional<UnitChain> known = remembered(candidates);
    return known.isPresent() ? known.get() : fastest(candidates);
  }

  private UnitChain loadAndSay(Form.Engine engine) throws IOException, InvalidPackageException {
    UnitChain chain = load(engine);
    log.info("{} computes, with form {}", chain.backend().version(), chain.form().name());
    return chain;
  }

  private UnitChain load(Form.Engine engine) throws IOException, InvalidPackageException {
    return UnitChain.load(InferenceBackends.load(engine, threads), model);
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
          "it has the forms %s, and this program runs those of %s"
              .formatted(
                  String.join(", ", model.forms().stream().map(Form::toString).toList()),
                  InferenceBackends.words(present)));
    }
    return able;
  }

  private boolean isAble(Form.Engine engine) {
    return model.findForm(engine, Form.Processor.ofThisMachine()).isPresent()
        && (engine == Form.Engine.PYTORCH || !model.hasPreprocess());
  }

  /** What an earlier start has found, if it was on this machine and with these versions. */
  private Optional<UnitChain> remembered(List<Form.Engine> candidates)
      throws IOException, InvalidPackageException {
    Optional<EngineTimes> times = memo == null ? Optional.empty() : EngineTimes.read(memo);
    if (times.isEmpty() || !times.get().isOf(model.network(), threads, candidates)) {
      return Optional.empty();
    }
    EngineTimes.Time fastest = times.get().fastest();
    UnitChain chain = load(fastest.engine());
    if (!chain.backend().version().equals(fastest.version())) {
      chain.close();
      return Optional.empty();
    }
    log.info("{} computes, as was measured before: {}", fastest.version(), times.get());
    return Optional.of(chain);
  }

  private UnitChain fastest(List<Form.Engine> candidates)
      throws IOException, InvalidPackageException {
    List<UnitChain> chains = new ArrayList<>();
    try {
      for (Form.Engine engine : candidates) {
        chains.add(load(engine));
      }
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
