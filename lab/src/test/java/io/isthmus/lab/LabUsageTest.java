package io.isthmus.lab;

import io.isthmus.cli.UsageContract;
import java.util.List;
import picocli.CommandLine;

class LabUsageTest extends UsageContract {

  @Override
  protected CommandLine commandLine() {
    return Lab.commandLine();
  }

  @Override
  protected List<String> wrong() {
    return List.of(
        "reproduce --profiles target",
        "reproduce --figures",
        "testbed no-such-package.zip",
        "testbed --rates 8",
        "testbed --rates 8MB/s..1MB/s",
        "screenshots --out MANIFEST",
        "testbed --rates 1kB/s",
        "testbed --batches 1..65",
        "testbed --inputs films",
        "testbed --rounds 0",
        "testbed --share 0.05",
        "testbed --share NaN",
        "testbed --profile-batches 4,2",
        "testbed --profile-batches 1,8",
        "testbed --clock wall",
        "testbed --out MANIFEST",
        "testbed summary",
        "testbed summary target/no-such-folder",
        "bench",
        "bench everything",
        "bench cuts --rounds 0",
        "bench decision --package no-such-package.zip",
        "bench overhead --requests none",
        "bench memory --requests 1",
        "bench startup --starts 0",
        "bench allocation --requests 0",
        "bench prediction --requests 10",
        "bench prediction --trace no-such-trace.csv",
        "bench prediction --scale 0",
        "bench prediction --pause -1",
        "bench prediction --out target",
        "bench steps --rounds 0",
        "bench steps --batches 0",
        "bench steps --pause 1.5s",
        "bench overload --package no-such-package.zip",
        "bench overload --admission none",
        "bench overload --out MANIFEST");
  }
}
