package dev.spanflame.querier.tempo.listed;

import dev.spanflame.proto.edge.HttpReply;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// An answer that is written while it is made, for as long as it may take.
public final class StreamedReply {
    private StreamedReply() {}

    /// 200 with what `writer` writes; before each piece `check` is asked, and what it throws breaks the answer off.
    public static HttpReply of(String type, Runnable check, HttpReply.Writer writer) {
        return new HttpReply(
                200,
                Map.of("Content-Type", type),
                new HttpReply.Body.Streamed(out -> writer.writeTo(new Checked(out, check))));
    }

    private static final class Checked extends FilterOutputStream {
        private final Runnable check;

        Checked(OutputStream out, Runnable check) {
            super(out);
            this.check = check;
        }

        @Override
        public void write(int b) throws IOException {
            check.run();
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            check.run();
            out.write(bytes, offset, length);
        }
    }
}
