package dev.spanflame.querier.tempo.listed;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.ProtoJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// A message whose first field is a list of messages, each made of an item when it is written. The bytes are those of
/// the message as a whole. Immutable.
public final class ListedAnswer<T> {
    private static final int LIST = 1;
    private static final byte[] END = {'}'};

    private final Message rest;
    private final List<T> items;
    private final Function<T, ? extends Message> form;
    private final Supplier<Function<T, byte[]>> jsonForm;
    private final Runnable check;

    /// `rest` with the messages that `form` makes of `items` as its first field. `check` is asked while it is
    /// written: what it throws breaks the answer off.
    public ListedAnswer(Message rest, List<T> items, Function<T, ? extends Message> form, Runnable check) {
        this(rest, items, form, () -> item -> ProtoJson.print(form.apply(item)), check);
    }

    /// The same where something else than the message makes its JSON: what `jsonForm` gives is used by one thread.
    public ListedAnswer(
            Message rest,
            List<T> items,
            Function<T, ? extends Message> form,
            Supplier<Function<T, byte[]>> jsonForm,
            Runnable check) {
        this.rest = rest;
        this.items = List.copyOf(items);
        this.form = form;
        this.jsonForm = jsonForm;
        this.check = check;
    }

    /// 200 with JSON, the list in it though it be empty.
    public HttpReply json() {
        return StreamedReply.of("application/json", check, this::writeJson);
    }

    /// 200 with protobuf.
    public HttpReply protobuf() {
        return StreamedReply.of("application/protobuf", check, this::writeProtobuf);
    }

    /// The JSON as a whole.
    public byte[] jsonBytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeJson(out);
        return out.toByteArray();
    }

    /// The protobuf as a whole.
    public byte[] protobufBytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeProtobuf(out);
        return out.toByteArray();
    }

    private void writeJson(OutputStream out) throws IOException {
        FieldDescriptor list = rest.getDescriptorForType().findFieldByNumber(LIST);
        out.write(("{\"" + list.getJsonName() + "\":[").getBytes(StandardCharsets.US_ASCII));
        Function<T, byte[]> json = jsonForm.get();
        String between = "";
        for (T item : items) {
            out.write(between.getBytes(StandardCharsets.US_ASCII));
            out.write(json.apply(item));
            between = ",";
        }
        byte[] end = ProtoJson.print(rest);
        boolean empty = end.length == 2;
        out.write((empty ? "]" : "],").getBytes(StandardCharsets.US_ASCII));
        out.write(empty ? END : Arrays.copyOfRange(end, 1, end.length));
    }

    private void writeProtobuf(OutputStream out) throws IOException {
        CodedOutputStream coded = CodedOutputStream.newInstance(out);
        for (T item : items) {
            coded.writeMessage(LIST, form.apply(item));
        }
        rest.writeTo(coded);
        coded.flush();
    }
}
