package example.emr;

import java.util.List;
import org.apache.hadoop.conf.Configurable;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.encryption.s3.materials.DecryptionMaterials;
import software.amazon.encryption.s3.materials.EncryptedDataKey;
import software.amazon.encryption.s3.materials.EncryptionMaterials;
import software.amazon.encryption.s3.materials.Keyring;
import software.amazon.encryption.s3.materials.KmsKeyring;

/**
 * Amazon S3 client-side encryption with one KMS key, named in the cluster's configuration: property {@value #KEY_ID} of the
 * classification {@code core-site}. The twin of {@code ConfiguredKeyProvider} for S3A, the default connector from EMR 7.10.0.
 *
 * <p>S3A creates the keyring by its constructor without arguments and hands it the configuration.
 *
 * @see <a href="https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-s3a-migrate.html">Migrating from EMRFS to S3A</a>
 */
public final class ConfiguredKeyring implements Keyring, Configurable {
  /** Property that holds the key's ARN. */
  public static final String KEY_ID = "my.kms.key.id";

  private final KmsClient kms;
  private Configuration configuration;
  private Keyring keyring;

  /** Uses KMS in the Region and with the role of the node. */
  public ConfiguredKeyring() {
    this(KmsClient.create());
  }

  ConfiguredKeyring(KmsClient kms) {
    this.kms = kms;
  }

  /**
   * Takes the key from the cluster's configuration.
   *
   * @throws IllegalArgumentException where the property is missing: failing at start beats failing at the first write
   */
  @Override
  public void setConf(Configuration configuration) {
    String keyId = configuration.getTrimmed(KEY_ID, "");
    if (keyId.isEmpty()) {
      throw new IllegalArgumentException(KEY_ID + " is not set: add it to the classification core-site of the cluster");
    }
    this.configuration = configuration;
    this.keyring = KmsKeyring.builder().kmsClient(kms).wrappingKeyId(keyId).build();
  }

  @Override
  public Configuration getConf() {
    return configuration;
  }

  /** For new objects: a data key that KMS generates. */
  @Override
  public EncryptionMaterials onEncrypt(EncryptionMaterials materials) {
    return keyring.onEncrypt(materials);
  }

  /** For stored objects: the data key that KMS decrypts. */
  @Override
  public DecryptionMaterials onDecrypt(DecryptionMaterials materials, List<EncryptedDataKey> encryptedDataKeys) {
    return keyring.onDecrypt(materials, encryptedDataKeys);
  }
}
