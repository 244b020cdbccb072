package dev.spanflame.load.trace;

import static dev.spanflame.load.trace.Attributes.number;
import static dev.spanflame.load.trace.Attributes.text;

import io.opentelemetry.proto.resource.v1.Resource;
import java.util.ArrayList;
import java.util.List;

/// The instances of the shop's services, each with 22 resource attributes.
final class Resources {
    private static final List<Resource> ALL = make();

    private Resources() {}

    /// Instance `instance` of a service.
    static Resource of(ShopService service, int instance) {
        return ALL.get(service.index() * Shop.INSTANCES + instance);
    }

    private static List<Resource> make() {
        List<Resource> all = new ArrayList<>();
        for (ShopService service : Shop.services()) {
            for (int i = 0; i < Shop.INSTANCES; i++) {
                all.add(make(service, i));
            }
        }
        return List.copyOf(all);
    }

    private static Resource make(ShopService service, int instance) {
        long mixed = LoadIds.mix(service.index() * 31L + instance);
        String replica = Long.toString(mixed >>> 34, 36);
        String pod = service.name() + "-" + Long.toHexString(LoadIds.mix(service.index()) >>> 24) + "-" + replica;
        String zone = "eu-central-1" + (char) ('a' + instance);
        return Resource.newBuilder()
                .addAttributes(text("service.name", service.name()))
                .addAttributes(text("service.namespace", service.namespace()))
                .addAttributes(text("service.version", "2." + service.index() % 9 + "." + service.index() % 4))
                .addAttributes(text("service.instance.id", pod))
                .addAttributes(text("deployment.environment.name", "production"))
                .addAttributes(text("k8s.cluster.name", "prod-eu-1"))
                .addAttributes(text("k8s.namespace.name", service.namespace()))
                .addAttributes(text("k8s.pod.name", pod))
                .addAttributes(text("k8s.node.name", "node-" + (mixed >>> 8 & 15) + "." + zone))
                .addAttributes(text("k8s.deployment.name", service.name()))
                .addAttributes(text("k8s.container.name", "app"))
                .addAttributes(text("container.id", Long.toHexString(mixed) + Long.toHexString(LoadIds.mix(mixed))))
                .addAttributes(text("host.arch", "amd64"))
                .addAttributes(text("os.type", "linux"))
                .addAttributes(text("process.runtime.name", service.runtime().runtimeName))
                .addAttributes(text("process.runtime.version", service.runtime().runtimeVersion))
                .addAttributes(number("process.pid", 1 + (mixed >>> 16 & 31)))
                .addAttributes(text("telemetry.sdk.language", service.runtime().language))
                .addAttributes(text("telemetry.sdk.name", "opentelemetry"))
                .addAttributes(text("telemetry.sdk.version", service.runtime().sdkVersion))
                .addAttributes(text("cloud.region", "eu-central-1"))
                .addAttributes(text("cloud.availability_zone", zone))
                .build();
    }
}
