package dev.spanflame.server.warm;

import dev.spanflame.block.symbols.SymbolObjects;
import dev.spanflame.block.symbols.SymbolQuota;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.querier.pyroscope.PyroscopeApi;
import dev.spanflame.querier.symbols.NativeFrames;
import dev.spanflame.querier.symbols.SymbolSettings;
import dev.spanflame.querier.symbols.Symbolizer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The questions about made-up profiles that warm a process up: each kind that Grafana asks, in JSON.
final class WarmCalls {
    private static final int MAX_NODES = 8_192;

    private final MadeProfiles profiles;
    private final Map<String, RpcMethod> methods = new HashMap<>();
    private final List<Call> all = new ArrayList<>();

    /// A call of a method.
    record Call(RpcMethod method, byte[] json) {
        /// Calls it and gives the answer in JSON.
        byte[] answer(Caller caller) throws Exception {
            RpcMethod.JsonForm form = method.json().orElseThrow();
            List<byte[]> replies = new ArrayList<>();
            method.handler().call(caller, form.requestFromJson(json), replies::add);
            return form.replyToJson(replies.getFirst());
        }
    }

    private WarmCalls(MadeProfiles profiles, long resultBytes) {
        this.profiles = profiles;
        SymbolSettings settings = new SymbolSettings(List.of(), 1, new SymbolQuota(1, 1), Duration.ofSeconds(1), 1);
        InstantSource clock = InstantSource.system();
        NativeFrames natives = new NativeFrames(new Symbolizer(new SymbolObjects(profiles.objects()), settings, clock));
        new PyroscopeApi(profiles.store(), clock, resultBytes, natives)
                .methods()
                .forEach(method -> methods.put(method.name(), method));
    }

    /// One of each kind, of flame graphs of one service some; an answer may take about `resultBytes` of heap.
    static List<Call> of(MadeProfiles profiles, long resultBytes) {
        WarmCalls calls = new WarmCalls(profiles, resultBytes);
        calls.add("ProfileTypes", "");
        calls.add("LabelNames", "");
        calls.add("LabelValues", ",\"name\":\"service_name\"");
        calls.add("Series", ",\"labelNames\":[\"service_name\",\"__profile_type__\"]");
        calls.add("Series", ",\"matchers\":[\"{namespace=\\\"shop\\\"}\"]");
        calls.add("SelectSeries", selected("{}") + ",\"groupBy\":[\"service_name\"],\"step\":15");
        calls.add("SelectSeries", selected("{service_name=\\\"service-1\\\"}") + ",\"groupBy\":[\"pod\"],\"step\":15");
        calls.add("SelectMergeStacktraces", selected("{}") + ",\"maxNodes\":" + MAX_NODES);
        for (int service = 0; service < 3; service++) {
            String one = selected("{service_name=\\\"" + MadeProfiles.service(service) + "\\\"}");
            calls.add("SelectMergeStacktraces", one + ",\"maxNodes\":" + MAX_NODES);
            calls.add("SelectMergeProfile", one);
        }
        return calls.all;
    }

    private static String selected(String selector) {
        return ",\"profileTypeID\":\"" + MadeProfiles.TYPE + "\",\"labelSelector\":\"" + selector + '"';
    }

    private void add(String method, String more) {
        String json = "{\"start\":" + profiles.startMillis() + ",\"end\":" + profiles.endMillis() + more + '}';
        RpcMethod called = methods.get(method);
        if (called == null) {
            throw new IllegalStateException("no method " + method);
        }
        all.add(new Call(called, json.getBytes(StandardCharsets.UTF_8)));
    }
}
