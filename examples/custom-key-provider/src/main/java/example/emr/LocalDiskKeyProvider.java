package example.emr;

import com.amazonaws.services.elasticmapreduce.spi.security.EncryptionContext;
import com.amazonaws.services.elasticmapreduce.spi.security.EncryptionMaterials;
import com.amazonaws.services.elasticmapreduce.spi.security.EncryptionMaterialsProvider;
import com.amazonaws.services.kms.AWSKMS;
import com.amazonaws.services.kms.AWSKMSClientBuilder;
import com.amazonaws.services.kms.model.DataKeySpec;
import com.amazonaws.services.kms.model.DecryptRequest;
import com.amazonaws.services.kms.model.GenerateDataKeyRequest;
import com.amazonaws.services.kms.model.GenerateDataKeyResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Local-disk encryption: every volume gets a 256-bit AES key of its own, which KMS makes and which only its encrypted form leaves
 * behind, in the description that EMR keeps.
 *
 * <p>EMR asks for a class of its own here, of another type than Amazon S3's and with another name. It gets no cluster configuration, so the key
 * that encrypts the volumes' keys stands in the JAR ({@code mvn package -Dlocal.disk.key.id=arn:aws:kms:…}). The instance role
 * needs {@code kms:GenerateDataKey} and {@code kms:Decrypt} on it.
 *
 * @see <a href="https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html">Providing keys for encrypting
 *     data at rest</a>
 */
public final class LocalDiskKeyProvider extends EncryptionMaterialsProvider {
  static final String WRAPPED_KEY = "wrapped-key";

  private final AWSKMS kms;
  private final String keyId;

  /** As EMR makes it: with the instance role's credentials and the key that stands in the JAR. */
  public LocalDiskKeyProvider() {
    this(AWSKMSClientBuilder.defaultClient(), keyOfJar());
  }

  LocalDiskKeyProvider(AWSKMS kms, String keyId) {
    if (keyId.isEmpty()) {
      throw new IllegalStateException("the JAR names no key: build it with mvn package -Dlocal.disk.key.id=arn:aws:kms:…");
    }
    this.kms = kms;
    this.keyId = keyId;
  }

  /** A new key. */
  @Override
  public EncryptionMaterials getEncryptionMaterials(EncryptionContext context) {
    GenerateDataKeyResult made =
        kms.generateDataKey(new GenerateDataKeyRequest().withKeyId(keyId).withKeySpec(DataKeySpec.AES_256));
    return new EncryptionMaterials(aes(made.getPlaintext()))
        .withDescriptions(context.getContext())
        .withDescription(WRAPPED_KEY, Base64.getEncoder().encodeToString(bytes(made.getCiphertextBlob())));
  }

  /**
   * The key of an existing volume.
   *
   * @throws IllegalArgumentException where the description is not one of this provider
   */
  @Override
  public EncryptionMaterials getEncryptionMaterials(Map<String, String> description) {
    String wrapped = description.get(WRAPPED_KEY);
    if (wrapped == null) {
      throw new IllegalArgumentException("the description has no '" + WRAPPED_KEY + "': another provider wrote it");
    }
    ByteBuffer blob = ByteBuffer.wrap(Base64.getDecoder().decode(wrapped));
    ByteBuffer plain = kms.decrypt(new DecryptRequest().withKeyId(keyId).withCiphertextBlob(blob)).getPlaintext();
    return new EncryptionMaterials(aes(plain)).withDescriptions(description);
  }

  private static SecretKey aes(ByteBuffer key) {
    return new SecretKeySpec(bytes(key), "AES");
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static String keyOfJar() {
    Properties properties = new Properties();
    try (InputStream file = LocalDiskKeyProvider.class.getResourceAsStream("/local-disk-key.properties")) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("local.disk.key.id", "").trim();
  }
}
