package example.emr;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.codec.digest.DigestUtils;

/** Amazon S3 as far as an encryption client needs it, on a free port of this machine: PUT, GET and HEAD with user metadata. */
final class S3OfTest implements AutoCloseable {
  private final Map<String, Stored> objects = new ConcurrentHashMap<>();
  private final HttpServer server;

  S3OfTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What S3 holds of an object. */
  byte[] stored(String path) {
    return objects.get(path).bytes;
  }

  /** The description that S3 holds of an object's key. */
  String description(String path) {
    return objects.get(path).metadata.get("x-amz-meta-x-amz-matdesc");
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] body = read(exchange.getRequestBody());
    if (exchange.getRequestMethod().equals("PUT")) {
      Stored object = new Stored(body);
      for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
        String name = header.getKey().toLowerCase(Locale.ROOT);
        if (name.startsWith("x-amz-meta-")) object.metadata.put(name, header.getValue().get(0));
      }
      objects.put(path, object);
      exchange.getResponseHeaders().set("ETag", '"' + DigestUtils.md5Hex(body) + '"');
      exchange.sendResponseHeaders(200, -1);
    } else if (!objects.containsKey(path)) {
      exchange.sendResponseHeaders(404, -1);
    } else {
      Stored object = objects.get(path);
      object.metadata.forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(200, object.bytes.length);
      exchange.getResponseBody().write(object.bytes);
    }
    exchange.close();
  }

  private static byte[] read(InputStream stream) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) bytes.write(buffer, 0, n);
    return bytes.toByteArray();
  }

  private static final class Stored {
    private final byte[] bytes;
    private final Map<String, String> metadata = new TreeMap<>();

    Stored(byte[] bytes) {
      this.bytes = bytes;
    }
  }
}
