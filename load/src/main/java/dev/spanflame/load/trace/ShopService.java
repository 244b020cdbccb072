package dev.spanflame.load.trace;

import java.util.List;

/// A service of the shop.
///
/// `index` counts from 0 and picks the instances; `routes` are what it serves over HTTP, `tables` what it reads and
/// writes, `calls` the services it calls, by index.
record ShopService(
        int index,
        String name,
        String namespace,
        Runtime runtime,
        Dialect dialect,
        List<String> routes,
        List<String> tables,
        List<Integer> calls) {

    /// What a service runs on, as its resource and its scopes tell.
    enum Runtime {
        JAVA("java", "OpenJDK Runtime Environment", "21.0.4+7-LTS", "1.49.0", "io.opentelemetry."),
        GO("go", "go", "go1.23.4", "1.34.0", "go.opentelemetry.io/contrib/instrumentation/"),
        NODE("nodejs", "nodejs", "22.12.0", "1.30.1", "@opentelemetry/instrumentation-");

        final String language;
        final String runtimeName;
        final String runtimeVersion;
        final String sdkVersion;
        final String scopePrefix;

        Runtime(String language, String runtimeName, String runtimeVersion, String sdkVersion, String scopePrefix) {
            this.language = language;
            this.runtimeName = runtimeName;
            this.runtimeVersion = runtimeVersion;
            this.sdkVersion = sdkVersion;
            this.scopePrefix = scopePrefix;
        }
    }
}
