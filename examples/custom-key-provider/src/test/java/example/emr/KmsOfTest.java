package example.emr;

import com.amazonaws.services.kms.AbstractAWSKMS;
import com.amazonaws.services.kms.model.DecryptRequest;
import com.amazonaws.services.kms.model.DecryptResult;
import com.amazonaws.services.kms.model.EncryptRequest;
import com.amazonaws.services.kms.model.EncryptResult;
import com.amazonaws.services.kms.model.GenerateDataKeyRequest;
import com.amazonaws.services.kms.model.GenerateDataKeyResult;
import com.amazonaws.services.kms.model.IncorrectKeyException;
import com.amazonaws.services.kms.model.NotFoundException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** KMS as far as clients see it: keys that encrypt and never leave, ciphertexts bound to key and encryption context. */
final class KmsOfTest extends AbstractAWSKMS {
  private static final int NONCE = 12;

  private final Map<String, SecretKeySpec> keys = new HashMap<>();
  private final SecureRandom random = new SecureRandom();

  KmsOfTest(String... keyIds) {
    for (String keyId : keyIds) keys.put(keyId, new SecretKeySpec(bytes(32), "AES"));
  }

  @Override
  public GenerateDataKeyResult generateDataKey(GenerateDataKeyRequest request) {
    byte[] key = bytes(32);
    return new GenerateDataKeyResult()
        .withKeyId(request.getKeyId())
        .withPlaintext(ByteBuffer.wrap(key))
        .withCiphertextBlob(encrypt(request.getKeyId(), request.getEncryptionContext(), key));
  }

  @Override
  public EncryptResult encrypt(EncryptRequest request) {
    byte[] plain = Arrays.copyOf(request.getPlaintext().array(), request.getPlaintext().remaining());
    return new EncryptResult().withCiphertextBlob(encrypt(request.getKeyId(), request.getEncryptionContext(), plain));
  }

  @Override
  public DecryptResult decrypt(DecryptRequest request) {
    byte[] blob = new byte[request.getCiphertextBlob().remaining()];
    request.getCiphertextBlob().duplicate().get(blob);
    String keyId = new String(blob, 1, blob[0], StandardCharsets.UTF_8);
    if (request.getKeyId() != null && !request.getKeyId().equals(keyId)) throw new IncorrectKeyException(request.getKeyId());
    byte[] body = Arrays.copyOfRange(blob, 1 + blob[0], blob.length);
    byte[] plain = cipher(Cipher.DECRYPT_MODE, keyId, request.getEncryptionContext(), body, 0, Arrays.copyOfRange(body, NONCE, body.length));
    return new DecryptResult().withKeyId(keyId).withPlaintext(ByteBuffer.wrap(plain));
  }

  private ByteBuffer encrypt(String keyId, Map<String, String> context, byte[] plain) {
    if (!keys.containsKey(keyId)) throw new NotFoundException(keyId);
    byte[] nonce = bytes(NONCE);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keyId, context, nonce, 0, plain);
    byte[] name = keyId.getBytes(StandardCharsets.UTF_8);
    ByteBuffer blob = ByteBuffer.allocate(1 + name.length + NONCE + sealed.length);
    blob.put((byte) name.length).put(name).put(nonce).put(sealed).flip();
    return blob;
  }

  private byte[] cipher(int mode, String keyId, Map<String, String> context, byte[] nonce, int offset, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, keys.get(keyId), new GCMParameterSpec(128, nonce, offset, NONCE));
      cipher.updateAAD(new TreeMap<>(context).toString().getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
