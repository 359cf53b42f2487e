package example.emr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.encryption.s3.algorithms.AlgorithmSuite;
import software.amazon.encryption.s3.materials.DecryptionMaterials;
import software.amazon.encryption.s3.materials.EncryptionMaterials;
import software.amazon.encryption.s3.materials.Keyring;

class ConfiguredKeyringTest {
  private static final String ARN = "arn:aws:kms:us-east-1:111122223333:key/s3";
  private static final AlgorithmSuite SUITE = AlgorithmSuite.ALG_AES_256_GCM_IV12_TAG16_NO_KDF;

  /** KMS that wraps a data key by reversing it. */
  private static final class ReversingKms implements KmsClient {
    private final List<String> asked = new ArrayList<>();

    @Override
    public GenerateDataKeyResponse generateDataKey(GenerateDataKeyRequest request) {
      asked.add("generate " + request.keyId());
      byte[] key = new byte[32];
      key[0] = 1;
      return GenerateDataKeyResponse.builder()
          .plaintext(SdkBytes.fromByteArray(key))
          .ciphertextBlob(SdkBytes.fromByteArray(reversed(key)))
          .keyId(request.keyId())
          .build();
    }

    @Override
    public DecryptResponse decrypt(DecryptRequest request) {
      asked.add("decrypt " + request.keyId());
      byte[] key = reversed(request.ciphertextBlob().asByteArray());
      return DecryptResponse.builder().plaintext(SdkBytes.fromByteArray(key)).keyId(request.keyId()).build();
    }

    private static byte[] reversed(byte[] bytes) {
      byte[] copy = new byte[bytes.length];
      for (int index = 0; index < bytes.length; index++) copy[index] = bytes[bytes.length - 1 - index];
      return copy;
    }

    @Override
    public String serviceName() {
      return "kms";
    }

    @Override
    public void close() {}
  }

  private static Configuration configuration(String keyId) {
    Configuration configuration = new Configuration(false);
    configuration.set(ConfiguredKeyring.KEY_ID, keyId);
    return configuration;
  }

  @Test
  void whatItEncryptsWithTheConfiguredKeyItDecrypts() {
    ReversingKms kms = new ReversingKms();
    ConfiguredKeyring keyring = new ConfiguredKeyring(kms);
    keyring.setConf(configuration(" " + ARN + " "));

    EncryptionMaterials written =
        keyring.onEncrypt(
            EncryptionMaterials.builder()
                .s3Request(PutObjectRequest.builder().bucket("b").key("k").build())
                .algorithmSuite(SUITE)
                .encryptionContext(Collections.emptyMap())
                .build());
    DecryptionMaterials read =
        keyring.onDecrypt(
            DecryptionMaterials.builder()
                .s3Request(GetObjectRequest.builder().bucket("b").key("k").build())
                .algorithmSuite(SUITE)
                .encryptionContext(written.encryptionContext())
                .build(),
            written.encryptedDataKeys());

    assertArrayEquals(written.plaintextDataKey(), read.plaintextDataKey());
    assertEquals(List.of("generate " + ARN, "decrypt " + ARN), kms.asked);
  }

  @Test
  void aMissingKeyFailsAtStart() {
    ConfiguredKeyring keyring = new ConfiguredKeyring(new ReversingKms());
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> keyring.setConf(configuration(" ")));
    assertTrue(thrown.getMessage().startsWith("my.kms.key.id is not set"));
  }

  @Test
  void s3aCanMakeOne() throws ReflectiveOperationException {
    assertTrue(Keyring.class.isAssignableFrom(ConfiguredKeyring.class));
    assertEquals(0, ConfiguredKeyring.class.getConstructor().getParameterCount());
  }
}
