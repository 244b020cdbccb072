package dev.spanflame.load.profile;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.spanflame.load.send.Gzip;
import dev.spanflame.load.send.Payload;
import dev.spanflame.load.send.Source;
import dev.spanflame.load.trace.LoadIds;
import dev.spanflame.load.trace.Shop;
import dev.spanflame.load.trace.TraceLoadTimes;
import dev.spanflame.proto.push.v1.PushRequest;
import dev.spanflame.proto.push.v1.RawProfileSeries;
import dev.spanflame.proto.push.v1.RawSample;
import dev.spanflame.proto.types.v1.LabelPair;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// The requests of a load of profiles, one profile each: gzipped pprof of 2,000 stacks, of the 40 services of the
/// shop in turn, made beforehand as they go over the wire: what a sender takes on the machine of the server is missing
/// there. Immutable.
///
/// A load longer than the memory it may take sends profiles again under the labels of other pods, so that they are
/// series of their own; these requests are made when they are sent.
public final class ProfileLoad implements Source {
    private static final int INSTANCES = 3;
    private static final long DURATION_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final List<Made> made;
    private final int count;
    private final Form form;
    private final TraceLoadTimes times;

    /// How a profile is sent.
    public enum Form {
        /// `push.v1.PusherService/Push`, labels in the message.
        PUSH,
        /// `/ingest`, labels in the URL.
        INGEST
    }

    /// A request, whose body ends with the gzipped pprof.
    private record Made(Payload payload, int profileBytes) {
        ByteString profile() {
            byte[] body = payload.body();
            return UnsafeByteOperations.unsafeWrap(body, body.length - profileBytes, profileBytes);
        }
    }

    private ProfileLoad(List<Made> made, int count, Form form, TraceLoadTimes times) {
        this.made = made;
        this.count = count;
        this.form = form;
        this.times = times;
    }

    /// A load of `count` profiles spread over `times`, of which at most about `maxBytes` are held in memory.
    public static ProfileLoad make(long seed, int count, Form form, TraceLoadTimes times, long maxBytes) {
        List<ServiceStacks> services = Shop.serviceNames().parallelStream()
                .map(name -> ServiceStacks.of(name, seed))
                .toList();
        ProfileLoad load = new ProfileLoad(new ArrayList<>(), count, form, times);
        long bytes = 0;
        while (load.distinct() < count && (load.distinct() == 0 || bytes < maxBytes)) {
            // all services at once, so that the pool ends with a whole round
            int first = load.distinct();
            List<Made> round = IntStream.range(first, Math.min(count, first + services.size()))
                    .parallel()
                    .mapToObj(i -> load.first(i, Gzip.compress(raw(services, seed, i, time(times, i, count)))))
                    .toList();
            load.made.addAll(round);
            bytes += round.stream().mapToLong(Made::profileBytes).sum();
        }
        return load;
    }

    /// Push requests with `count` profiles of the first `services` services in turn, made by the calling thread alone.
    public static List<byte[]> requests(long seed, int services, int count, long timeNanos) {
        List<String> names = Shop.serviceNames().subList(0, services);
        List<ServiceStacks> stacks =
                names.stream().map(name -> ServiceStacks.of(name, seed)).toList();
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = names.get(i % services);
            byte[] profile = Gzip.compress(raw(stacks, seed, i, timeNanos));
            Map<String, String> labels = labels(name, i / services % INSTANCES);
            requests.add(push(ProfileKind.of(i / services), name, labels, UnsafeByteOperations.unsafeWrap(profile)));
        }
        return requests;
    }

    private Made first(int index, byte[] profile) {
        return new Made(payload(index, 0, UnsafeByteOperations.unsafeWrap(profile)), profile.length);
    }

    private static byte[] raw(List<ServiceStacks> services, long seed, int index, long timeNanos) {
        SplittableRandom random = new SplittableRandom(LoadIds.mix(seed) + index);
        return services.get(index % services.size())
                .profile(ProfileKind.of(index / services.size()), random, timeNanos, DURATION_NANOS);
    }

    private static long time(TraceLoadTimes times, int index, int count) {
        return times.endNanos() - times.lengthNanos() + times.lengthNanos() / count * index;
    }

    @Override
    public int requests() {
        return count;
    }

    @Override
    public int items(int index) {
        return 1;
    }

    /// Profiles that are held in memory; those after them are sent again.
    public int distinct() {
        return made.size();
    }

    /// The gzipped pprof of request `index`.
    ByteString profile(int index) {
        return made.get(index % made.size()).profile();
    }

    @Override
    public Payload payload(int index) {
        int original = index % made.size();
        return index == original ? made.get(index).payload() : payload(original, index / made.size(), profile(index));
    }

    /// Request `original` sent for the time `repetition`, counted from 0.
    private Payload payload(int original, int repetition, ByteString profile) {
        String name = Shop.serviceNames().get(original % Shop.serviceNames().size());
        int round = original / Shop.serviceNames().size();
        Map<String, String> labels = labels(name, round % INSTANCES + repetition * INSTANCES);
        return switch (form) {
            case PUSH -> Payload.of(push(ProfileKind.of(round), name, labels, profile));
            case INGEST -> new Payload(query(name, labels, time(times, original, count)), profile.toByteArray());
        };
    }

    private static Map<String, String> labels(String name, int pod) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("namespace", "shop");
        labels.put("pod", name + "-" + pod);
        labels.put("region", "eu-central-1");
        labels.put("version", "2." + name.length() + ".1");
        return labels;
    }

    /// The profile comes last.
    private static byte[] push(ProfileKind kind, String service, Map<String, String> labels, ByteString profile) {
        RawProfileSeries.Builder series = RawProfileSeries.newBuilder()
                .addLabels(label("__name__", kind.profileName))
                .addLabels(label("service_name", service))
                .addSamples(RawSample.newBuilder().setRawProfile(profile));
        labels.forEach((name, value) -> series.addLabels(label(name, value)));
        return PushRequest.newBuilder().addSeries(series).build().toByteArray();
    }

    private static LabelPair label(String name, String value) {
        return LabelPair.newBuilder().setName(name).setValue(value).build();
    }

    private static String query(String service, Map<String, String> labels, long timeNanos) {
        StringBuilder name = new StringBuilder(service).append('{');
        labels.forEach((label, value) -> name.append(name.charAt(name.length() - 1) == '{' ? "" : ",")
                .append(label)
                .append('=')
                .append(value));
        long seconds = TimeUnit.NANOSECONDS.toSeconds(timeNanos);
        return "name=" + URLEncoder.encode(name.append('}').toString(), StandardCharsets.UTF_8)
                + "&from=" + seconds
                + "&until=" + (seconds + TimeUnit.NANOSECONDS.toSeconds(DURATION_NANOS))
                + "&format=pprof&spyName=javaspy&sampleRate=100";
    }
}
