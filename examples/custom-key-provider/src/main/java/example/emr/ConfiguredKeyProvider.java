package example.emr;

import com.amazonaws.services.s3.model.EncryptionMaterials;
import com.amazonaws.services.s3.model.EncryptionMaterialsProvider;
import com.amazonaws.services.s3.model.KMSEncryptionMaterials;
import java.util.Map;
import org.apache.hadoop.conf.Configurable;
import org.apache.hadoop.conf.Configuration;

/**
 * Amazon S3 client-side encryption with one KMS key, named in the cluster's configuration: property {@value #KEY_ID} of the
 * classification {@code emrfs-site}.
 *
 * <p>With the SDK's encryption client version 1, which EMRFS uses by default, objects name their key and stay readable when the property
 * changes. Version 2 ({@code fs.s3.cse.encryptionV2.enabled}) reads with the key configured now: keep one key, or use {@link
 * PrefixKeyProvider}.
 *
 * @see <a href="https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-emrfs-encryption-cse.html">Creating a custom key
 *     provider</a>
 */
public final class ConfiguredKeyProvider implements EncryptionMaterialsProvider, Configurable {
  /** Property that holds the key's ARN. */
  public static final String KEY_ID = "my.kms.key.id";

  private Configuration configuration;
  private String keyId;

  /**
   * Takes the key from the cluster's configuration.
   *
   * @throws IllegalArgumentException where the property is missing: failing at start beats failing at the first write
   */
  @Override
  public void setConf(Configuration configuration) {
    this.configuration = configuration;
    this.keyId = Settings.required(configuration, KEY_ID);
  }

  @Override
  public Configuration getConf() {
    return configuration;
  }

  /** For new objects. */
  @Override
  public EncryptionMaterials getEncryptionMaterials() {
    return new KMSEncryptionMaterials(keyId);
  }

  /** For stored objects: the key that their description names, so that they stay readable when the property changes. */
  @Override
  public EncryptionMaterials getEncryptionMaterials(Map<String, String> description) {
    String stored = description == null ? null : description.get(KMSEncryptionMaterials.CUSTOMER_MASTER_KEY_ID);
    return new KMSEncryptionMaterials(stored == null ? keyId : stored);
  }

  @Override
  public void refresh() {
    // Nothing is cached: a KMS key's id does not change.
  }
}
