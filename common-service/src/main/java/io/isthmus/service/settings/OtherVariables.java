package io.isthmus.service.settings;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Environment variables that begin as ours do and are no properties. */
final class OtherVariables {

  /** Of the launcher and what it starts, of the image's scripts and of docker-compose.tls.yml. */
  static final Set<String> OF_SCRIPTS =
      Set.of(
          "ISTHMUS_JAVA_OPTS",
          "ISTHMUS_PYTHON",
          "ISTHMUS_LOG",
          "ISTHMUS_NO_BUILD",
          "ISTHMUS_START_CACHE",
          "ISTHMUS_SERVICE",
          "ISTHMUS_DEFAULT_MODEL",
          "ISTHMUS_AOT_OUTPUT",
          "ISTHMUS_TRIAL_JAVA",
          "ISTHMUS_TRIAL_JAR",
          "ISTHMUS_CERTIFICATES");

  /** Kubernetes tells every pod of a Service isthmus-edge in variables ISTHMUS_EDGE_…. */
  private static final Pattern OF_KUBERNETES =
      Pattern.compile("(.+?)_(SERVICE_(HOST|PORT(_.+)?)|PORT(_\\d+_(TCP|UDP|SCTP)(_.+)?)?)");

  private OtherVariables() {}

  /** Whether a variable is one of these, among all that there are. */
  static boolean contain(String name, Collection<String> all) {
    if (OF_SCRIPTS.contains(name)) {
      return true;
    }
    Matcher service = OF_KUBERNETES.matcher(name.toUpperCase(Locale.ROOT));
    return service.matches() && all.contains(service.group(1) + "_SERVICE_HOST");
  }
}
