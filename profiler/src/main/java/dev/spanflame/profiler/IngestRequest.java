package dev.spanflame.profiler;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/// Builds Pyroscope's upload of a JFR recording: `POST /ingest` with times in seconds, `format=jfr`, and a multipart
/// body whose part `jfr` is the compressed file.
final class IngestRequest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private IngestRequest() {}

    static HttpRequest of(ProfilerOptions options, Upload upload) {
        String boundary = UUID.randomUUID().toString();
        HttpRequest.Builder request = HttpRequest.newBuilder(address(options, upload))
                .timeout(TIMEOUT)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofByteArray(multipart(boundary, upload.gzippedJfr())));
        options.headers().forEach(request::setHeader);
        return request.build();
    }

    private static URI address(ProfilerOptions options, Upload upload) {
        String base = options.server().toString();
        while (base.endsWith("/")) {
            base = base.substring(0, base.length() - 1);
        }
        String rate = options.sampling().cpuRate() == 0
                ? ""
                : "&sampleRate=" + options.sampling().cpuRate();
        return URI.create(base + "/ingest?name=" + URLEncoder.encode(options.seriesName(), StandardCharsets.UTF_8)
                + "&units=samples&aggregationType=sum"
                + "&from=" + upload.from().getEpochSecond()
                + "&until=" + upload.until().getEpochSecond()
                + "&spyName=javaspy" + rate + "&format=jfr");
    }

    private static byte[] multipart(String boundary, byte[] jfr) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(jfr.length + 256);
        body.writeBytes(("--" + boundary + "\r\n"
                        + "Content-Disposition: form-data; name=\"jfr\"; filename=\"jfr\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(jfr);
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }
}
