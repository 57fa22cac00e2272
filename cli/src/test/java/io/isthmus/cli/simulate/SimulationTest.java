package io.isthmus.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.cli.predict.InputForm;
import io.isthmus.cli.predict.Machines;
import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.trace.Trace;
import io.isthmus.model.ModelPackage;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profile.store.ProfileStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private static Machines machines() throws Exception {
    Path folder = Checkout.find().profiles().resolve("efficientnet_b0");
    TimingProfile edge = ProfileStore.read(folder.resolve("cpu-1-thread.json"));
    return Machines.of(
        ModelPackage.readNetwork(folder.resolve("manifest.json")), edge.slowed(6), edge);
  }

  private static Totals run(String trace, double scale, long seed) throws Exception {
    var setting = new Simulation.Setting(2, List.of(1), new InputForm.Frames(), false, 0, seed);
    Path file = Checkout.find().traces().resolve(trace + ".csv");
    return new Simulation(machines(), setting).run(Channel.of(Trace.read(file).scaled(scale)));
  }

  @Test
  void onARestlessLinkIsthmusStaysNearTheOracle_andFarBeforeEveryFixedCut() throws Exception {
    Totals totals = run("puffer-3.2mbps-08", 30, 1);
    assertThat(totals.requests()).isGreaterThan(1000);
    assertThat(totals.differentCuts()).isGreaterThan(1);
    assertThat(totals.excessPercent(Policies.ORACLE)).isBetween(-1.0, 5.0);
    assertThat(totals.excessPercent(totals.bestFixed())).isLessThan(-30);
    assertThat(totals.probedPercent()).isLessThan(1);
  }

  @Test
  void onASlowLinkNothingIsLostByProbing() throws Exception {
    Totals totals = run("puffer-0.3mbps-02", 1, 1);
    assertThat(totals.bestFixed()).isEqualTo("local");
    assertThat(totals.excessPercent(Policies.ORACLE)).isZero();
  }

  @Test
  void inAnOutageIsthmusGoesOnAlone_whereAFixedCutWaitsForTheLink() throws Exception {
    Channel outage = new Channel(new double[] {0, 20_000}, new double[] {20_000, 0}, 40_000);
    var setting = new Simulation.Setting(2, List.of(1), new InputForm.Frames(), false, 0, 1);
    Totals totals = new Simulation(machines(), setting).run(outage);
    assertThat(totals.bestFixed()).isEqualTo("local");
    assertThat(totals.meanMs(Policies.ISTHMUS)).isLessThan(totals.meanMs("local"));
    assertThat(totals.meanMs("offload")).isGreaterThan(5 * totals.meanMs("local"));
    assertThat(totals.excessPercent(Policies.ORACLE)).isFinite().isLessThan(10);
    assertThat(totals.probedPercent()).isLessThan(1);
  }

  @Test
  void theSameSeedGivesTheSameResult_anotherDoesNot() throws Exception {
    double once = run("puffer-1.6mbps-04", 10, 3).meanMs(Policies.ISTHMUS);
    assertThat(run("puffer-1.6mbps-04", 10, 3).meanMs(Policies.ISTHMUS)).isEqualTo(once);
    assertThat(run("puffer-1.6mbps-04", 10, 4).meanMs(Policies.ISTHMUS)).isNotEqualTo(once);
  }

  @Test
  void theSecondRequestAfterAStepIsRight() throws Exception {
    Steps.Followed followed =
        new Steps(machines(), false, 2000, 1).run(1000, 100_000, new InputForm.Frames(), 1);
    assertThat(followed.steps()).isGreaterThan(10);
    assertThat(followed.second()).isEqualTo(followed.steps());
  }
}
