package dev.spanflame.querier.tempo.stream;

import dev.spanflame.proto.tempopb.MetadataMetrics;
import dev.spanflame.proto.tempopb.SearchTagValuesResponse;
import dev.spanflame.proto.tempopb.SearchTagValuesV2Response;
import dev.spanflame.proto.tempopb.SearchTagsResponse;
import dev.spanflame.proto.tempopb.SearchTagsV2Response;
import dev.spanflame.proto.tempopb.SearchTagsV2Scope;
import dev.spanflame.proto.tempopb.TagValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// Cuts lists of names and values into messages of at most a MiB, as far as single texts allow; one message
/// at least. Each has the metrics, and in those `truncated` = 1 where there are more names or values than
/// were sent.
final class TagPackets {
    private static final int MAX_BYTES = 1 << 20;

    /// Bytes around a text in a message, more or less.
    private static final int FRAME_BYTES = 16;

    private TagPackets() {}

    static List<SearchTagsResponse> of(SearchTagsResponse whole, boolean truncated) {
        MetadataMetrics metrics = metrics(whole.getMetrics(), truncated);
        return packets(
                whole.getTagNamesList(),
                TagPackets::bytes,
                names -> SearchTagsResponse.newBuilder()
                        .addAllTagNames(names)
                        .setMetrics(metrics)
                        .build());
    }

    static List<SearchTagValuesResponse> of(SearchTagValuesResponse whole, boolean truncated) {
        MetadataMetrics metrics = metrics(whole.getMetrics(), truncated);
        return packets(
                whole.getTagValuesList(),
                TagPackets::bytes,
                values -> SearchTagValuesResponse.newBuilder()
                        .addAllTagValues(values)
                        .setMetrics(metrics)
                        .build());
    }

    static List<SearchTagValuesV2Response> of(SearchTagValuesV2Response whole, boolean truncated) {
        MetadataMetrics metrics = metrics(whole.getMetrics(), truncated);
        return packets(
                whole.getTagValuesList(),
                TagValue::getSerializedSize,
                values -> SearchTagValuesV2Response.newBuilder()
                        .addAllTagValues(values)
                        .setMetrics(metrics)
                        .build());
    }

    /// A scope may go on in the next message.
    static List<SearchTagsV2Response> of(SearchTagsV2Response whole, boolean truncated) {
        MetadataMetrics metrics = metrics(whole.getMetrics(), truncated);
        List<Name> names = new ArrayList<>();
        for (SearchTagsV2Scope scope : whole.getScopesList()) {
            scope.getTagsList().forEach(tag -> names.add(new Name(scope.getName(), tag)));
        }
        return packets(
                names,
                name -> bytes(name.tag),
                some -> SearchTagsV2Response.newBuilder()
                        .addAllScopes(scopes(some))
                        .setMetrics(metrics)
                        .build());
    }

    private record Name(String scope, String tag) {}

    private static List<SearchTagsV2Scope> scopes(List<Name> names) {
        List<SearchTagsV2Scope.Builder> scopes = new ArrayList<>();
        for (Name name : names) {
            if (scopes.isEmpty() || !scopes.getLast().getName().equals(name.scope)) {
                scopes.add(SearchTagsV2Scope.newBuilder().setName(name.scope));
            }
            scopes.getLast().addTags(name.tag);
        }
        return scopes.stream().map(SearchTagsV2Scope.Builder::build).toList();
    }

    private static <T, M> List<M> packets(List<T> all, ToIntFunction<T> size, Function<List<T>, M> message) {
        List<M> packets = new ArrayList<>();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < all.size(); i++) {
            int more = size.applyAsInt(all.get(i)) + FRAME_BYTES;
            if (i > from && bytes + more > MAX_BYTES) {
                packets.add(message.apply(all.subList(from, i)));
                from = i;
                bytes = 0;
            }
            bytes += more;
        }
        packets.add(message.apply(all.subList(from, all.size())));
        return packets;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static MetadataMetrics metrics(MetadataMetrics metrics, boolean truncated) {
        return truncated
                ? metrics.toBuilder().putAdditionalMetrics("truncated", 1).build()
                : metrics;
    }
}
