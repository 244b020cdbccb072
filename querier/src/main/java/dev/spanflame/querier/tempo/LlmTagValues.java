package dev.spanflame.querier.tempo;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.ProtoJson;
import dev.spanflame.proto.tempopb.SearchTagValuesV2Response;
import dev.spanflame.proto.tempopb.TagValue;
import java.util.Map;
import java.util.TreeMap;

/// Values of an attribute in Tempo's form for language models: texts by type.
final class LlmTagValues {
    private LlmTagValues() {}

    /// 200 with `{"tagValues":{"string":["a","b"]},"metrics":{}}`; throws as [Encoding#checkSize].
    static HttpReply reply(SearchTagValuesV2Response answer, long maxBytes) {
        Map<String, ListValue.Builder> byType = new TreeMap<>();
        for (TagValue value : answer.getTagValuesList()) {
            byType.computeIfAbsent(value.getType(), _ -> ListValue.newBuilder())
                    .addValues(Value.newBuilder().setStringValue(value.getValue()));
        }
        Struct.Builder values = Struct.newBuilder();
        byType.forEach((type, texts) ->
                values.putFields(type, Value.newBuilder().setListValue(texts).build()));
        Struct message = Struct.newBuilder()
                .putFields(
                        "tagValues", Value.newBuilder().setStructValue(values).build())
                .putFields(
                        "metrics",
                        Value.newBuilder().setStructValue(Struct.newBuilder()).build())
                .build();
        byte[] json = ProtoJson.print(message);
        Encoding.checkSize(json.length, maxBytes);
        return HttpReply.ok("application/vnd.grafana.llm+json", json);
    }
}
