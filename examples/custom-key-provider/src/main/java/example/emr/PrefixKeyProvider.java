package example.emr;

import com.amazonaws.services.kms.AWSKMS;
import com.amazonaws.services.kms.AWSKMSClientBuilder;
import com.amazonaws.services.kms.model.DecryptRequest;
import com.amazonaws.services.s3.model.EncryptionMaterials;
import com.amazonaws.services.s3.model.EncryptionMaterialsProvider;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hadoop.conf.Configurable;
import org.apache.hadoop.conf.Configuration;

/**
 * Amazon S3 client-side encryption with a key by where the object goes and which cluster writes it.
 *
 * <p>Properties of the classification {@code emrfs-site}:
 *
 * <pre>
 * fs.s3.cse.materialsDescription.enabled  true, so that EMRFS says which object it is about
 * my.key.default                          general: the name of the key for everything else
 * my.key.general.wrapped                  a 256-bit key, encrypted by KMS, as Base64
 * my.key.finance.wrapped                  another
 * my.key.finance.prefix                   s3://lake/finance/
 * my.key.finance.job.flow                 j-2AXXXXXXGAPLF (optional: that cluster only)
 * </pre>
 *
 * The longest prefix wins; between equals the one with a job flow. The choice is made once, when an object is written: its description then
 * names the key, and reading follows the description. So the choice may change; a key stays declared, without its prefix, for as long as
 * objects name it.
 *
 * <p>The keys are not KMS keys themselves: version 2 of the SDK's encryption client asks a provider of KMS keys only for its
 * default when it reads, so such a provider can choose when writing but not find back. KMS guards them all the same: {@code
 * aws kms generate-data-key-without-plaintext --key-id … --key-spec AES_256 --encryption-context emr-key=finance} makes one.
 *
 * @see <a href="https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-emrfs-encryption-cse.html">Creating a custom key
 *     provider</a>
 */
public final class PrefixKeyProvider implements EncryptionMaterialsProvider, Configurable {
  /** What is stored with an object: the name of its key. */
  static final String KEY_NAME = "emr-key";

  /** What EMRFS says of an object that it is about to write: its URI, where a copy goes, and the cluster. */
  static final String PATH = "Path";

  static final String DESTINATION = "DstPath";
  static final String JOB_FLOW = "JobflowId";

  private static final String PROPERTY = "my.key.";
  private static final String WRAPPED = ".wrapped";

  private final Supplier<AWSKMS> kms;
  private final Map<String, Key> keys = new TreeMap<>();
  private Configuration configuration;
  private Key defaultKey;

  /** As EMRFS makes it: KMS is asked with the instance role's credentials. */
  public PrefixKeyProvider() {
    this(AWSKMSClientBuilder::defaultClient);
  }

  PrefixKeyProvider(Supplier<AWSKMS> kms) {
    this.kms = kms;
  }

  /**
   * Takes the keys from the cluster's configuration and has KMS decrypt them.
   *
   * @throws IllegalArgumentException where the default key is not named or not declared
   */
  @Override
  public void setConf(Configuration configuration) {
    this.configuration = configuration;
    keys.clear();
    AWSKMS client = kms.get();
    for (String property : configuration.getPropsWithPrefix(PROPERTY).keySet()) {
      if (!property.endsWith(WRAPPED)) continue;
      String name = property.substring(0, property.length() - WRAPPED.length());
      keys.put(name, new Key(configuration, name, client));
    }
    defaultKey = key(Settings.required(configuration, PROPERTY + "default"));
  }

  @Override
  public Configuration getConf() {
    return configuration;
  }

  /** For new objects where EMRFS does not say which. */
  @Override
  public EncryptionMaterials getEncryptionMaterials() {
    return defaultKey.materials();
  }

  /**
   * For stored objects the key that their description names; for new ones the key chosen.
   *
   * @param description what is stored with the object, or what EMRFS says of a new one; may be null
   * @throws IllegalArgumentException where the object's key is no longer declared
   */
  @Override
  public EncryptionMaterials getEncryptionMaterials(Map<String, String> description) {
    if (description == null) return getEncryptionMaterials();
    String stored = description.get(KEY_NAME);
    return (stored == null ? choose(description) : key(stored)).materials();
  }

  /** Decrypts the keys again. */
  @Override
  public void refresh() {
    setConf(configuration);
  }

  private Key choose(Map<String, String> description) {
    String path = description.getOrDefault(DESTINATION, description.get(PATH));
    Key best = null;
    for (Key key : keys.values()) {
      if (path != null && key.covers(path, description.get(JOB_FLOW)) && key.beats(best)) best = key;
    }
    return best == null ? defaultKey : best;
  }

  private Key key(String name) {
    Key key = keys.get(name);
    if (key == null) {
      throw new IllegalArgumentException(
          PROPERTY + name + WRAPPED + " is not set: declare the key '" + name + "' in emrfs-site for as long as objects name it");
    }
    return key;
  }

  /** One key, and the objects that are written with it. */
  private static final class Key {
    private final String name;
    private final SecretKey secret;
    private final String prefix;
    private final String jobFlow;

    Key(Configuration configuration, String name, AWSKMS kms) {
      this.name = name;
      byte[] wrapped = Base64.getDecoder().decode(Settings.required(configuration, PROPERTY + name + WRAPPED));
      ByteBuffer plain =
          kms.decrypt(
                  new DecryptRequest().withCiphertextBlob(ByteBuffer.wrap(wrapped)).addEncryptionContextEntry(KEY_NAME, name))
              .getPlaintext();
      byte[] bytes = new byte[plain.remaining()];
      plain.get(bytes);
      secret = new SecretKeySpec(bytes, "AES");
      prefix = configuration.getTrimmed(PROPERTY + name + ".prefix", "");
      jobFlow = configuration.getTrimmed(PROPERTY + name + ".job.flow");
    }

    EncryptionMaterials materials() {
      return new EncryptionMaterials(secret).addDescription(KEY_NAME, name);
    }

    boolean covers(String path, String writer) {
      return !prefix.isEmpty() && path.startsWith(prefix) && (jobFlow == null || jobFlow.equals(writer));
    }

    boolean beats(Key other) {
      if (other == null) return true;
      if (prefix.length() != other.prefix.length()) return prefix.length() > other.prefix.length();
      return jobFlow != null && other.jobFlow == null;
    }
  }
}
