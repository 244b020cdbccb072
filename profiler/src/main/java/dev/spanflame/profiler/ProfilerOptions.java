package dev.spanflame.profiler;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What [ContinuousProfiler] needs to know. Start from [#of] and change what differs.
///
/// @param server base URL of the server, such as `http://localhost:4040`; the path `/ingest` is added to its path
/// @param application name of the application: letters, digits and `_./-`; becomes the label `service_name`
/// @param labels labels of all profiles; names of letters, digits and `_.`, values without `,` and `}`
/// @param headers request headers to add, such as `Authorization` or `X-Scope-OrgID`
/// @param sampling what is sampled
/// @param window length of a recording; 100 ms to 10 minutes. Shorter ones are seen earlier and cost more.
/// @param maxQueuedBytes memory for compressed recordings that wait to be sent; beyond it the oldest is dropped
public record ProfilerOptions(
        URI server,
        String application,
        Map<String, String> labels,
        Map<String, String> headers,
        Sampling sampling,
        Duration window,
        long maxQueuedBytes) {

    private static final Duration SHORTEST_WINDOW = Duration.ofMillis(100);
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(10);

    /// Checks all parts and copies the maps.
    public ProfilerOptions {
        String scheme = server.getScheme() == null ? "" : server.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https") || server.getHost() == null) {
            throw new IllegalArgumentException(
                    "the server \"" + server + "\" is no URL; give one such as http://localhost:4040");
        }
        if (application.isEmpty() || !consistsOf(application, "_./-")) {
            throw new IllegalArgumentException(
                    "the application name \"" + application + "\" is not made of letters, digits and _./- alone");
        }
        labels = Map.copyOf(labels);
        labels.forEach(ProfilerOptions::checkLabel);
        headers = Map.copyOf(headers);
        if (window.compareTo(SHORTEST_WINDOW) < 0 || window.compareTo(LONGEST_WINDOW) > 0) {
            throw new IllegalArgumentException(
                    "the window " + window + " is not between " + SHORTEST_WINDOW + " and " + LONGEST_WINDOW);
        }
        if (maxQueuedBytes <= 0) {
            throw new IllegalArgumentException("maxQueuedBytes is " + maxQueuedBytes + ", but must be above 0");
        }
    }

    /// Windows of 10 s with [Sampling#DEFAULT], no labels, and 16 MiB of memory.
    public static ProfilerOptions of(URI server, String application) {
        return new ProfilerOptions(
                server, application, Map.of(), Map.of(), Sampling.DEFAULT, Duration.ofSeconds(10), 16L << 20);
    }

    /// The same with these labels.
    public ProfilerOptions withLabels(Map<String, String> newLabels) {
        return new ProfilerOptions(server, application, newLabels, headers, sampling, window, maxQueuedBytes);
    }

    /// The same with these request headers.
    public ProfilerOptions withHeaders(Map<String, String> newHeaders) {
        return new ProfilerOptions(server, application, labels, newHeaders, sampling, window, maxQueuedBytes);
    }

    /// The same with this sampling.
    public ProfilerOptions withSampling(Sampling newSampling) {
        return new ProfilerOptions(server, application, labels, headers, newSampling, window, maxQueuedBytes);
    }

    /// The same with windows of this length.
    public ProfilerOptions withWindow(Duration newWindow) {
        return new ProfilerOptions(server, application, labels, headers, sampling, newWindow, maxQueuedBytes);
    }

    /// The same with this much memory for recordings that wait.
    public ProfilerOptions withMaxQueuedBytes(long newMaxQueuedBytes) {
        return new ProfilerOptions(server, application, labels, headers, sampling, window, newMaxQueuedBytes);
    }

    /// Application and labels as the parameter `name` of `/ingest` wants them: `app{key=value,key=value}`.
    String seriesName() {
        StringBuilder name = new StringBuilder(application);
        if (!labels.isEmpty()) {
            char separator = '{';
            for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
                name.append(separator).append(label.getKey()).append('=').append(label.getValue());
                separator = ',';
            }
            name.append('}');
        }
        return name.toString();
    }

    private static void checkLabel(String name, String value) {
        if (name.isEmpty() || !consistsOf(name, "_.")) {
            throw new IllegalArgumentException(
                    "the label name \"" + name + "\" is not made of letters, digits, _ and . alone");
        }
        if (value.isBlank() || value.indexOf(',') >= 0 || value.indexOf('}') >= 0) {
            throw new IllegalArgumentException("the value \"" + value + "\" of the label " + name
                    + " is blank or has a comma or a closing brace, which the upload format cannot carry");
        }
    }

    private static boolean consistsOf(String text, String others) {
        return text.chars()
                .allMatch(c ->
                        c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || others.indexOf(c) >= 0);
    }
}
