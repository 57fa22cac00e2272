package io.isthmus.service.settings;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.core.env.EnumerablePropertySource;

/** Says in one sentence which property has a value that it cannot have. */
final class BadValue {

  private static final int SHOWN = 60;

  /** A record's own complaint: see {@link Allowed}. */
  private static final Pattern OWN = Pattern.compile("isthmus\\.[a-z.-]+ .*", Pattern.DOTALL);

  private static final Pattern SECRET =
      Pattern.compile("key|password|secret|token|credential", Pattern.CASE_INSENSITIVE);

  private BadValue() {}

  /** The sentence for a failure that has such a value among its causes. */
  static Optional<String> sentence(Throwable failure) {
    BindException innermost = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (cause instanceof BindException bind) {
        innermost = bind;
      } else if (innermost != null && message != null && OWN.matcher(message).matches()) {
        return Optional.of(message + ".");
      }
    }
    return Optional.ofNullable(innermost).map(BadValue::sentence);
  }

  private static String sentence(BindException failure) {
    Class<?> type = failure.getTarget().getType().toClass();
    ConfigurationProperty property = failure.getProperty();
    String name = property == null ? failure.getName().toString() : property.getName().toString();
    String set = property == null ? "" : ", set %s,".formatted(where(property));
    String value = property == null ? "of another form" : shown(name, property.getValue());
    return "%s%s is %s and must be %s.".formatted(name, set, value, Needed.of(type));
  }

  private static String where(ConfigurationProperty property) {
    var source = property.getSource();
    Object underlying = source == null ? null : source.getUnderlyingSource();
    return underlying instanceof EnumerablePropertySource<?> names
        ? GivenNames.where(names, property)
        : "elsewhere";
  }

  /** Never a secret, and never the password in a URL. */
  static String shown(String name, @Nullable Object value) {
    String text = String.valueOf(value).replaceAll("//[^/]*@", "//…@");
    return SECRET.matcher(name).find() ? "not shown" : "'%s'".formatted(Shown.text(text, SHOWN));
  }
}
