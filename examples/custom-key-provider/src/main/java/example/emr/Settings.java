package example.emr;

import org.apache.hadoop.conf.Configuration;

/** Reads what a provider cannot do without. */
final class Settings {
  private Settings() {}

  /** The value of a property, without the blanks around it. */
  static String required(Configuration configuration, String name) {
    String value = configuration.getTrimmed(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(name + " is not set: add it to the classification emrfs-site of the cluster");
    }
    return value;
  }
}
