package dev.spanflame.generator.remote;

import dev.spanflame.model.Tenant;
import dev.spanflame.model.metric.Meters;

/// What is counted of remote write.
final class RemoteWriteMeters {
    private final Meters.Counter queued;
    private final Meters.Counter sent;
    private final Meters.Counter dropped;
    private final Meters.Counter requests;

    RemoteWriteMeters(Meters meters) {
        queued = meters.counter(
                "spanflame_metrics_generator_remote_write_samples_queued_total",
                "Samples that were put into the queue of remote write",
                "tenant");
        sent = meters.counter(
                "spanflame_metrics_generator_remote_write_samples_total",
                "Samples that the receiver of remote write has accepted",
                "tenant");
        dropped = meters.counter(
                "spanflame_metrics_generator_remote_write_samples_dropped_total",
                "Samples that were not delivered: the queue was full, the receiver refused them, the disk failed",
                "tenant",
                "reason");
        requests = meters.counter(
                "spanflame_metrics_generator_remote_write_requests_total",
                "Attempts to send, by what became of them",
                "tenant",
                "outcome");
    }

    void queued(Tenant tenant, long samples) {
        queued.add(samples, tenant.id());
    }

    void sent(Tenant tenant, long samples) {
        sent.add(samples, tenant.id());
    }

    void dropped(Tenant tenant, long samples, String reason) {
        if (samples > 0) {
            dropped.add(samples, tenant.id(), reason);
        }
    }

    void request(Tenant tenant, String outcome) {
        requests.increment(tenant.id(), outcome);
    }
}
