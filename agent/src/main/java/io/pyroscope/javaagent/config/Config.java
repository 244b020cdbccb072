package io.pyroscope.javaagent.config;

import io.pyroscope.http.Format;
import io.pyroscope.javaagent.EventType;
import io.pyroscope.javaagent.api.Logger;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Settings of the agent as code gives them. Immutable. Values are not looked at before the start, where
/// wrong ones are told in the log as those of properties are.
public final class Config {
    private final Map<String, String> properties;

    private Config(Map<String, String> properties) {
        this.properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /// Nothing is set.
    public static Config build() {
        return new Config(Map.of());
    }

    /// The settings as properties.
    public Map<String, String> properties() {
        return properties;
    }

    /// A builder with these settings.
    public Builder newBuilder() {
        return new Builder(this);
    }

    @Override
    public String toString() {
        // values may be secret
        return "Config" + properties.keySet();
    }

    /// Collects settings. What has no meaning to this agent is taken and does nothing, see the page on
    /// the agent.
    public static class Builder {
        private final Map<String, String> properties = new LinkedHashMap<>();
        private final Map<String, String> headers = new LinkedHashMap<>();

        /// Nothing is set.
        public Builder() {}

        /// The settings of another.
        public Builder(Config config) {
            properties.putAll(config.properties);
        }

        private Builder set(String name, Object value) {
            properties.put("spanflame." + name, value.toString());
            return this;
        }

        private Builder set(String name, Duration value) {
            return set(name, value.toNanos() + "ns");
        }

        /// Whether anything is recorded.
        public Builder setAgentEnabled(boolean enabled) {
            return set("enabled", enabled);
        }

        /// Name of the service.
        public Builder setApplicationName(String name) {
            return set("application.name", name);
        }

        /// Time between two samples.
        public Builder setProfilingInterval(Duration interval) {
            return set("interval", interval);
        }

        /// What samples are taken by.
        public Builder setProfilingEvent(EventType event) {
            return set("event", event.id);
        }

        /// Bytes allocated between two samples; empty for none.
        public Builder setProfilingAlloc(String bytes) {
            return set("alloc", bytes.isEmpty() ? "off" : bytes);
        }

        /// Time waited between two samples; empty for none.
        public Builder setProfilingLock(String time) {
            return set("lock", time.isEmpty() ? "off" : time);
        }

        /// Does nothing: all kinds are sampled at the same time.
        public Builder setSamplingEventOrder(List<EventType> order) {
            return this;
        }

        /// Length of a profile.
        public Builder setUploadInterval(Duration interval) {
            return set("upload.interval", interval);
        }

        /// How long a request may take.
        public Builder setProfileExportTimeout(Duration timeout) {
            return set("timeout", timeout);
        }

        /// Most frames of a stack.
        public Builder setJavaStackDepthMax(int depth) {
            return set("stack.depth", depth);
        }

        /// What the log tells.
        public Builder setLogLevel(Logger.Level level) {
            return set("log.level", level.name().toLowerCase(Locale.ROOT));
        }

        /// Base URL of the server.
        public Builder setServerAddress(String address) {
            return set("server.address", address);
        }

        /// Sent as bearer token.
        public Builder setAuthToken(String token) {
            return set("auth.token", token);
        }

        /// Does nothing: what JDK Flight Recorder records is set as for async-profiler.
        public Builder setJFRProfilerSettings(String settings) {
            return this;
        }

        /// How profiles are sent.
        public Builder setFormat(Format format) {
            return set("format", format.id);
        }

        /// Profiles that may wait in memory.
        public Builder setPushQueueCapacity(int capacity) {
            return set("queue.capacity", capacity);
        }

        /// Labels of all profiles.
        public Builder setLabels(Map<String, String> labels) {
            StringBuilder text = new StringBuilder();
            labels.forEach((name, value) -> text.append(text.length() == 0 ? "" : ",")
                    .append(name)
                    .append('=')
                    .append(value));
            return set("labels", text);
        }

        /// Attempts for a profile.
        public Builder setIngestMaxRetries(int tries) {
            return set("max.tries", tries);
        }

        /// Does nothing.
        public Builder setCompressionLevelJFR(int level) {
            return this;
        }

        /// Does nothing.
        public Builder setCompressionLevelLabels(int level) {
            return this;
        }

        /// Whether sampled objects that still live are told.
        public Builder setAllocLive(boolean live) {
            return set("live", live);
        }

        /// Does nothing: the agent never makes its host collect garbage.
        public Builder setGcBeforeDump(boolean collects) {
            return this;
        }

        /// More headers, in place of those before.
        public Builder setHTTPHeaders(Map<String, String> all) {
            headers.clear();
            headers.putAll(all);
            return headers();
        }

        /// One more header.
        public Builder addHTTPHeader(String name, String value) {
            headers.put(name, value);
            return headers();
        }

        private Builder headers() {
            StringBuilder json = new StringBuilder("{");
            headers.forEach((name, value) -> json.append(json.length() == 1 ? "" : ",")
                    .append(quoted(name))
                    .append(':')
                    .append(quoted(value)));
            return set("http.headers", json.append('}'));
        }

        private static String quoted(String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }

        /// Does nothing: samples are taken all the time.
        public Builder setSamplingDuration(Duration duration) {
            return this;
        }

        /// Sent as `X-Scope-OrgID`.
        public Builder setTenantID(String tenant) {
            return set("tenant.id", tenant);
        }

        /// Does nothing: async-profiler writes no log.
        public Builder setAPLogLevel(String level) {
            return this;
        }

        /// More arguments for async-profiler.
        public Builder setAPExtraArguments(String arguments) {
            return set("async.profiler.arguments", arguments);
        }

        /// User of basic authentication.
        public Builder setBasicAuthUser(String user) {
            return set("basic.auth.user", user);
        }

        /// Password of basic authentication.
        public Builder setBasicAuthPassword(String password) {
            return set("basic.auth.password", password);
        }

        /// Who takes samples.
        public Builder setProfilerType(ProfilerType type) {
            return set("profiler", type.name().toLowerCase(Locale.ROOT));
        }

        /// Folder for the native library and for recordings.
        public Builder setTmpDir(String folder) {
            return set("tmp.directory", folder);
        }

        /// What was set.
        public Config build() {
            return new Config(properties);
        }
    }
}
